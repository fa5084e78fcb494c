import { expect, test } from "@jest/globals";
import {
  matchCompletions,
  placeholderRange,
} from "../../../../../src/simulator/page/browser/text/completion.ts";
import {
  continues,
  countReplies,
  dayHeading,
  isLong,
  summariseThread,
} from "../../../../../src/simulator/page/browser/text/message-words.ts";
import { parseMrkdwn } from "../../../../../src/simulator/page/browser/text/mrkdwn.ts";
import { outcomeInWords } from "../../../../../src/simulator/page/browser/text/outcome-words.ts";
import { parsePermalink } from "../../../../../src/simulator/page/browser/text/permalink.ts";
import { plainText } from "../../../../../src/simulator/page/browser/text/plain-text.ts";
import type { PageMessage } from "../../../../../src/simulator/page/contract.ts";

const message = (over: Partial<PageMessage>): PageMessage => ({
  channel: "C1",
  ts: "1795500000.000100",
  from: "U1",
  text: "",
  blocks: [],
  edited: false,
  ephemeral: false,
  ...over,
});
const COMPLETIONS = [
  { text: "/flowrun status", hint: "overview" },
  { text: "/flowrun show <run>", hint: "one run" },
];

test.each([
  ["/", 2],
  ["/FLOW", 2],
  ["/flowrun sh", 1],
  ["/flowrun status", 0],
  ["/flowrun status x", 0],
  ["flowrun", 0],
  ["", 0],
])("typing %j offers %i commands", (typed, count) => {
  expect(matchCompletions(typed, COMPLETIONS)).toHaveLength(count);
});

test("the part that the person must fill in is what will be selected", () => {
  const text = "/flowrun show <run>";

  expect(text.slice(...placeholderRange(text))).toBe("<run>");
  expect(placeholderRange("/flowrun help")).toEqual([13, 13]);
});

test("a thread is summed up by its replies: how many, from whom, when last", () => {
  const replies = [
    message({ from: "bot", ts: "1795500001.000000" }),
    message({ from: "U1", ts: "1795500002.000000" }),
    message({ from: "bot", ts: "1795500003.500000" }),
  ];

  expect(summariseThread(replies)).toEqual({
    count: 3,
    from: ["bot", "U1"],
    lastAt: 1_795_500_003_500,
  });
  expect(summariseThread([])).toBeUndefined();
  expect([countReplies(1), countReplies(3)]).toEqual(["1 reply", "3 replies"]);
});

test.each<[string, Partial<PageMessage>, boolean]>([
  ["a person's next words", { ts: "1795500060.000000" }, true],
  ["words after five minutes", { ts: "1795500301.000000" }, false],
  ["another person's words", { ts: "1795500060.000000", from: "U2" }, false],
  ["the app's message", { ts: "1795500060.000000", from: "bot" }, false],
  ["a private answer", { ts: "1795500060.000000", ephemeral: true }, false],
])("%s: under the words before, %#", (_name, over, expected) => {
  expect(continues(message(over), message({}))).toBe(expected);
});

test("a day's heading starts with a capital letter", () => {
  const view = { now: Date.UTC(2026, 10, 24), timeZone: "UTC", hour12: false };

  expect(dayHeading(Date.UTC(2026, 10, 23), view)).toBe("Yesterday");
  expect(dayHeading(Date.UTC(2026, 10, 2), view)).toBe("Monday, November 2nd");
});

test("long texts are folded, by characters or by lines", () => {
  expect(isLong("x".repeat(700))).toBe(false);
  expect(isLong("x".repeat(701))).toBe(true);
  expect(isLong("x\n".repeat(12))).toBe(true);
});

test("a message is spoken without its markup", () => {
  const text = "*Failed:* <@U1> in <#C1>, `133` <https://a.example|see> :red_circle: <!here>";

  expect(
    plainText(parseMrkdwn(text, { autolink: false }), {
      user: () => "Marta",
      channel: () => "alerts",
    }),
  ).toBe("Failed: Marta in #alerts, 133 see red circle @here");
});

test.each([
  ["200", "accepted"],
  ["401", "refused: signature not valid"],
  ["ratelimited", "slow down"],
  ["reply lost", "taken, but the reply was lost"],
  ["some_new_error", "some new error"],
])("the outcome %s is said as %j", (outcome, words) => {
  expect(outcomeInWords(outcome)).toBe(words);
});

test.each([
  ["https://x.slack.com/archives/C01AB/p1795500000123456", "1795500000.123456"],
  ["https://x.slack.com/archives/C01AB/p1795500000123456?thread_ts=1.2", "1795500000.123456"],
  ["https://x.slack.com/archives/C01AB", undefined],
  ["https://x.example/?u=https://x.slack.com/archives/C01AB/p1795500000123456", undefined],
])("the address %s is of the message %s", (url, ts) => {
  expect(parsePermalink(url)?.ts).toBe(ts);
});
