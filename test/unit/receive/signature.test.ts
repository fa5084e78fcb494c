import { createPublicKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { KeyLookup, KeySource } from "../../../src/receive/keys.ts";
import { readSignatureHeaders, verifySignature } from "../../../src/receive/signature.ts";
import {
  aKey,
  KEY_1,
  KEY_2,
  key1,
  key2,
  signatureOf,
  signedHeaders,
  type TestKey,
} from "./support.ts";

const BODY = Buffer.from('{"a": 1}');
const SIGNATURE = signatureOf(BODY, key1);
const found = (key: TestKey): KeyLookup => ({ kind: "key", key: createPublicKey(key.pem) });
const refused: KeyLookup = { kind: "refused", reason: "status 404" };
const unreachable: KeyLookup = { kind: "unreachable", reason: "no connection" };

function pairsOf(headers: Record<string, string>) {
  const read = readSignatureHeaders(headers);
  if (!read.ok) throw new Error(read.reason);
  return read.pairs;
}

const keysOf = (first: KeyLookup, second: KeyLookup): KeySource => ({
  find: (path) => Promise.resolve(path === KEY_1 ? first : second),
});

describe("headers", () => {
  test("both pairs are read", () => {
    expect(pairsOf(signedHeaders(BODY)).map(({ keyPath }) => keyPath)).toEqual([KEY_1, KEY_2]);
  });

  test("one pair is enough, and a malformed one beside it is left out", () => {
    const headers = { ...signedHeaders(BODY), "x-adobe-public-key1-path": "/evil.pem" };

    expect(pairsOf(headers).map(({ keyPath }) => keyPath)).toEqual([KEY_2]);
  });

  test.each([
    ["nothing", {}, "signature_missing"],
    [
      "a signature without a key",
      { "x-adobe-digital-signature-1": SIGNATURE },
      "signature_malformed",
    ],
    ["a key without a signature", { "x-adobe-public-key1-path": KEY_1 }, "signature_malformed"],
    [
      "a signature and a key of different pairs",
      { "x-adobe-digital-signature-1": SIGNATURE, "x-adobe-public-key2-path": KEY_2 },
      "signature_malformed",
    ],
    [
      "an empty signature",
      { "x-adobe-digital-signature-1": "", "x-adobe-public-key1-path": KEY_1 },
      "signature_malformed",
    ],
    [
      "a signature that is not base64",
      { "x-adobe-digital-signature-1": `${SIGNATURE}!`, "x-adobe-public-key1-path": KEY_1 },
      "signature_malformed",
    ],
    [
      "a signature that is too long",
      { "x-adobe-digital-signature-1": "A".repeat(1_404), "x-adobe-public-key1-path": KEY_1 },
      "signature_malformed",
    ],
  ])("%s is refused", (_what, headers, reason) => {
    expect(readSignatureHeaders(headers)).toEqual({ ok: false, reason });
  });

  test.each([
    ["another host", "//evil.example/prod/keys/pub-key-1.pem"],
    ["another host, glued on", ".evil.example/prod/keys/pub-key-1.pem"],
    ["credentials", "@evil.example/prod/keys/pub-key-1.pem"],
    ["a whole URL", "https://evil.example/prod/keys/pub-key-1.pem"],
    ["a way up", "/prod/keys/../../evil/pub-key-1.pem"],
    ["an escaped way up", "/prod/keys/%2e%2e/pub-key-1.pem"],
    ["a backslash", "/prod/keys\\pub-key-1.pem"],
    ["a query", "/prod/keys/pub-key-1.pem?x=1"],
    ["a fragment", "/prod/keys/pub-key-1.pem#x"],
    ["a line break", "/prod/keys/pub-key-1.pem\n"],
    ["the stage keys", "/stage/keys/pub-key-1.pem"],
    ["something before", "x/prod/keys/pub-key-1.pem"],
    ["something after", "/prod/keys/pub-key-1.pem/"],
    ["an id that is no id", "/prod/keys/pub-key-xyz.pem"],
    ["an id of no characters", "/prod/keys/pub-key-.pem"],
    ["an id of 65 characters", `/prod/keys/pub-key-${"a".repeat(65)}.pem`],
    ["two values", `${KEY_1}, ${KEY_2}`],
    ["nothing", ""],
  ])("a key path with %s is refused", (_what, keyPath) => {
    const headers = {
      "x-adobe-digital-signature-1": SIGNATURE,
      "x-adobe-public-key1-path": keyPath,
    };

    expect(readSignatureHeaders(headers)).toEqual({ ok: false, reason: "key_path_refused" });
  });
});

describe("verdict", () => {
  const wrong = found(aKey());
  const right1 = found(key1);
  const right2 = found(key2);

  test.each([
    ["both fit", right1, right2, "valid"],
    ["only the first fits", right1, wrong, "valid"],
    ["only the second fits", wrong, right2, "valid"],
    ["the first fits, the second key is gone", right1, refused, "valid"],
    ["the first fits, the second key is out of reach", right1, unreachable, "valid"],
    ["the second fits, the first key is out of reach", unreachable, right2, "valid"],
    ["none fits", wrong, wrong, "invalid"],
    ["both keys are refused", refused, refused, "invalid"],
    ["keys are swapped", right2, right1, "invalid"],
    ["both keys are out of reach", unreachable, unreachable, "keys_unreachable"],
    ["one does not fit, the other is out of reach", wrong, unreachable, "keys_unreachable"],
    ["one is refused, the other is out of reach", unreachable, refused, "keys_unreachable"],
  ])("when %s", async (...[, first, second, verdict]) => {
    expect(await verifySignature(BODY, pairsOf(signedHeaders(BODY)), keysOf(first, second))).toBe(
      verdict,
    );
  });

  test("one changed byte makes it invalid", async () => {
    const changed = Buffer.from('{"a":  1}');

    expect(
      await verifySignature(changed, pairsOf(signedHeaders(BODY)), keysOf(right1, right2)),
    ).toBe("invalid");
  });

  test("the other key is not waited for once one fits", async () => {
    const keys: KeySource = {
      find: (path) => (path === KEY_2 ? Promise.resolve(right2) : new Promise(() => {})),
    };

    expect(await verifySignature(BODY, pairsOf(signedHeaders(BODY)), keys)).toBe("valid");
  });

  test("a signature of another length than the key's is invalid, not an error", async () => {
    const headers = {
      "x-adobe-digital-signature-1": Buffer.alloc(100, 7).toString("base64"),
      "x-adobe-public-key1-path": KEY_1,
    };

    expect(await verifySignature(BODY, pairsOf(headers), keysOf(right1, right2))).toBe("invalid");
  });
});
