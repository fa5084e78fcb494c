import { expect, test } from "@jest/globals";
import { Count, StatedTime, toInstant } from "../../../../src/receive/wire/numbers.ts";

test.each([
  [0, 0],
  [100, 100],
  ["100", 100],
  [" 7 ", 7],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [-1, undefined],
  ["-1", undefined],
  [1.5, undefined],
  ["1.5", undefined],
  ["1,000", undefined],
  ["0x10", undefined],
  ["", undefined],
  [1e300, undefined],
  [Number.NaN, undefined],
  ["9".repeat(17), undefined],
  [true, undefined],
  [null, undefined],
  [[1], undefined],
  [{}, undefined],
  [undefined, undefined],
])("a count of %j is %j", (stated, count) => {
  expect(Count.parse(stated)).toBe(count);
});

const RECEIVED_AT = Date.UTC(2026, 0, 10);
const DAY = 24 * 60 * 60 * 1_000;

test.each([
  ["seconds", 1_590_512_053, 1_590_512_053_000],
  ["milliseconds", 1_597_434_147_190, 1_597_434_147_190],
  ["seconds as text", "1590512053", 1_590_512_053_000],
  ["part seconds", 1_590_512_053.25, 1_590_512_053_250],
  ["part milliseconds", 1_597_434_147_190.6, 1_597_434_147_191],
  ["Adobe's garbage", 87_473_822, undefined],
  ["zero", 0, undefined],
  ["not reported", -1, undefined],
  ["the first day", Date.UTC(2015, 0, 1), Date.UTC(2015, 0, 1)],
  ["the day before", Date.UTC(2015, 0, 1) - 1, undefined],
  ["a day ahead", RECEIVED_AT + DAY, RECEIVED_AT + DAY],
  ["more than a day ahead", RECEIVED_AT + DAY + 1, undefined],
  ["seconds more than a day ahead", (RECEIVED_AT + DAY) / 1_000 + 1, undefined],
  ["microseconds", 1_590_512_053_000_000, undefined],
  ["text", "2020-01-01", undefined],
  ["an object", {}, undefined],
])("a time in %s", (_what, stated, instant) => {
  expect(toInstant(StatedTime.parse(stated), RECEIVED_AT)).toBe(instant);
});
