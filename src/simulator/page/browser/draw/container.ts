import type { JsonObject } from "../../contract.ts";
import { flagAt, objectAt, objectsAt, stringAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawRichTextInline } from "./rich-text.ts";
import { drawImageElement } from "./simple-blocks.ts";
import { drawTextAt } from "./text-object.ts";

export function drawContainer(block: JsonObject, context: DrawContext): Node {
  const width = /^(narrow|wide|full)$/.exec(stringAt(block, "width"))?.[0] ?? "standard";
  const className = `block container width-${width}`;
  const body = el(
    "div",
    { class: "container-body" },
    ...objectsAt(block, "child_blocks").map((child) => context.drawBlock(child, context)),
  );
  if (!flagAt(block, "is_collapsible")) {
    const line = flagAt(block, "has_header_divider") ? " with-line" : "";
    return el(
      "section",
      { class: className },
      el("div", { class: `container-head${line}` }, ...heading(block, context)),
      body,
    );
  }
  const key = `${context.key}/${stringAt(block, "block_id") || "container"}`;
  const collapsed = context.reading.collapsed.get(key) ?? flagAt(block, "default_collapsed");
  const details = el(
    "details",
    { class: className, open: !collapsed },
    el("summary", { class: "container-head", "data-focus": key }, ...heading(block, context)),
    body,
  );
  details.addEventListener("toggle", () => {
    context.reading.collapsed.set(key, !details.open);
  });
  return details;
}

function heading(block: JsonObject, context: DrawContext): readonly (Node | undefined)[] {
  const rich = objectAt(block, "rich_text_title");
  const picture = objectAt(block, "icon");
  return [
    picture === undefined ? undefined : drawImageElement(picture, "context-image"),
    el(
      "div",
      { class: "container-title" },
      el(
        "strong",
        {},
        rich === undefined
          ? drawTextAt(block, "title", context)
          : drawRichTextInline(rich, context),
      ),
      objectAt(block, "subtitle") === undefined
        ? undefined
        : el("span", { class: "muted" }, drawTextAt(block, "subtitle", context)),
    ),
  ];
}
