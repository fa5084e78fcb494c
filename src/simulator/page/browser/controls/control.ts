import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { el } from "../draw/element.ts";
import { objectAt, stringAt, textAt } from "../text/block-json.ts";
import { drawButton } from "./button.ts";
import { drawField, isField } from "./field.ts";
import { drawOverflow } from "./overflow.ts";

/** An interactive element of an `actions` or `section` block: using it is told to the app at once. */
export function drawControl(element: JsonObject, blockId: string, context: DrawContext): Node {
  const type = stringAt(element, "type");
  if (type === "button" || type === "workflow_button") return drawButton(element, blockId, context);
  if (type === "overflow") return drawOverflow(element, blockId, context);
  if (!isField(type)) {
    return el("span", { class: "unknown-inline" }, `[${type || "nothing"}]`);
  }
  return drawField(element, {
    blockId,
    context,
    label: textAt(element, "placeholder") || stringAt(element, "action_id"),
    onChange: async (option) => {
      const question = objectAt(element, "confirm");
      if (question !== undefined && !(await context.confirm(question))) return;
      await context.press({ blockId, actionId: stringAt(element, "action_id"), option });
    },
  });
}
