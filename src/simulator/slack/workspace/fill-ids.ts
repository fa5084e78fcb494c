import { randomBytes } from "node:crypto";
import type { JsonObject } from "../../page/contract.ts";
import { isObject, toObjects } from "../json.ts";

const shortId = (): string => randomBytes(4).toString("base64url").slice(0, 5);

/** Every element that can be pressed or filled in; images and texts have no id. */
const ACTIONABLE = new Set([
  "button",
  "overflow",
  "static_select",
  "users_select",
  "checkboxes",
  "radio_buttons",
  "datepicker",
  "plain_text_input",
]);

const withActionId = (element: JsonObject): JsonObject =>
  typeof element["type"] === "string" && ACTIONABLE.has(element["type"])
    ? { action_id: shortId(), ...element }
    : element;

/** Slack gives an id to every block and element that the app left without one. */
export function fillIds(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block) => ({
    block_id: shortId(),
    ...block,
    ...(isObject(block["accessory"]) ? { accessory: withActionId(block["accessory"]) } : {}),
    ...(isObject(block["element"]) ? { element: withActionId(block["element"]) } : {}),
    ...(block["type"] === "actions"
      ? { elements: toObjects(block["elements"]).map(withActionId) }
      : {}),
    ...(block["child_blocks"] === undefined
      ? {}
      : { child_blocks: fillIds(toObjects(block["child_blocks"])) }),
  }));
}
