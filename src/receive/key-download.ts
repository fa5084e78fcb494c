import { createPublicKey, type KeyObject } from "node:crypto";
import { readBounded } from "../bounded-body.ts";

/**
 * `refused`: the server answered, but not with a key that we accept. `unreachable`: it did not
 * answer, or says itself that the trouble is its own, so trying again makes sense.
 */
export type KeyLookup =
  | { readonly kind: "key"; readonly key: KeyObject }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/** Adobe's keys are 451 bytes. */
const MAX_KEY_BYTES = 16 * 1024;
const MIN_KEY_BITS = 2_048;
const PEM = /^\s*-----BEGIN PUBLIC KEY-----\r?\n/;
/** "Too many requests" and "request timeout" pass; every other 4xx is an answer. */
const PASSING = new Set([408, 429]);

/** Fetches one public key: no redirect, one time limit for all of it, a bounded size. Never rejects. */
export async function downloadKey(
  url: URL,
  { fetch, timeoutMs }: { readonly fetch: typeof globalThis.fetch; readonly timeoutMs: number },
): Promise<KeyLookup> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal,
      headers: { "accept-encoding": "identity" },
    });
    return await readKey(response, signal);
  } catch {
    return { kind: "unreachable", reason: signal.aborted ? "no answer in time" : "no connection" };
  }
}

async function readKey(response: Response, signal: AbortSignal): Promise<KeyLookup> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    const kind = status >= 500 || PASSING.has(status) ? "unreachable" : "refused";
    return { kind, reason: `status ${status}` };
  }
  try {
    const pem = await readBounded(response, MAX_KEY_BYTES);
    return pem === undefined
      ? { kind: "refused", reason: "too large" }
      : toKey(pem.toString("utf8"));
  } catch (error) {
    if (signal.aborted) return { kind: "refused", reason: "stalled after it began" };
    throw error;
  }
}

function toKey(pem: string): KeyLookup {
  if (!PEM.test(pem)) return { kind: "refused", reason: "not a public key in PEM" };
  try {
    const key = createPublicKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === "rsa" && bits >= MIN_KEY_BITS
      ? { kind: "key", key }
      : { kind: "refused", reason: `not RSA of at least ${MIN_KEY_BITS} bits` };
  } catch {
    return { kind: "refused", reason: "not a public key in PEM" };
  }
}
