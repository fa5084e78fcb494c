import type { Json, JsonObject } from "../../page/contract.ts";
import { textOf, toObjects, toText } from "../json.ts";
import { listElements } from "./find-element.ts";

/** What was typed or chosen: block_id → action_id → text, an option's value, or several values with commas. */
export type Typed = Readonly<Record<string, Readonly<Record<string, string>>>>;

function findOption(element: JsonObject, wanted: string): JsonObject | undefined {
  const options = [
    ...toObjects(element["options"]),
    ...toObjects(element["option_groups"]).flatMap((group) => toObjects(group["options"])),
  ];
  return (
    options.find((option) => option["value"] === wanted) ??
    options.find((option) => textOf(option["text"]) === wanted)
  );
}

export function getOption(element: JsonObject, wanted: string): JsonObject {
  const option = findOption(element, wanted);
  if (option === undefined) {
    throw new Error(`${toText(element["action_id"])} has no option "${wanted}"`);
  }
  return option;
}

const orNull = (value: Json | undefined): Json => value ?? null;

type State = (element: JsonObject, typed: string | undefined) => JsonObject;

const selectedOption: State = (element, typed) => ({
  selected_option: typed ? getOption(element, typed) : orNull(element["initial_option"]),
});

const selectedOptions: State = (element, typed) => ({
  selected_options:
    typed === undefined
      ? toObjects(element["initial_options"])
      : typed
          .split(",")
          .filter((value) => value !== "")
          .map((value) => getOption(element, value)),
});

const STATES: ReadonlyMap<string, State> = new Map([
  ["static_select", selectedOption],
  ["radio_buttons", selectedOption],
  ["checkboxes", selectedOptions],
  ["plain_text_input", given("value", "initial_value")],
  ["users_select", given("selected_user", "initial_user")],
  ["datepicker", given("selected_date", "initial_date")],
]);

/** Nothing typed is null. */
function given(key: string, initialKey: string): State {
  return (element, typed) => ({ [key]: (typed ?? toText(element[initialKey])) || null });
}

/** The element's state as Slack writes it, or `undefined` for one that keeps none, as a button. */
export function stateOf(element: JsonObject, typed?: string): JsonObject | undefined {
  const type = toText(element["type"]);
  const state = STATES.get(type);
  return state === undefined ? undefined : { type, ...state(element, typed) };
}

/** `state.values` of a message or view. */
export function statesOf(blocks: readonly JsonObject[], typed: Typed = {}): JsonObject {
  const values: Record<string, Record<string, Json>> = {};
  for (const { blockId, element } of listElements(blocks)) {
    const actionId = toText(element["action_id"]);
    const state = stateOf(element, typed[blockId]?.[actionId]);
    if (state !== undefined) values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}
