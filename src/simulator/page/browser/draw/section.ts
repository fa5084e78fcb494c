import type { JsonObject } from "../../contract.ts";
import { drawControl } from "../controls/control.ts";
import { flagAt, objectAt, objectsAt, stringAt, textAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawImageElement } from "./simple-blocks.ts";
import { drawTextObject, foldLong } from "./text-object.ts";

export function drawSection(block: JsonObject, context: DrawContext): Node {
  const blockId = stringAt(block, "block_id");
  const text = objectAt(block, "text");
  const fields = objectsAt(block, "fields");
  const accessory = objectAt(block, "accessory");
  const main = el(
    "div",
    { class: "section-main" },
    text === undefined ? undefined : drawSectionText(block, text, context),
    fields.length === 0
      ? undefined
      : el(
          "div",
          { class: "fields" },
          ...fields.map((field) => el("div", { class: "field" }, drawTextObject(field, context))),
        ),
  );
  return el(
    "div",
    { class: "block section" },
    main,
    accessory === undefined
      ? undefined
      : el("div", { class: "accessory" }, drawAccessory(accessory, blockId, context)),
  );
}

function drawSectionText(block: JsonObject, text: JsonObject, context: DrawContext): HTMLElement {
  const content = el("div", { class: "text" }, drawTextObject(text, context));
  if (flagAt(block, "expand")) return content;
  const part = stringAt(block, "block_id") || "section";
  return foldLong(content, { text: textAt(block, "text"), part, context });
}

function drawAccessory(accessory: JsonObject, blockId: string, context: DrawContext): Node {
  return stringAt(accessory, "type") === "image"
    ? drawImageElement(accessory, "thumbnail")
    : drawControl(accessory, blockId, context);
}
