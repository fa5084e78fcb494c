import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  KnownBlock,
  RichTextBlock,
} from "@slack/types";
import { SLACK_LIMITS } from "../../limits.ts";
import type { Layout } from "../../message.ts";
import { cut, httpsUrl, manyLines, oneLine, plain, wellFormed } from "../../mrkdwn.ts";
import { type Prose, toMrkdwn, toRichText, toText } from "./prose.ts";
import { classicTable, richTable, tableText } from "./table.ts";

/** What a message or a modal is made of, before it is written as Slack's blocks. */
export type Part =
  | { readonly kind: "header"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly Prose[] }
  | { readonly kind: "steps"; readonly steps: readonly Prose[] }
  | { readonly kind: "quote"; readonly line: Prose }
  | { readonly kind: "preformatted"; readonly text: string }
  /** Second to the rest: small print. */
  | { readonly kind: "small"; readonly lines: readonly Prose[] }
  | { readonly kind: "row"; readonly lines: readonly Prose[]; readonly button: ButtonSpec }
  | { readonly kind: "buttons"; readonly blockId: string; readonly buttons: readonly ButtonSpec[] }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly Prose[][];
    };

export interface ButtonSpec {
  readonly actionId: string;
  readonly text: string;
  /** What a screen reader says instead of `text`: it must name the thing that the button acts on. */
  readonly spoken: string;
  readonly value?: string;
  readonly url?: string;
  readonly primary?: boolean;
  readonly confirm?: ConfirmSpec;
}

/** What a person is asked after pressing, before the press counts. */
export interface ConfirmSpec {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
}

const SECTION_LIMIT = SLACK_LIMITS.section.text;

export function toBlocks(parts: readonly Part[], layout: Layout): KnownBlock[] {
  return layout === "rich" ? joinRichText(parts.flatMap(richBlocks)) : parts.flatMap(classicBlocks);
}

function richBlocks(part: Part): KnownBlock[] {
  switch (part.kind) {
    case "lines": {
      const lines = part.lines.filter((line) => toText(line) !== "");
      if (lines.length === 0) return [];
      return [richText([{ type: "rich_text_section", elements: lineElements(lines) }])];
    }
    case "steps":
      return [richText([{ type: "rich_text_list", style: "ordered", elements: stepItems(part) }])];
    case "quote":
      return [richText([{ type: "rich_text_quote", elements: toRichText(part.line) }])];
    case "preformatted":
      return [richText([preformatted(part.text)])];
    case "table":
      return part.rows.length === 0 ? [] : [richTable(part)];
    case "header":
    case "small":
    case "row":
    case "buttons":
      return classicBlocks(part);
  }
}

function classicBlocks(part: Part): KnownBlock[] {
  switch (part.kind) {
    case "header":
      return [{ type: "header", text: plainText(part.text, SLACK_LIMITS.header.text) }];
    case "lines":
      return sections(part.lines.map(toMrkdwn));
    case "steps":
      return sections(part.steps.map((step, index) => `${index + 1}. ${toMrkdwn(step)}`));
    case "quote":
      return sections([`&gt; ${toMrkdwn(part.line)}`]);
    case "preformatted":
      return [{ type: "section", text: plainText(manyLines(part.text), SECTION_LIMIT) }];
    case "small":
      return sections(part.lines.map(toMrkdwn)).map((section) => ({
        type: "context",
        elements: section.text === undefined ? [] : [section.text],
      }));
    case "row":
      return sections(part.lines.map(toMrkdwn)).map((section, index) =>
        index === 0 ? { ...section, accessory: toButton(part.button) } : section,
      );
    case "buttons":
      return part.buttons.length === 0 ? [] : [toActions(part)];
    case "table":
      return sections(classicTable(part));
  }
}

/** Lines that fit into one section together, then the next. */
function sections(lines: readonly string[]): Extract<KnownBlock, { type: "section" }>[] {
  const texts: string[] = [];
  for (const line of lines.filter((text) => text !== "")) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_LIMIT) {
      texts[texts.length - 1] = `${last}\n${line}`;
    } else {
      texts.push(line);
    }
  }
  return texts.map((text) => ({
    type: "section",
    // Markup cannot be cut safely; a line that is too long loses it.
    text:
      text.length <= SECTION_LIMIT
        ? { type: "mrkdwn", text, verbatim: true }
        : plainText(text, SECTION_LIMIT),
  }));
}

function richText(elements: RichTextBlock["elements"]): RichTextBlock {
  return { type: "rich_text", elements };
}

/** Slack states no limit for one rich text; this stays under the cautious one. */
const RICH_TEXT_JSON_LIMIT = 8_000;

/** Neighbours become one block; Slack puts more room between blocks than within one. */
function joinRichText(blocks: readonly KnownBlock[]): KnownBlock[] {
  const joined: KnownBlock[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const both =
      block.type === "rich_text" && last?.type === "rich_text"
        ? richText(joinSections(last.elements, block.elements))
        : undefined;
    if (both !== undefined && JSON.stringify(both).length <= RICH_TEXT_JSON_LIMIT) {
      joined[joined.length - 1] = both;
    } else {
      joined.push(block);
    }
  }
  return joined;
}

/** Sections that meet become one, so that their lines stand one under the other in every client. */
function joinSections(
  before: RichTextBlock["elements"],
  after: RichTextBlock["elements"],
): RichTextBlock["elements"] {
  const last = before.at(-1);
  const [first, ...others] = after;
  if (last?.type !== "rich_text_section" || first?.type !== "rich_text_section") {
    return [...before, ...after];
  }
  const elements = [...last.elements, { type: "text" as const, text: "\n" }, ...first.elements];
  return [...before.slice(0, -1), { type: "rich_text_section", elements }, ...others];
}

function lineElements(lines: readonly Prose[]): ReturnType<typeof toRichText> {
  return lines.flatMap((line, index) =>
    index === 0 ? toRichText(line) : [{ type: "text", text: "\n" }, ...toRichText(line)],
  );
}

function stepItems({ steps }: Extract<Part, { kind: "steps" }>): {
  type: "rich_text_section";
  elements: ReturnType<typeof toRichText>;
}[] {
  return steps.map((step) => ({ type: "rich_text_section", elements: toRichText(step) }));
}

function preformatted(
  text: string,
): Extract<RichTextBlock["elements"][number], { type: "rich_text_preformatted" }> {
  const shown = manyLines(text);
  return {
    type: "rich_text_preformatted",
    elements: [{ type: "text", text: shown === "" ? "–" : shown }],
  };
}

export function plainText(
  text: string,
  max: number,
): { type: "plain_text"; text: string; emoji: false } {
  const shown = cut(text, max);
  return { type: "plain_text", text: shown === "" ? "–" : shown, emoji: false };
}

function toActions(part: Extract<Part, { kind: "buttons" }>): ActionsBlock {
  return { type: "actions", block_id: part.blockId, elements: part.buttons.map(toButton) };
}

function toButton(spec: ButtonSpec): Button {
  const url = spec.url === undefined ? undefined : httpsUrl(spec.url);
  return {
    type: "button",
    action_id: spec.actionId,
    text: plainText(spec.text, SLACK_LIMITS.button.text),
    accessibility_label: cut(oneLine(spec.spoken), SLACK_LIMITS.button.accessibilityLabel),
    ...(spec.value === undefined ? {} : { value: wellFormed(spec.value) }),
    ...(url === undefined ? {} : { url }),
    ...(spec.primary === true ? { style: "primary" } : {}),
    ...(spec.confirm === undefined ? {} : { confirm: toConfirm(spec.confirm) }),
  };
}

function toConfirm({ title, text, confirm, deny }: ConfirmSpec): ConfirmationDialog {
  const limits = SLACK_LIMITS.confirm;
  return {
    title: plainText(title, limits.title),
    text: plainText(text, limits.text),
    confirm: plainText(confirm, limits.confirm),
    deny: plainText(deny, limits.deny),
  };
}

/** What the parts say, line by line, for the message's `text`. Buttons are said by Slack. */
export function textLines(parts: readonly Part[]): string[] {
  return parts.flatMap((part): string[] => {
    switch (part.kind) {
      case "header":
        return [plain(part.text)];
      case "lines":
      case "small":
      case "row":
        return part.lines.map(toText);
      case "steps":
        return part.steps.map((step, index) => `${index + 1}. ${toText(step)}`);
      case "quote":
        return [`"${toText(part.line)}"`];
      case "preformatted":
        return [plain(part.text)];
      case "buttons":
        return [];
      case "table":
        return tableText(part);
    }
  });
}
