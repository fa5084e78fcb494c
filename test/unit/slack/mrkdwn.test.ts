import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  bold,
  code,
  cut,
  escape,
  link,
  manyLines,
  mention,
  oneLine,
  plain,
  slackDate,
} from "../../../src/slack/mrkdwn.ts";

test.each([
  ["<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"],
  ["<https://evil.example|click>", "&lt;https://evil.example|click&gt;"],
  ["&lt;", "&amp;lt;"],
])("the text %j is escaped once, as %j", (text, escaped) => {
  expect(escape(text)).toBe(escaped);
});

test.each([
  ["a bidi override", "pay\u202Eexe.txt", "payexe.txt"],
  ["a bidi isolate", "\u2066a\u2069b", "ab"],
  ["zero-width characters", "a\u200Bb\u200Dc\uFEFFd\u2060e", "abcde"],
  ["tag characters", "a\u{E0041}b", "ab"],
  ["line breaks and tabs", "a\r\nb\tc\u2028d", "a b c d"],
  ["controls", "a\u0000b\u001Bc\u0085d", "abcd"],
  ["a lone high surrogate", "a\uD83Db", "a\uFFFDb"],
  ["a lone low surrogate", "a\uDE00b", "a\uFFFDb"],
  ["many marks on one letter", `e${"\u0301".repeat(50)}`, `e${"\u0301".repeat(4)}`],
  ["nothing but blanks", " \u200B\n ", ""],
])("one line has no place for %s", (_what, text, line) => {
  expect(oneLine(text)).toBe(line);
});

test("several lines stay several lines", () => {
  expect(manyLines("one\r\n two\u202E\n\nthree")).toBe("one\ntwo\n\nthree");
});

test.each([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["ab cd", 4, "ab…"],
  ["ab😀cd", 4, "ab…"],
  ["abe\u0301\u0301cd", 5, "ab…"],
  ["abcd", 0, ""],
])("%j cut to %i characters is %j", (text, max, short) => {
  expect(cut(text, max)).toBe(short);
});

test("a cut text is never longer than asked, and never ends in half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, max) => {
      const short = cut(text, max);

      expect(short.length).toBeLessThanOrEqual(max);
      expect(short).not.toMatch(/\p{Surrogate}/u);
    }),
    { numRuns: 300 },
  );
});

test("a back-tick does not end a code span", () => {
  expect(code("a`*b*`")).toBe("`a'*b*'`");
  expect(code("\u200B")).toBe("");
});

test("an asterisk does not end bold text", () => {
  expect(bold("a*b")).toBe("*a∗b*");
});

test("a mention is made only of what looks like a person's id", () => {
  expect(mention("U0SAM")).toBe("<@U0SAM>");
  expect(mention("!channel")).toBe("!channel");
  expect(mention("U1> <!here")).toBe("U1&gt; &lt;!here");
});

test.each([
  ["https://a.example/x?y=1&z=2", "<https://a.example/x?y=1&amp;z=2|Open>"],
  ["https://a.example/a|b<c>", "<https://a.example/a%7Cb%3Cc%3E|Open>"],
  ["http://a.example/", "Open"],
  ["javascript:alert(1)", "Open"],
  ["https://user:pass@a.example/", "Open"],
  ["no address", "Open"],
])("the address %j becomes %j", (url, markup) => {
  expect(link(url, "Open")).toBe(markup);
});

test("a link's label cannot end the link", () => {
  expect(link("https://a.example/", "a|b>c\nd")).toBe("<https://a.example/|a¦b&gt;c d>");
});

test("a date names its instant in UTC for those who cannot see their own zone", () => {
  expect(slackDate(Date.UTC(2026, 10, 23, 9, 14, 30))).toBe(
    "<!date^1795425270^{date_short_pretty} at {time}|2026-11-23 09:14 UTC>",
  );
});

test("an impossible instant is said to be unknown", () => {
  expect(slackDate(Number.MAX_SAFE_INTEGER)).toBe("an unknown time");
});

test("no text at all survives as markup, invisible or ill-formed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = plain(`${text}<!channel>\uD800`);

      expect(shown).not.toMatch(/[<>`]/);
      expect(shown).not.toMatch(/\p{Cf}|\p{Cc}/u);
      expect(shown).not.toMatch(/\p{Surrogate}/u);
    }),
    { numRuns: 300 },
  );
});
