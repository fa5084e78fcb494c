import { type KeyObject, verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { KeyPath } from "./key-path.ts";
import type { KeyLookup, KeySource } from "./keys.ts";

interface SignedBy {
  readonly signature: Buffer;
  readonly keyPath: KeyPath;
}

type SignatureHeaders =
  | { readonly ok: true; readonly pairs: readonly SignedBy[] }
  | {
      readonly ok: false;
      readonly reason: "signature_missing" | "signature_malformed" | "key_path_refused";
    };

/** Note the dash before the digit of the one name and its absence from the other. */
const PAIRS = [
  ["x-adobe-digital-signature-1", "x-adobe-public-key1-path"],
  ["x-adobe-digital-signature-2", "x-adobe-public-key2-path"],
] as const;

/** Long enough for a key of 8,192 bits. */
const BASE64 = /^[A-Za-z0-9+/]{64,1400}={0,2}$/;

type PairReading = SignedBy | "absent" | "signature_malformed" | "key_path_refused";

/** Adobe signs twice, with two keys, so that it can change one at a time: one good pair is enough. */
export function readSignatureHeaders(headers: IncomingHttpHeaders): SignatureHeaders {
  const readings = PAIRS.map(([signature, keyPath]) =>
    readPair(headers[signature], headers[keyPath]),
  );
  const pairs = readings.filter((reading) => typeof reading !== "string");
  if (pairs.length > 0) return { ok: true, pairs };
  if (readings.every((reading) => reading === "absent")) {
    return { ok: false, reason: "signature_missing" };
  }
  const pathRefused = readings.includes("key_path_refused");
  return { ok: false, reason: pathRefused ? "key_path_refused" : "signature_malformed" };
}

type HeaderValue = string | string[] | undefined;

function readPair(signature: HeaderValue, keyPath: HeaderValue): PairReading {
  if (signature === undefined && keyPath === undefined) return "absent";
  if (typeof signature !== "string" || !BASE64.test(signature)) return "signature_malformed";
  if (keyPath === undefined) return "signature_malformed";
  const path = KeyPath.safeParse(keyPath);
  if (!path.success) return "key_path_refused";
  return { signature: Buffer.from(signature, "base64"), keyPath: path.data };
}

export type Verdict = "valid" | "invalid" | "keys_unreachable";

/**
 * Answers as soon as one signature fits, without waiting for the other key. `keys_unreachable`
 * means that the missing key might have made the difference, so Adobe should try again.
 */
export async function verifySignature(
  body: Uint8Array,
  pairs: readonly SignedBy[],
  keys: KeySource,
): Promise<Verdict> {
  const verdicts = pairs.map(async ({ signature, keyPath }) =>
    judge(await keys.find(keyPath), (key) => fits(body, signature, key)),
  );
  const firstValid = new Promise<Verdict>((resolve, reject) => {
    for (const verdict of verdicts) {
      verdict.then((is) => is === "valid" && resolve(is), reject);
    }
  });
  return Promise.race([firstValid, Promise.all(verdicts).then(worstOf)]);
}

function judge(lookup: KeyLookup, isValid: (key: KeyObject) => boolean): Verdict {
  switch (lookup.kind) {
    case "key":
      return isValid(lookup.key) ? "valid" : "invalid";
    case "refused":
      return "invalid";
    case "unreachable":
      return "keys_unreachable";
  }
}

function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("valid")) return "valid";
  return verdicts.includes("keys_unreachable") ? "keys_unreachable" : "invalid";
}

/** RSASSA-PKCS1-v1_5 with SHA-256, over the bytes as they came. */
function fits(body: Uint8Array, signature: Buffer, key: KeyObject): boolean {
  return verify("RSA-SHA256", body, key, signature);
}
