import type { Json, JsonObject } from "../../contract.ts";

/** Readers for Block Kit objects: what is absent or of another type reads as empty, never as an error. */

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

export function stringAt(object: JsonObject | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === "string" ? value : "";
}

export function numberAt(object: JsonObject | undefined, key: string): number | undefined {
  const value = object?.[key];
  return typeof value === "number" ? value : undefined;
}

export function flagAt(object: JsonObject | undefined, key: string): boolean {
  return object?.[key] === true;
}

export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isObject(value) ? value : undefined;
}

export function objectsAt(object: JsonObject | undefined, key: string): readonly JsonObject[] {
  const value = object?.[key];
  return isList(value) ? value.filter(isObject) : [];
}

/** The rows of a table: a list of lists of cells. */
export function rowsAt(object: JsonObject, key: string): readonly (readonly JsonObject[])[] {
  const value = object[key];
  return isList(value) ? value.filter(isList).map((row) => row.filter(isObject)) : [];
}

/** The text of a plain_text or mrkdwn object under `key`. */
export function textAt(object: JsonObject | undefined, key: string): string {
  return stringAt(objectAt(object, key), "text");
}
