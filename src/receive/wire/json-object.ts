export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty list is not unwrapped: what holds nothing must still be judged and kept. */
export function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
