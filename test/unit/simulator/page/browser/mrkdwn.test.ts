import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseMrkdwn } from "../../../../../src/simulator/page/browser/text/mrkdwn.ts";
import {
  type Inline,
  parseInline,
} from "../../../../../src/simulator/page/browser/text/mrkdwn-inline.ts";

const inline = (text: string, autolink = false): readonly Inline[] =>
  parseInline(text, { autolink });
const text = (value: string): Inline => ({ kind: "text", text: value });
const styled = (style: "bold" | "italic" | "strike", ...children: Inline[]): Inline => ({
  kind: "styled",
  style,
  children,
});
const kindsIn = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) =>
    "children" in node ? [node.kind, ...kindsIn(node.children)] : [node.kind],
  );

test.each<[string, Inline[]]>([
  ["*bold*", [styled("bold", text("bold"))]],
  ["_italic_", [styled("italic", text("italic"))]],
  ["~gone~", [styled("strike", text("gone"))]],
  ["*_both_*", [styled("bold", styled("italic", text("both")))]],
  ["*Cause:* why", [styled("bold", text("Cause:")), text(" why")]],
  ["(*x*)", [text("("), styled("bold", text("x")), text(")")]],
  ["`a *b* c`", [{ kind: "code", children: [text("a *b* c")] }]],
  ["one\ntwo", [text("one"), { kind: "break" }, text("two")]],
  [":red_circle: Failed", [{ kind: "emoji", name: "red_circle" }, text(" Failed")]],
  [":wave::skin-tone-3:", [{ kind: "emoji", name: "wave" }]],
])("%s is markup", (source, expected) => {
  expect(inline(source)).toEqual(expected);
});

test.each([
  "wx_medallia_export_combined.csv",
  "2*3*4",
  "* not bold *",
  "*never closed",
  "*closed on\nanother line*",
  "`never closed",
  "12:30:45",
  ":no_such_emoji:",
  "a < b",
])("%s stays text", (source) => {
  expect(kindsIn(inline(source)).filter((kind) => kind !== "text" && kind !== "break")).toEqual([]);
});

test.each<[string, Inline]>([
  ["<@U01AB>", { kind: "user", id: "U01AB" }],
  ["<@U01AB|marta>", { kind: "user", id: "U01AB", label: "marta" }],
  ["<#C01AB|alerts>", { kind: "channel", id: "C01AB", label: "alerts" }],
  ["<!here>", { kind: "broadcast", range: "here" }],
  ["<!subteam^S01|@data>", { kind: "usergroup", id: "S01", label: "@data" }],
  [
    "<https://a.example/x?a=1&amp;b=2|see>",
    { kind: "link", url: "https://a.example/x?a=1&b=2", label: "see" },
  ],
  ["<mailto:a@b.example>", { kind: "link", url: "mailto:a@b.example" }],
  [
    "<!date^1795500000^{date} at {time}^https://a.example|then>",
    {
      kind: "date",
      unixSeconds: 1_795_500_000,
      format: "{date} at {time}",
      url: "https://a.example",
      fallback: "then",
    },
  ],
])("%s is one entity", (source, expected) => {
  expect(inline(source)).toEqual([expected]);
});

test.each([
  "<javascript:alert(1)|click>",
  "<data:text/html,x|click>",
  "<!date^soon^{date}|then>",
  "<!everything>",
  "<b>",
])("%s is shown as it stands", (source) => {
  expect(inline(source)).toEqual([text(source)]);
});

test("escaped text makes no entity, no mention and no tag", () => {
  expect(inline("&lt;!channel&gt; &lt;@U01&gt; &lt;b&gt; &amp;lt;", true)).toEqual([
    text("<!channel> <@U01> <b> &lt;"),
  ]);
});

test("bare addresses and mentions are only linked where Slack links them", () => {
  const source = "see https://a.example/x_y. @here";

  expect(inline(source, false)).toEqual([text(source)]);
  expect(inline(source, true)).toEqual([
    text("see "),
    { kind: "link", url: "https://a.example/x_y" },
    text(". "),
    { kind: "broadcast", range: "here" },
  ]);
});

test("a style may hold code and links, and the closing mark is not sought inside them", () => {
  expect(inline("*a `b*` <https://x.example|c*> d*")).toEqual([
    styled(
      "bold",
      text("a "),
      { kind: "code", children: [text("b*")] },
      text(" "),
      { kind: "link", url: "https://x.example", label: "c*" },
      text(" d"),
    ),
  ]);
});

test("quotes and code blocks stand apart from the prose around them", () => {
  const blocks = parseMrkdwn("Before\n```\n{ *x* }\n```\nafter\n&gt; quoted\n> again\nend", {
    autolink: false,
  });

  expect(blocks).toEqual([
    { kind: "paragraph", children: [text("Before")] },
    { kind: "pre", children: [text("{ *x* }")] },
    { kind: "paragraph", children: [text("after")] },
    { kind: "quote", children: [text("quoted"), { kind: "break" }, text("again")] },
    { kind: "paragraph", children: [text("end")] },
  ]);
});

test("three marks quote everything that follows", () => {
  expect(parseMrkdwn(">>>one\ntwo", { autolink: false })).toEqual([
    { kind: "quote", children: [text("one"), { kind: "break" }, text("two")] },
  ]);
});

test("no text is lost or made up, whatever comes", () => {
  const letters = fc.string({
    unit: fc.constantFrom(
      "a",
      " ",
      "*",
      "_",
      "~",
      "`",
      "<",
      ">",
      "|",
      "@",
      "!",
      ":",
      "\n",
      "ü",
      "🔴",
    ),
  });
  const words = (value: string): string => value.replaceAll(/[^aü🔴]/gu, "");
  const plain = (nodes: readonly Inline[]): string =>
    nodes
      .map((node) => {
        if ("children" in node) return plain(node.children);
        return node.kind === "text" ? node.text : "";
      })
      .join("");

  fc.assert(
    fc.property(letters, (source) => {
      expect(words(plain(inline(source, true)))).toBe(words(source));
    }),
  );
});

test("hostile text of 100,000 characters takes no quadratic time", () => {
  const startedAt = performance.now();

  for (const unit of ["*a ", "_a ", "<", "`", ":a", "*_~", "http://", "@here", "&gt;"]) {
    inline(unit.repeat(100_000 / unit.length), true);
  }

  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
