import { SLACK_LIMITS } from "../../../slack/limits.ts";
import { type Check, list, oneOf, shape } from "./check.ts";
import { link, plainText, text, textObject } from "./text.ts";

const { confirm, option, select } = SLACK_LIMITS;

export const actionId = text(SLACK_LIMITS.ids.actionId);
export const blockId = text(SLACK_LIMITS.ids.blockId);

export const confirmDialog: Check = shape(
  { text: textObject(confirm.text) },
  {
    title: plainText(confirm.title),
    confirm: plainText(confirm.confirm),
    deny: plainText(confirm.deny),
    style: oneOf("primary", "danger"),
  },
);

/** Of a select or an overflow menu. */
export const plainOption: Check = shape(
  { text: plainText(option.text), value: text(option.value) },
  { description: plainText(option.description) },
);

/** Only an overflow menu's option may have a link. */
export const overflowOption: Check = shape(
  { text: plainText(option.text), value: text(option.value) },
  { description: plainText(option.description), url: link(option.url) },
);

/** Of checkboxes and radio buttons, which draw mrkdwn too. */
export const richOption: Check = shape(
  { text: textObject(option.text), value: text(option.value) },
  { description: textObject(option.description) },
);

export const optionGroup: Check = shape({
  label: plainText(select.groupLabel),
  options: list(plainOption, { max: select.options }),
});
