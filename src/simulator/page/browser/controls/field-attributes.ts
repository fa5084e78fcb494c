import type { JsonObject } from "../../contract.ts";
import type { DrawContext } from "../draw/draw-context.ts";
import { stringAt } from "../text/block-json.ts";

export interface Field {
  readonly blockId: string;
  readonly context: DrawContext;
  /** The accessible name, where no `<label>` gives one. */
  readonly label?: string;
  /** Of the control, for `<label for>`. */
  readonly id?: string;
  readonly describedBy?: string;
  /** Where using the element is an action of its own. */
  readonly onChange?: (value: string) => Promise<void>;
}

/** What every control says of itself: where its value belongs, and which one it is after a redraw. */
export function fieldAttributes(
  element: JsonObject,
  { blockId, context, id, label, describedBy }: Field,
): Readonly<Record<string, string | undefined>> {
  const actionId = stringAt(element, "action_id");
  return {
    id,
    "data-block-id": blockId,
    "data-action-id": actionId,
    "data-focus": `${context.key}/${blockId}/${actionId}`,
    "aria-label": id === undefined ? label : undefined,
    "aria-describedby": describedBy,
  };
}
