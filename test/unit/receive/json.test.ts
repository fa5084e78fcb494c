import { expect, test } from "@jest/globals";
import { readJson } from "../../../src/receive/json.ts";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const read = (text: string) => readJson(Buffer.from(text));

test.each(["{}", "[]", '{"a":[1,"b",null]}', ' \n{"a":"é 🚀"}', "\uFEFF{}"])(
  "%j is read",
  (text) => {
    expect(read(text)).toEqual({ ok: true, value: JSON.parse(text.replace("\uFEFF", "")) });
  },
);

test.each(["", "{", "[1,]", "{'a':1}", '{"a":1}x', "NaN", '["\u0001"]'])(
  "%j is not JSON",
  (text) => {
    expect(read(text)).toEqual({ ok: false, reason: "not_json" });
  },
);

test.each(["1", '"text"', "null", "true"])("%s is neither object nor array", (text) => {
  expect(read(text)).toEqual({ ok: false, reason: "not_object_or_array" });
});

test.each([
  ["a lone continuation byte", [0x22, 0x80, 0x22]],
  ["an overlong slash", [0x22, 0xc0, 0xaf, 0x22]],
  ["a surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ["UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
])("%s is not UTF-8", (_what, bytes) => {
  expect(readJson(Uint8Array.from(bytes))).toEqual({ ok: false, reason: "not_utf8" });
});

test("64 levels are read, 65 are not", () => {
  expect(read(nested(64))).toMatchObject({ ok: true });
  expect(read(nested(65))).toEqual({ ok: false, reason: "too_deep" });
  expect(read(`${'{"a":'.repeat(65)}1${"}".repeat(65)}`)).toEqual({
    ok: false,
    reason: "too_deep",
  });
});

test("a million levels are refused, not overflowed", () => {
  expect(read(nested(1_000_000))).toEqual({ ok: false, reason: "too_deep" });
  expect(read("[".repeat(1_000_000))).toEqual({ ok: false, reason: "too_deep" });
});

test.each([
  ["brackets within a string", `["${"[".repeat(100)}"]`],
  ["brackets after an escaped quote", `["\\"${"[".repeat(100)}"]`],
  ["brackets after an escaped backslash and an end", `["\\\\",["${"{".repeat(100)}"]]`],
])("%s do not count", (_what, text) => {
  expect(read(text)).toMatchObject({ ok: true });
});

test("brackets after a string that ends in a backslash do count", () => {
  expect(read(`["\\\\",${nested(64)}]`)).toEqual({ ok: false, reason: "too_deep" });
});

test("a long list side by side is not deep", () => {
  expect(read(`[${Array.from({ length: 200 }, () => "[]").join(",")}]`)).toMatchObject({
    ok: true,
  });
});
