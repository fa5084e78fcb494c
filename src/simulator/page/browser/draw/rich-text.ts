import type { JsonObject } from "../../contract.ts";
import { numberAt, objectsAt, stringAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawLeaf } from "./rich-text-leaf.ts";
import { foldLong } from "./text-object.ts";

export function drawRichText(block: JsonObject, context: DrawContext): Node {
  const content = el("div", { class: "block rich-text" });
  for (const part of objectsAt(block, "elements")) content.append(drawPart(part, context));
  const part = stringAt(block, "block_id") || "rich_text";
  return foldLong(content, { text: content.textContent, part, context });
}

/** Within a cell of a table, without the margins of a block. */
export function drawRichTextInline(block: JsonObject, context: DrawContext): Node {
  const fragment = document.createDocumentFragment();
  for (const part of objectsAt(block, "elements")) fragment.append(drawPart(part, context));
  return fragment;
}

function leaves(part: JsonObject, context: DrawContext): readonly Node[] {
  return objectsAt(part, "elements").map((leaf) => drawLeaf(leaf, context));
}

function drawPart(part: JsonObject, context: DrawContext): Node {
  const border = numberAt(part, "border") === 1 ? " bordered" : "";
  switch (stringAt(part, "type")) {
    case "rich_text_section":
      return el("div", { class: "rich-section" }, ...leaves(part, context));
    case "rich_text_quote":
      return el("blockquote", { class: `rich-section${border}` }, ...leaves(part, context));
    case "rich_text_preformatted":
      return el("pre", { class: border.trim() }, ...leaves(part, context));
    case "rich_text_list":
      return drawList(part, context);
    default:
      return el("div", { class: "unknown-inline" }, `[${stringAt(part, "type")}]`);
  }
}

/** Slack sends a nested list as a list of its own with a greater indent. */
function drawList(list: JsonObject, context: DrawContext): Node {
  const ordered = stringAt(list, "style") === "ordered";
  const indent = Math.min(numberAt(list, "indent") ?? 0, 8);
  const border = numberAt(list, "border") === 1 ? " bordered" : "";
  const offset = numberAt(list, "offset") ?? 0;
  return el(
    ordered ? "ol" : "ul",
    {
      class: `rich-list indent-${indent} marker-${indent % 3}${border}`,
      start: ordered && offset > 0 ? offset + 1 : undefined,
    },
    ...objectsAt(list, "elements").map((item) => el("li", {}, ...leaves(item, context))),
  );
}
