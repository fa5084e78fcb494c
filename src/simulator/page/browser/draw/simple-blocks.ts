import type { JsonObject } from "../../contract.ts";
import { numberAt, objectAt, objectsAt, stringAt, textAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawTextAt, drawTextObject } from "./text-object.ts";

/** A header of a message stands under the page's h1 and the sender's name. */
export function drawHeader(block: JsonObject, context: DrawContext): Node {
  const level = Math.min(Math.max(numberAt(block, "level") ?? 1, 1), 4);
  const tag = ({ 1: "h3", 2: "h4", 3: "h5", 4: "h6" } as const)[level] ?? "h3";
  return el(tag, { class: "block header-block" }, drawTextAt(block, "text", context));
}

export function drawDivider(): Node {
  return el("hr", { class: "block" });
}

export function drawContext(block: JsonObject, context: DrawContext): Node {
  return el(
    "div",
    { class: "block context" },
    ...objectsAt(block, "elements").map((element) =>
      stringAt(element, "type") === "image"
        ? drawImageElement(element, "context-image")
        : el("span", { class: "context-text" }, drawTextObject(element, context)),
    ),
  );
}

export function drawImage(block: JsonObject): Node {
  const title = textAt(block, "title");
  return el(
    "figure",
    { class: "block image-block" },
    title === "" ? undefined : el("figcaption", {}, title),
    drawImageElement(block, "image"),
  );
}

/** The page fetches nothing from elsewhere, so an image of another host shows as its description. */
export function drawImageElement(element: JsonObject, className: string): Node {
  const alt = stringAt(element, "alt_text");
  const url = URL.parse(stringAt(element, "image_url"), location.href);
  const instead = el("span", { class: `image-instead ${className}`, role: "img" }, alt || "image");
  const own = url !== null && (url.protocol === "data:" || url.origin === location.origin);
  if (!own) return instead;
  const image = el("img", { class: className, src: url.href, alt });
  image.addEventListener("error", () => {
    image.replaceWith(instead);
  });
  return image;
}

/** What the page cannot draw is shown as such: a block that vanished would hide a fault of the app. */
export function drawUnknown(block: JsonObject): Node {
  const type = stringAt(block, "type") || "without a type";
  return el(
    "details",
    { class: "block unknown-block" },
    el("summary", {}, "This page cannot draw the block ", el("code", {}, type)),
    el("pre", {}, JSON.stringify(block, undefined, 2)),
  );
}

/** The `alert` block: only in modals. */
export function drawAlertBlock(block: JsonObject, context: DrawContext): Node {
  const level = /^(info|warning|error|success)$/.exec(stringAt(block, "level"))?.[0] ?? "default";
  const text = objectAt(block, "text");
  return el(
    "div",
    { class: `block alert-block alert-${level}`, role: "note" },
    el("strong", {}, level === "default" ? "Note: " : `${level}: `),
    text === undefined ? stringAt(block, "text") : drawTextObject(text, context),
  );
}
