import type { RichTextBlock, TableBlock } from "@slack/types";
import { oneLine } from "../../mrkdwn.ts";
import { type Prose, toMrkdwn, toRichText, toText } from "./prose.ts";

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Prose[][];
}

/** Slack takes the first row for the headings. */
export function richTable({ columns, rows }: Table): TableBlock {
  return {
    type: "table",
    rows: [
      columns.map((column) => ({ type: "raw_text" as const, text: column })),
      ...rows.map((row) => row.map(cell)),
    ],
    column_settings: columns.map((_column, index) => ({ is_wrapped: index > 0 })),
  };
}

/** A cell of one plain word needs no rich text. Slack refuses an empty one. */
function cell(prose: Prose): RichTextBlock | { type: "raw_text"; text: string } {
  const [only, ...more] = prose;
  if (only === undefined) return { type: "raw_text", text: "–" };
  if (typeof only === "string" && more.length === 0) {
    const text = oneLine(only);
    return { type: "raw_text", text: text === "" ? "–" : text };
  }
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: toRichText(prose) }],
  };
}

/** One line for each row: headings would not stand above their column. */
export function classicTable({ rows }: Table): string[] {
  return rows.map((row) => row.map(toMrkdwn).filter(isSaid).join(" · "));
}

/** For the fallback text: every figure with its heading. */
export function tableText({ columns, rows }: Table): string[] {
  return rows.map((row) =>
    row
      .map((prose, index) => ({ heading: columns[index] ?? "", text: toText(prose) }))
      .filter(({ text }) => isSaid(text))
      .map(({ heading, text }) => `${heading} ${text}`)
      .join(", "),
  );
}

function isSaid(text: string): boolean {
  return text !== "" && text !== "–";
}
