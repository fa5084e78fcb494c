import { readBounded } from "../bounded-body.ts";

export type JsonBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "unusable"; readonly reason: "too large" | "not JSON" | "broken off" };

/** Far above any answer about one thing. */
const MAX_BYTES = 512 * 1024;

/** Reads an answer of Adobe's APIs; no more of it than the limit is ever held. Never rejects. */
export async function readJson(response: Response, maxBytes = MAX_BYTES): Promise<JsonBody> {
  try {
    const bytes = await readBounded(response, maxBytes);
    return bytes === undefined ? { kind: "unusable", reason: "too large" } : parse(bytes);
  } catch {
    return { kind: "unusable", reason: "broken off" };
  }
}

function parse(bytes: Buffer): JsonBody {
  try {
    return { kind: "json", value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return { kind: "unusable", reason: "not JSON" };
  }
}
