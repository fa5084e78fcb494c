import type { JsonObject } from "../../contract.ts";
import { flagAt, objectAt, stringAt } from "../text/block-json.ts";
import { isLong } from "../text/message-words.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawMrkdwn, drawPlain } from "./inline.ts";

/** A `plain_text` or `mrkdwn` object. */
export function drawTextObject(text: JsonObject, context: DrawContext): Node {
  const content = stringAt(text, "text");
  return stringAt(text, "type") === "mrkdwn"
    ? drawMrkdwn(content, !flagAt(text, "verbatim"), context)
    : drawPlain(content, text["emoji"] !== false);
}

export function drawTextAt(object: JsonObject, key: string, context: DrawContext): Node {
  const text = objectAt(object, key);
  return text === undefined ? document.createDocumentFragment() : drawTextObject(text, context);
}

interface Fold {
  readonly text: string;
  /** Names this text within the message. */
  readonly part: string;
  readonly context: DrawContext;
}

/** A long text shows its beginning and "See more". */
export function foldLong(content: HTMLElement, { text, part, context }: Fold): HTMLElement {
  if (!context.folds || !isLong(text)) return content;
  const key = `${context.key}/${part}`;
  const button = el("button", { type: "button", class: "see-more", "data-focus": `${key}/fold` });
  const show = (): void => {
    const open = context.reading.unfolded.has(key);
    content.classList.toggle("folded", !open);
    button.textContent = open ? "See less" : "See more";
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => {
    if (!context.reading.unfolded.delete(key)) context.reading.unfolded.add(key);
    show();
  });
  show();
  return el("div", { class: "foldable" }, content, button);
}
