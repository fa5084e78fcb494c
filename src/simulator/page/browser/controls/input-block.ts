import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { el, freshId } from "../draw/element.ts";
import { drawTextAt } from "../draw/text-object.ts";
import { flagAt, objectAt, stringAt } from "../text/block-json.ts";
import { drawField, isField } from "./field.ts";
import { valueOf } from "./values.ts";

const GROUP = /^(checkboxes|radio_buttons)$/;

/** A labelled field of a modal, with its hint and a place for an error. */
export function drawInput(block: JsonObject, context: DrawContext): Node {
  const blockId = stringAt(block, "block_id");
  const element = objectAt(block, "element") ?? {};
  const id = freshId("field");
  const optional = flagAt(block, "optional");
  const hint = objectAt(block, "hint");
  const type = stringAt(element, "type");
  const dispatches = flagAt(block, "dispatch_action");
  return el(
    "div",
    { class: "block input-block", "data-input-block": blockId, "data-required": !optional },
    el(
      GROUP.test(type) ? "span" : "label",
      { class: "field-label", id: `${id}-label`, for: GROUP.test(type) ? undefined : id },
      drawTextAt(block, "label", context),
      optional ? el("span", { class: "muted" }, " (optional)") : undefined,
    ),
    isField(type)
      ? drawField(element, {
          blockId,
          context,
          id,
          describedBy: `${id}-error${hint === undefined ? "" : ` ${id}-hint`}`,
          ...(dispatches
            ? {
                onChange: (option: string) =>
                  context.press({ blockId, actionId: stringAt(element, "action_id"), option }),
              }
            : {}),
        })
      : el("span", { class: "unknown-inline" }, `[${type || "nothing"}]`),
    el("div", { class: "field-error", id: `${id}-error`, hidden: true }),
    hint === undefined
      ? undefined
      : el(
          "div",
          { class: "muted field-hint", id: `${id}-hint` },
          drawTextAt(block, "hint", context),
        ),
  );
}

/** Shows each message at its field and takes away the others; the first field at fault gets the focus. */
export function showFieldErrors(root: ParentNode, errors: Readonly<Record<string, string>>): void {
  let first: HTMLElement | undefined;
  for (const block of root.querySelectorAll<HTMLElement>("[data-input-block]")) {
    const message = errors[block.dataset["inputBlock"] ?? ""];
    const control = block.querySelector<HTMLElement>("[data-action-id]");
    const place = block.querySelector<HTMLElement>(".field-error");
    if (control === null || place === null) continue;
    place.hidden = message === undefined;
    place.textContent = message ?? "";
    if (message === undefined) control.removeAttribute("aria-invalid");
    else {
      control.setAttribute("aria-invalid", "true");
      first ??= control.querySelector("input") ?? control;
    }
  }
  first?.focus();
}

/** What Slack's client refuses before it asks the app. */
export function missingFields(root: ParentNode): Readonly<Record<string, string>> {
  const blocks = [...root.querySelectorAll<HTMLElement>("[data-input-block][data-required]")];
  return Object.fromEntries(
    blocks.flatMap((block) => {
      const control = block.querySelector("[data-action-id]");
      return control !== null && valueOf(control).trim() === ""
        ? [[block.dataset["inputBlock"] ?? "", "Please complete this required field."]]
        : [];
    }),
  );
}
