import { describe, expect, test } from "@jest/globals";
import { validatePayload } from "../../../../src/simulator/slack/validate/payload.ts";
import { validateView } from "../../../../src/simulator/slack/validate/view.ts";
import { buttons, modal, noteInput, section } from "../support/blocks.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const option = (value: string) => ({ text: plain(value), value });
const button = (more: object = {}) => ({
  type: "button",
  action_id: "b",
  text: plain("Go"),
  ...more,
});
const actions = (...elements: object[]) => ({ type: "actions", elements });
const rich = (...elements: object[]) => ({ type: "rich_text", elements });
const rawText = (text: string) => ({ type: "raw_text", text });
const table = (rows: unknown) => ({ type: "table", rows });
const dataTable = (more: object = {}) => ({
  type: "data_table",
  caption: "Runs",
  rows: [[rawText("Run")], [rawText("1")]],
  ...more,
});
const container = (...child_blocks: object[]) => ({
  type: "container",
  title: plain("Details"),
  child_blocks,
});
const select = (more: object) => ({ type: "static_select", action_id: "s", ...more });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const inMessage = (...blocks: unknown[]) =>
  validatePayload("message", { text: "words", blocks }).map(({ pointer }) => pointer);
const inModal = (...blocks: unknown[]) =>
  validatePayload("modal", { blocks }).map(({ pointer }) => pointer);

describe("what Slack takes in a message", () => {
  test.each<[string, object]>([
    ["section", section],
    [
      "section with fields and accessory",
      { type: "section", fields: [plain("a"), plain("b")], accessory: button() },
    ],
    ["header with level", { type: "header", text: plain("Failed"), level: 2 }],
    [
      "context",
      {
        type: "context",
        elements: [
          { type: "mrkdwn", text: "*x*", verbatim: true },
          { type: "image", image_url: "https://example.com/a.png", alt_text: "a" },
        ],
      },
    ],
    ["actions", buttons],
    ["divider", { type: "divider", block_id: "d" }],
    ["image", { type: "image", image_url: "https://example.com/a.png", alt_text: "a" }],
    ["image of a Slack file", { type: "image", slack_file: { id: "F1" }, alt_text: "a" }],
    [
      "rich text",
      rich(
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "a", style: { bold: true } },
            { type: "link", url: "https://example.com" },
            { type: "date", timestamp: 1, format: "{time}", fallback: "now" },
            { type: "user", user_id: "U1" },
          ],
        },
        {
          type: "rich_text_list",
          style: "bullet",
          indent: 1,
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }],
        },
        { type: "rich_text_preformatted", border: 0, elements: [{ type: "text", text: "a" }] },
        { type: "rich_text_quote", elements: [{ type: "text", text: "a" }] },
      ),
    ],
    [
      "table",
      {
        ...table([
          [rawText("a"), { type: "raw_number", value: 1, text: "1" }],
          [
            rawText("b"),
            rich({ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }),
          ],
        ]),
        column_settings: [null, { align: "right", is_wrapped: true }],
      },
    ],
    ["data_table", dataTable({ page_size: 10, row_header_column_index: 0 })],
    ["container", { ...container(section, buttons), is_collapsible: true, width: "wide" }],
    ["static_select", actions(select({ options: [option("a")], initial_option: option("a") }))],
    [
      "static_select with groups",
      actions(select({ option_groups: [{ label: plain("g"), options: [option("a")] }] })),
    ],
    ["users_select", actions({ type: "users_select", placeholder: plain("Who?") })],
    ["checkboxes", actions({ type: "checkboxes", options: [option("a")] })],
    ["radio_buttons", actions({ type: "radio_buttons", options: [option("a")] })],
    ["datepicker", actions({ type: "datepicker", initial_date: "2026-01-31" })],
    [
      "button with a link and confirm",
      actions(
        button({
          url: "https://example.com/#/@org/sname:prod?x=1",
          style: "danger",
          confirm: { text: plain("Sure?"), title: plain("Sure"), confirm: plain("Yes") },
        }),
      ),
    ],
    ["input", noteInput],
    [
      "300 characters that need two units each in a section",
      { ...section, text: plain("😀".repeat(300)) },
    ],
    ["a key without a value", { ...section, accessory: undefined }],
  ])("%s", (_name, block) => {
    expect(validatePayload("message", { text: "words", blocks: [block] })).toEqual([]);
  });
});

describe("what Slack refuses in a message", () => {
  test.each<[string, object, string]>([
    ["an unknown block", { type: "marquee" }, "/blocks/0/type"],
    ["a block of Object's own", { type: "constructor" }, "/blocks/0/type"],
    ["an unknown key", { ...section, colour: "red" }, "/blocks/0/colour"],
    ["a section without text", { type: "section" }, "/blocks/0"],
    ["an empty text", { ...section, text: plain("") }, "/blocks/0/text/text"],
    ["3001 characters", { ...section, text: plain("x".repeat(3_001)) }, "/blocks/0/text/text"],
    [
      "3000 units in 1501 code points",
      { ...section, text: plain("😀".repeat(1_501)) },
      "/blocks/0/text/text",
    ],
    ["half of a surrogate pair", { ...section, text: plain("a\ud83d") }, "/blocks/0/text/text"],
    ["eleven fields", { type: "section", fields: many(11, () => plain("x")) }, "/blocks/0/fields"],
    [
      "a field of 2001",
      { type: "section", fields: [plain("x".repeat(2_001))] },
      "/blocks/0/fields/0/text",
    ],
    [
      "mrkdwn in a header",
      { type: "header", text: { type: "mrkdwn", text: "x" } },
      "/blocks/0/text/type",
    ],
    ["a header of 151", { type: "header", text: plain("x".repeat(151)) }, "/blocks/0/text/text"],
    [
      "verbatim on plain text",
      { ...section, text: { ...plain("x"), verbatim: true } },
      "/blocks/0/text/verbatim",
    ],
    ["a button in context", { type: "context", elements: [button()] }, "/blocks/0/elements/0/type"],
    [
      "26 buttons",
      actions(...many(26, (index) => button({ action_id: `b${index}` }))),
      "/blocks/0/elements",
    ],
    [
      "an image without words",
      { type: "image", image_url: "https://example.com/a.png" },
      "/blocks/0/alt_text",
    ],
    ["an image of neither kind", { type: "image", alt_text: "a" }, "/blocks/0"],
    [
      "an image by file:",
      { type: "image", image_url: "file:///etc/passwd", alt_text: "a" },
      "/blocks/0/image_url",
    ],
    [
      "a button with a script",
      actions(button({ url: "javascript:alert(1)" })),
      "/blocks/0/elements/0/url",
    ],
    [
      "a button with spaces in its link",
      actions(button({ url: "https://a b" })),
      "/blocks/0/elements/0/url",
    ],
    [
      "a button of 76",
      actions(button({ text: plain("x".repeat(76)) })),
      "/blocks/0/elements/0/text/text",
    ],
    [
      "a value of 2001",
      actions(button({ value: "x".repeat(2_001) })),
      "/blocks/0/elements/0/value",
    ],
    ["an unknown style", actions(button({ style: "warning" })), "/blocks/0/elements/0/style"],
    [
      "a confirm of 31",
      actions(button({ confirm: { text: plain("x"), confirm: plain("x".repeat(31)) } })),
      "/blocks/0/elements/0/confirm/confirm/text",
    ],
    [
      "six overflow options",
      actions({ type: "overflow", options: many(6, (index) => option(`${index}`)) }),
      "/blocks/0/elements/0/options",
    ],
    ["a select without options", actions(select({})), "/blocks/0/elements/0"],
    [
      "101 options",
      actions(select({ options: many(101, (index) => option(`${index}`)) })),
      "/blocks/0/elements/0/options",
    ],
    [
      "a first choice that is not offered",
      actions(select({ options: [option("a")], initial_option: option("b") })),
      "/blocks/0/elements/0",
    ],
    [
      "an option's value of 76",
      actions(select({ options: [option("x".repeat(76))] })),
      "/blocks/0/elements/0/options/0/text/text",
    ],
    [
      "eleven checkboxes",
      actions({ type: "checkboxes", options: many(11, (i) => option(`${i}`)) }),
      "/blocks/0/elements/0/options",
    ],
    [
      "a wrong date",
      actions({ type: "datepicker", initial_date: "31.1.2026" }),
      "/blocks/0/elements/0/initial_date",
    ],
    [
      "a text input outside an input block",
      actions({ type: "plain_text_input" }),
      "/blocks/0/elements/0/type",
    ],
    ["a button in an input block", { ...noteInput, element: button() }, "/blocks/0/element/type"],
    ["two elements of one id", actions(button(), button()), "/blocks/0"],
    [
      "an unknown leaf",
      rich({ type: "rich_text_section", elements: [{ type: "blink" }] }),
      "/blocks/0/elements/0/elements/0/type",
    ],
    [
      "an emoji in preformatted",
      rich({ type: "rich_text_preformatted", elements: [{ type: "emoji", name: "x" }] }),
      "/blocks/0/elements/0/elements/0/type",
    ],
    [
      "too much rich text",
      rich({
        type: "rich_text_section",
        elements: many(3, () => ({ type: "text", text: "x".repeat(4_000) })),
      }),
      "/blocks/0",
    ],
    ["a table of 21 columns", table([many(21, () => rawText("x"))]), "/blocks/0/rows/0"],
    ["a table of 101 rows", table(many(101, () => [rawText("x")])), "/blocks/0/rows"],
    ["an empty cell", table([[rawText("")]]), "/blocks/0/rows/0/0/text"],
    [
      "a table of 10,001 characters",
      table([[rawText("x".repeat(5_001)), rawText("x".repeat(5_000))]]),
      "/blocks/0",
    ],
    ["a data table without caption", dataTable({ caption: undefined }), "/blocks/0/caption"],
    [
      "a data table of uneven rows",
      dataTable({ rows: [[rawText("a")], [rawText("a"), rawText("b")]] }),
      "/blocks/0",
    ],
    ["a data table with a header alone", dataTable({ rows: [[rawText("a")]] }), "/blocks/0/rows"],
    ["a row header that is no column", dataTable({ row_header_column_index: 1 }), "/blocks/0"],
    [
      "rich text in a table's header",
      dataTable({
        rows: [
          [rich({ type: "rich_text_section", elements: [{ type: "text", text: "a" }] })],
          [rawText("a")],
        ],
      }),
      "/blocks/0",
    ],
    ["a container in a container", container(container(section)), "/blocks/0/child_blocks/0/type"],
    ["a container without title", { ...container(section), title: undefined }, "/blocks/0"],
    [
      "eleven blocks in a container",
      container(...many(11, () => ({ type: "divider" }))),
      "/blocks/0/child_blocks",
    ],
    ["a modal's alert", { type: "alert", text: plain("x") }, "/blocks/0/type"],
  ])("%s", (_name, block, pointer) => {
    expect(inMessage(block)).toContain(pointer);
  });

  test("51 blocks", () => {
    expect(inMessage(...many(51, () => ({ type: "divider" })))).toEqual(["/blocks"]);
  });

  test("a block_id twice, also within a container", () => {
    const divider = { type: "divider", block_id: "same" };

    expect(inMessage(divider, container(divider))).toEqual(["/blocks/1/child_blocks/0/block_id"]);
  });

  test("a second table, also within a container", () => {
    const one = table([[rawText("x")]]);

    expect(inMessage(one, container(one))).toEqual(["/blocks/1/child_blocks/0"]);
  });

  test("13,001 characters of blocks", () => {
    const long = { ...section, text: plain("x".repeat(2_900)) };

    const problems = validatePayload("message", { text: "words", blocks: many(5, () => long) });

    expect(problems).toEqual([
      { pointer: "/blocks", message: expect.stringContaining("msg_blocks_too_long") },
    ]);
  });

  test("neither text nor blocks", () => {
    expect(validatePayload("message", {})).toEqual([
      { pointer: "/text", message: expect.stringContaining("no_text") },
    ]);
    expect(validatePayload("message", { text: "", blocks: [] })).toHaveLength(1);
  });

  test("half of a surrogate pair in the text", () => {
    expect(validatePayload("message", { text: "\udc00" })).toHaveLength(1);
  });
});

describe("a modal", () => {
  test("is good", () => {
    expect(validateView(modal)).toEqual([]);
    expect(inModal(section, { type: "alert", text: plain("x"), level: "warning" })).toEqual([]);
  });

  test.each(["table", "data_table", "container"])("takes no %s", (type) => {
    expect(inModal({ type })).toEqual(["/blocks/0/type"]);
  });

  test.each<[string, object, string]>([
    ["a title of 25", { title: plain("x".repeat(25)) }, "/title/text"],
    ["an input without submit", { submit: undefined }, ""],
    ["3001 of private_metadata", { private_metadata: "x".repeat(3_001) }, "/private_metadata"],
    ["101 blocks", { blocks: many(101, () => ({ type: "divider" })) }, "/blocks"],
    ["no blocks", { blocks: [] }, "/blocks"],
    ["a home tab", { type: "home" }, "/type"],
    ["an unknown key", { colour: "red" }, "/colour"],
    [
      "two elements with focus",
      {
        blocks: many(2, (index) => ({
          ...noteInput,
          block_id: `b${index}`,
          element: { type: "plain_text_input", focus_on_load: true },
        })),
      },
      "/blocks/1",
    ],
  ])("is refused for %s", (_name, change, pointer) => {
    expect(validateView({ ...modal, ...change }).map((problem) => problem.pointer)).toEqual([
      pointer,
    ]);
  });

  test("is refused where it is no object", () => {
    expect(validateView("modal")).toEqual([{ pointer: "", message: "must be an object" }]);
    expect(validateView(undefined)).toEqual([{ pointer: "", message: "must be an object" }]);
  });
});
