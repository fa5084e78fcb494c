import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Json, JsonObject } from "../../page/contract.ts";
import { isObject, toList, toObjects } from "../json.ts";
import { all, type Check, flag, integer, list, oneOf, rule, shape, typed } from "./check.ts";
import {
  actionId,
  confirmDialog,
  optionGroup,
  overflowOption,
  plainOption,
  richOption,
} from "./composition.ts";
import { link, plainText, text, webUrl } from "./text.ts";

const LIMITS = SLACK_LIMITS;
const actionable = { action_id: actionId, confirm: confirmDialog };
const choosable = {
  ...actionable,
  focus_on_load: flag,
  placeholder: plainText(LIMITS.select.placeholder),
};

const sameOption = (left: Json, right: Json): boolean =>
  isObject(left) && isObject(right) && left["value"] === right["value"];

/** What is chosen at first must be one of the options. */
function initialIsOffered(value: JsonObject): string | undefined {
  const offered = [
    ...toList(value["options"]),
    ...toObjects(value["option_groups"]).flatMap((group) => toList(group["options"])),
  ];
  const single = value["initial_option"];
  const chosen = [...(single === undefined ? [] : [single]), ...toList(value["initial_options"])];
  return chosen.every((option) => offered.some((other) => sameOption(option, other)))
    ? undefined
    : "what is chosen at first must be one of the options";
}

const button = typed(
  "button",
  { text: plainText(LIMITS.button.text) },
  {
    ...actionable,
    value: text(LIMITS.button.value),
    url: link(LIMITS.button.url),
    style: oneOf("primary", "danger"),
    accessibility_label: text(LIMITS.button.accessibilityLabel),
  },
);

const overflow = typed(
  "overflow",
  {
    options: list(overflowOption, {
      min: LIMITS.overflow.minOptions,
      max: LIMITS.overflow.maxOptions,
    }),
  },
  actionable,
);

const staticSelect = all(
  typed(
    "static_select",
    {},
    {
      ...choosable,
      options: list(plainOption, { max: LIMITS.select.options }),
      option_groups: list(optionGroup, { max: LIMITS.select.optionGroups }),
      initial_option: plainOption,
    },
  ),
  rule((value) =>
    (value["options"] === undefined) === (value["option_groups"] === undefined)
      ? "must have options or option_groups, and not both"
      : undefined,
  ),
  rule(initialIsOffered),
);

const usersSelect = typed("users_select", {}, { ...choosable, initial_user: text(64) });

const checkboxes = all(
  typed(
    "checkboxes",
    { options: list(richOption, { max: LIMITS.checkboxes.options }) },
    {
      ...actionable,
      focus_on_load: flag,
      initial_options: list(richOption, { max: LIMITS.checkboxes.options }),
    },
  ),
  rule(initialIsOffered),
);

const radioButtons = all(
  typed(
    "radio_buttons",
    { options: list(richOption, { max: LIMITS.radioButtons.options }) },
    { ...actionable, focus_on_load: flag, initial_option: richOption },
  ),
  rule(initialIsOffered),
);

const date: Check = (value, pointer) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? []
    : [{ pointer, message: "must be a date as YYYY-MM-DD" }];

const datepicker = typed("datepicker", {}, { ...choosable, initial_date: date });

const plainTextInput = typed(
  "plain_text_input",
  {},
  {
    action_id: actionId,
    initial_value: text(LIMITS.plainTextInput.maxLength, 0),
    multiline: flag,
    min_length: integer(0, LIMITS.plainTextInput.maxLength),
    max_length: integer(1, LIMITS.plainTextInput.maxLength),
    placeholder: plainText(LIMITS.plainTextInput.placeholder),
    focus_on_load: flag,
    dispatch_action_config: shape(
      {},
      {
        trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), { max: 2 }),
      },
    ),
  },
);

const slackFile = all(
  shape({}, { id: text(64), url: webUrl(LIMITS.image.url) }),
  rule((value) =>
    (value["id"] === undefined) === (value["url"] === undefined)
      ? "must have id or url"
      : undefined,
  ),
);

/** Shared by the image block and the image element. */
export const imageSource = {
  image_url: webUrl(LIMITS.image.url),
  slack_file: slackFile,
};

export const oneImageSource = rule((value) =>
  (value["image_url"] === undefined) === (value["slack_file"] === undefined)
    ? "must have image_url or slack_file, and not both"
    : undefined,
);

export const image = all(
  typed("image", { alt_text: text(LIMITS.image.altText) }, imageSource),
  oneImageSource,
);

const chosen = {
  static_select: staticSelect,
  users_select: usersSelect,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker,
};

export const ACTION_ELEMENTS = { button, overflow, ...chosen };
export const ACCESSORIES = { ...ACTION_ELEMENTS, image };
export const INPUT_ELEMENTS = { ...chosen, plain_text_input: plainTextInput };
