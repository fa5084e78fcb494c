import type { Json, JsonObject } from "../page/contract.ts";

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const toList = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

export const toObjects = (value: Json | undefined): readonly JsonObject[] =>
  toList(value).filter(isObject);

export const toText = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The string of a text object, of plain_text and mrkdwn alike. */
export const textOf = (value: Json | undefined): string =>
  isObject(value) ? toText(value["text"]) : "";

/** What the other side of the wire would read: keys without a value are gone, `undefined` in a list is null. */
export function toWire(value: unknown): Json | undefined {
  return value === undefined ? undefined : parseJson(JSON.stringify(value));
}

/** `undefined`: not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
