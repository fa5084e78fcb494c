import { expect, test } from "@jest/globals";
import {
  ago,
  type DateView,
  daysFromToday,
  formatDate,
  tsToMs,
} from "../../../../../src/simulator/page/browser/text/dates.ts";

const view = (over: Partial<DateView> = {}): DateView => ({
  now: Date.UTC(2026, 10, 24, 12, 0, 0),
  timeZone: "Europe/Zurich",
  hour12: false,
  ...over,
});
const at = (...parts: [number, number, number, number, number, number]): number =>
  Date.UTC(...parts) / 1000;
const morning = at(2026, 10, 24, 5, 4, 9);

test.each([
  ["{date_num}", "2026-11-24"],
  ["{date_slash}", "24/11/2026"],
  ["{date_long}", "Tuesday, November 24th, 2026"],
  ["{date_long_full}", "November 24, 2026"],
  ["{date}", "November 24th"],
  ["{date_short}", "Nov 24"],
  ["{date_pretty}", "today"],
  ["{date_short_pretty} at {time}", "today at 06:04"],
  ["{day_divider_pretty}", "today"],
  ["{time_secs}", "06:04:09"],
  ["{ago}", "7 hours ago"],
  ["{unknown} {time}", "{unknown} 06:04"],
])("%s", (format, expected) => {
  expect(formatDate(format, morning, view())).toBe(expected);
});

test.each([
  ["{time}", "6:04 AM"],
  ["{time_secs}", "6:04:09 AM"],
])("%s for a viewer with a twelve-hour clock", (format, expected) => {
  expect(formatDate(format, morning, view({ hour12: true }))).toBe(expected);
});

test("the year is named once the date is more than half a year away", () => {
  expect(formatDate("{date} / {date_short}", at(2025, 1, 1, 12, 0, 0), view())).toBe(
    "February 1st, 2025 / Feb 1, 2025",
  );
  expect(formatDate("{day_divider_pretty}", at(2025, 1, 2, 12, 0, 0), view())).toBe(
    "Sunday, February 2nd, 2025",
  );
});

test.each([
  [1, "1st"],
  [2, "2nd"],
  [3, "3rd"],
  [4, "4th"],
  [11, "11th"],
  [12, "12th"],
  [13, "13th"],
  [21, "21st"],
  [22, "22nd"],
  [30, "30th"],
])("day %i of a month is its %s", (day, expected) => {
  expect(formatDate("{date}", at(2026, 9, day, 12, 0, 0), view())).toBe(`October ${expected}`);
});

test.each([
  ["Europe/Zurich", "tomorrow"],
  ["America/Los_Angeles", "today"],
  ["UTC", "today"],
])("half past eleven in the evening of UTC is, in %s, %s", (timeZone, expected) => {
  const late = at(2026, 10, 24, 23, 30, 0);

  expect(formatDate("{date_pretty}", late, view({ timeZone }))).toBe(expected);
});

test("the day before a change to winter time is yesterday, although 25 hours lie between", () => {
  const now = Date.UTC(2026, 9, 25, 22, 30, 0);

  expect(formatDate("{date_pretty}", at(2026, 9, 24, 21, 59, 0), view({ now }))).toBe("yesterday");
  expect(daysFromToday(Date.UTC(2026, 9, 25, 0, 30), view({ now }))).toBe(0);
});

test("what is no instant has no text, so that the fallback is shown", () => {
  expect(formatDate("{date}", Number.NaN, view())).toBeUndefined();
  expect(formatDate("{date}", 9_999_999_999_999, view())).toBeUndefined();
});

test.each([
  [10, "just now"],
  [60, "1 minute ago"],
  [150, "3 minutes ago"],
  [3_600, "1 hour ago"],
  [86_400 * 2, "2 days ago"],
  [86_400 * 61, "2 months ago"],
  [86_400 * 800, "2 years ago"],
  [-7_200, "in 2 hours"],
])("%i seconds back is %s", (seconds, expected) => {
  expect(ago(1_795_500_000_000 - seconds * 1000, 1_795_500_000_000)).toBe(expected);
});

test("a Slack ts is read to the millisecond", () => {
  expect(tsToMs("1795500000.123456")).toBe(1_795_500_000_123);
});
