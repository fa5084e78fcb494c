import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { el, hidden } from "../draw/element.ts";
import { drawTextAt } from "../draw/text-object.ts";
import { objectAt, stringAt } from "../text/block-json.ts";

/** A button with an address opens it, and the app hears of the press as well: so does Slack's. */
export function drawButton(element: JsonObject, blockId: string, context: DrawContext): Node {
  const actionId = stringAt(element, "action_id");
  const node = bareButton(element, context);
  node.dataset["focus"] = `${context.key}/${blockId}/${actionId}`;
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-busy") === "true") return;
    void run();
  });
  const run = async (): Promise<void> => {
    const question = objectAt(element, "confirm");
    if (question !== undefined && !(await context.confirm(question))) return;
    node.setAttribute("aria-busy", "true");
    await context.press({ blockId, actionId });
    node.removeAttribute("aria-busy");
  };
  return node;
}

function bareButton(element: JsonObject, context: DrawContext): HTMLElement {
  const style = /^(primary|danger)$/.exec(stringAt(element, "style"))?.[0] ?? "plain";
  const shared = {
    class: `button ${style}`,
    "aria-label": stringAt(element, "accessibility_label") || undefined,
  };
  const text = drawTextAt(element, "text", context);
  const url = URL.parse(stringAt(element, "url"));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return el("button", { ...shared, type: "button" }, text);
  }
  return el(
    "a",
    { ...shared, href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" },
    text,
    hidden(" (opens in a new tab)"),
  );
}
