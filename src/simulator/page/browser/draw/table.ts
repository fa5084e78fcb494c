import type { JsonObject } from "../../contract.ts";
import { flagAt, numberAt, objectsAt, rowsAt, stringAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawRichTextInline } from "./rich-text.ts";

export function drawCell(cell: JsonObject, context: DrawContext): Node {
  return el("div", { class: "cell" }, cellContent(cell, context));
}

function cellContent(cell: JsonObject, context: DrawContext): Node {
  switch (stringAt(cell, "type")) {
    case "rich_text":
      return drawRichTextInline(cell, context);
    case "raw_number":
      return document.createTextNode(
        stringAt(cell, "text") || String(numberAt(cell, "value") ?? ""),
      );
    case "raw_text":
      return document.createTextNode(stringAt(cell, "text"));
    default:
      return el("span", { class: "unknown-inline" }, `[${stringAt(cell, "type")}]`);
  }
}

/** Wide tables scroll in their own box, which the keyboard must be able to reach. */
export function tableBox(label: string, table: HTMLElement): HTMLElement {
  return el("div", { class: "table-box", role: "group", "aria-label": label, tabindex: 0 }, table);
}

export function drawTable(block: JsonObject, context: DrawContext): Node {
  const settings = objectsAt(block, "column_settings");
  const [head = [], ...rows] = rowsAt(block, "rows");
  const cellClass = (column: number): string => {
    const align = /^(center|right)$/.exec(stringAt(settings[column], "align"))?.[0] ?? "left";
    return `align-${align}${flagAt(settings[column], "is_wrapped") ? " wrapped" : ""}`;
  };
  const table = el(
    "table",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ...head.map((cell, column) =>
          el("th", { scope: "col", class: cellClass(column) }, drawCell(cell, context)),
        ),
      ),
    ),
    el(
      "tbody",
      {},
      ...rows.map((row) =>
        el(
          "tr",
          {},
          ...row.map((cell, column) =>
            el("td", { class: cellClass(column) }, drawCell(cell, context)),
          ),
        ),
      ),
    ),
  );
  return el("div", { class: "block" }, tableBox("Table", table));
}
