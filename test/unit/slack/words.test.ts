import { expect, test } from "@jest/globals";
import { isoUtc } from "../../../src/slack/dates.ts";
import { bytes, count, duration, ordinal, share, statusWords } from "../../../src/slack/words.ts";

test.each([
  [0, "under 1 s"],
  [999, "under 1 s"],
  [45_000, "45 s"],
  [60_000, "1 min"],
  [1_447_000, "24 min 7 s"],
  [7_800_000, "2 h 10 min"],
  [7_200_000, "2 h"],
  [90_061_000, "1 d 1 h"],
  [86_400_000 * 1_234, "1,234 d"],
])("%i ms are %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1_000, "1 kB"],
  [999_960, "1 MB"],
  [12_345_678, "12.3 MB"],
  [Number.MAX_SAFE_INTEGER, "9 PB"],
])("%i bytes are %s", (value, words) => {
  expect(bytes(value)).toBe(words);
});

test.each([
  [1, "1st"],
  [2, "2nd"],
  [3, "3rd"],
  [4, "4th"],
  [11, "11th"],
  [12, "12th"],
  [113, "113th"],
  [1_022, "1,022nd"],
])("number %i is the %s", (value, words) => {
  expect(ordinal(value)).toBe(words);
});

test("one of a thing is not plural", () => {
  expect([count(1, "run"), count(0, "run"), count(1_234, "activity", "activities")]).toEqual([
    "1 run",
    "0 runs",
    "1,234 activities",
  ]);
});

test("a small share is not nothing", () => {
  expect([share(0, 9), share(1, 9_999), share(3, 128), share(5, 5)]).toEqual([
    "0 %",
    "under 0.1 %",
    "2.3 %",
    "100 %",
  ]);
});

test("an unknown status is told in Adobe's own word", () => {
  expect(statusWords({ status: "unknown", statusText: "paused" })).toBe('unknown ("paused")');
  expect(statusWords({ status: "in_progress" })).toBe("running");
});

test("an instant is written in UTC, whatever it is", () => {
  expect(isoUtc(0)).toBe("1970-01-01 00:00 UTC");
  expect(isoUtc(9e15)).toBe("an unknown time");
});
