import type { Json, JsonObject } from "../../page/contract.ts";
import { isObject, parseJson } from "../json.ts";
import { Refusal } from "./refusal.ts";

/** A call's arguments, whether they came as a form (all strings, objects as JSON) or as JSON. */
export interface Arguments {
  readonly all: JsonObject;
  text(name: string): string | undefined;
  /** Absent or empty: `invalid_arguments`. */
  required(name: string): string;
  flag(name: string): boolean;
  /** `malformed`: Slack's error word where the string is not JSON. */
  json(name: string, malformed: string): Json | undefined;
}

export function createArguments(all: JsonObject): Arguments {
  const text = (name: string): string | undefined => {
    const value = all[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "object") throw invalid(`${name} must be a string`);
    return String(value);
  };
  return {
    all,
    text,
    required: (name) => {
      const value = text(name);
      if (value === undefined || value === "") throw invalid(`missing required field: ${name}`);
      return value;
    },
    flag: (name) => ["true", "1"].includes(text(name) ?? ""),
    json: (name, malformed) => {
      const value = all[name];
      if (typeof value !== "string") return value ?? undefined;
      if (value === "") return undefined;
      const parsed = parseJson(value);
      if (parsed === undefined) throw new Refusal(malformed);
      return parsed;
    },
  };
}

export const invalid = (message: string): Refusal =>
  new Refusal("invalid_arguments", { response_metadata: { messages: [`[ERROR] ${message}`] } });

/** Form or JSON; an empty body is no arguments. */
export function parseBody(contentType: string, body: string): JsonObject {
  if (body === "") return {};
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  if (!contentType.startsWith("application/json")) throw new Refusal("invalid_post_type");
  const parsed = parseJson(body);
  if (parsed === undefined) throw new Refusal("invalid_json");
  if (!isObject(parsed)) throw new Refusal("json_not_object");
  return parsed;
}
