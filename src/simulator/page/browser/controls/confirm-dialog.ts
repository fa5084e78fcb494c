import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { el, freshId } from "../draw/element.ts";
import { drawTextAt } from "../draw/text-object.ts";
import { stringAt, textAt } from "../text/block-json.ts";

/** Resolves to whether the person said yes. Escape says no. */
export function askConfirm(dialog: JsonObject, context: DrawContext): Promise<boolean> {
  const title = freshId("confirm");
  const danger = stringAt(dialog, "style") === "danger";
  const yes = el(
    "button",
    { type: "submit", value: "yes", class: `button ${danger ? "danger" : "primary"}` },
    textAt(dialog, "confirm") || "Yes",
  );
  const no = el(
    "button",
    { type: "submit", value: "no", class: "button plain" },
    textAt(dialog, "deny") || "No",
  );
  const node = el(
    "dialog",
    { class: "dialog confirm", "aria-labelledby": title },
    el(
      "form",
      { method: "dialog", class: "dialog-form" },
      el("h2", { class: "dialog-title", id: title }, textAt(dialog, "title") || "Are you sure?"),
      el("div", { class: "dialog-body" }, drawTextAt(dialog, "text", context)),
      el("div", { class: "dialog-foot" }, no, yes),
    ),
  );
  document.body.append(node);
  return new Promise((resolve) => {
    node.addEventListener("close", () => {
      node.remove();
      resolve(node.returnValue === "yes");
    });
    node.showModal();
    no.focus();
  });
}
