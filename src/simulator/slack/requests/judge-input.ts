import type { JsonObject } from "../../page/contract.ts";
import { isObject, toObjects, toText } from "../json.ts";
import type { StoredView } from "../workspace/stored.ts";
import { stateOf, type Typed } from "./element-state.ts";

/** What Slack's own client refuses before it sends a view: block_id → message. */
export function judgeInput(view: StoredView, typed: Typed): Readonly<Record<string, string>> {
  const inputs = view.blocks.filter((block) => block["type"] === "input");
  const errors = inputs.flatMap((block) => {
    const blockId = toText(block["block_id"]);
    const message = judge(block, typed[blockId]);
    return message === undefined ? [] : [[blockId, message] as const];
  });
  return Object.fromEntries(errors);
}

function judge(block: JsonObject, typed: Typed[string] = {}): string | undefined {
  const element = isObject(block["element"]) ? block["element"] : {};
  const { type: _type, ...state } =
    stateOf(element, typed[toText(element["action_id"])]) ?? ({} satisfies JsonObject);
  const value = Object.values(state)[0] ?? null;
  const isEmpty = value === null || (Array.isArray(value) && toObjects(value).length === 0);
  if (isEmpty) {
    return block["optional"] === true ? undefined : "Please complete this required field.";
  }
  return typeof value === "string" ? judgeLength(element, value) : undefined;
}

function judgeLength(element: JsonObject, value: string): string | undefined {
  const { min_length: min, max_length: max } = element;
  if (typeof min === "number" && value.length < min) return `Enter at least ${min} characters.`;
  if (typeof max === "number" && value.length > max) return `Enter at most ${max} characters.`;
  return undefined;
}
