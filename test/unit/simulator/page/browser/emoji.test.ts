import { expect, test } from "@jest/globals";
import {
  emojiLabel,
  emojiText,
  hasEmoji,
  splitEmoji,
  withEmoji,
} from "../../../../../src/simulator/page/browser/text/emoji.ts";
import { EMOJI } from "../../../../../src/simulator/page/browser/text/emoji-table.ts";

test("every entry of the table is one picture with names that Slack's syntax allows", () => {
  const entries = EMOJI.trim().split(/\s+/);
  const names = entries.flatMap((entry) => (entry.split("=")[1] ?? "").split(","));

  expect(entries.filter((entry) => !/^[^a-z=]+=[a-z0-9_+',-]+$/.test(entry))).toEqual([]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(["red_circle", "large_yellow_circle", "white_check_mark", "eyes", "warning", "+1"])(
  "the table knows %s",
  (name) => {
    expect(hasEmoji(name)).toBe(true);
    expect(withEmoji(`:${name}:`)).toBe(emojiText(name));
  },
);

test("an unknown name keeps its colons", () => {
  expect(emojiText("party_parrot")).toBe(":party_parrot:");
  expect(withEmoji("12:30:45 :party_parrot:")).toBe("12:30:45 :party_parrot:");
});

test("text is cut at its emoji, which keep their names for a screen reader", () => {
  expect(splitEmoji(":red_circle: Failed: x")).toEqual([
    { text: "🔴", emoji: "red_circle" },
    { text: " Failed: x" },
  ]);
  expect(emojiLabel("red_circle")).toBe("red circle");
});
