import { SLACK_LIMITS } from "../../../slack/limits.ts";
import { all, byType, type Check, flag, integer, list, oneOf, rule, typed } from "./check.ts";
import { blockId } from "./composition.ts";
import {
  ACCESSORIES,
  ACTION_ELEMENTS,
  INPUT_ELEMENTS,
  image,
  imageSource,
  oneImageSource,
} from "./elements.ts";
import { richText } from "./rich-text.ts";
import { dataTable, table } from "./tables.ts";
import { mrkdwn, plainText, text, textObject } from "./text.ts";

export type Surface = "message" | "modal";

const LIMITS = SLACK_LIMITS;
const identified = { block_id: blockId };

const section = all(
  typed(
    "section",
    {},
    {
      ...identified,
      text: textObject(LIMITS.section.text),
      fields: list(textObject(LIMITS.section.field), { max: LIMITS.section.fields }),
      accessory: byType("an accessory", ACCESSORIES),
      expand: flag,
    },
  ),
  rule((value) =>
    value["text"] === undefined && value["fields"] === undefined
      ? "must have text or fields"
      : undefined,
  ),
);

const header = typed(
  "header",
  { text: plainText(LIMITS.header.text) },
  { ...identified, level: integer(1, LIMITS.header.maxLevel) },
);

const context = typed(
  "context",
  {
    elements: list(
      byType("a context element", {
        image,
        mrkdwn: mrkdwn(LIMITS.context.text),
        plain_text: plainText(LIMITS.context.text),
      }),
      { max: LIMITS.context.elements },
    ),
  },
  identified,
);

const actions = typed(
  "actions",
  {
    elements: list(byType("an action element", ACTION_ELEMENTS), { max: LIMITS.actions.elements }),
  },
  identified,
);

const imageBlock = all(
  typed(
    "image",
    { alt_text: text(LIMITS.image.altText) },
    { ...identified, ...imageSource, title: plainText(LIMITS.image.title) },
  ),
  oneImageSource,
);

const input = typed(
  "input",
  { label: plainText(LIMITS.input.label), element: byType("an input element", INPUT_ELEMENTS) },
  { ...identified, hint: plainText(LIMITS.input.hint), optional: flag, dispatch_action: flag },
);

/** Slack's own page: only in modals. */
const alert = typed(
  "alert",
  { text: textObject(LIMITS.alert.text) },
  { ...identified, level: oneOf("default", "info", "warning", "error", "success") },
);

const everywhere = {
  section,
  header,
  context,
  actions,
  divider: typed("divider", {}, identified),
  image: imageBlock,
  rich_text: richText,
  input,
};

const container = all(
  typed(
    "container",
    {
      child_blocks: list(byType("a block in a container", { ...everywhere, table }), {
        max: LIMITS.container.childBlocks,
      }),
    },
    {
      ...identified,
      title: plainText(LIMITS.container.title),
      rich_text_title: richText,
      subtitle: textObject(LIMITS.container.subtitle),
      width: oneOf("narrow", "standard", "wide", "full"),
      icon: image,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  ),
  rule((value) =>
    value["title"] === undefined && value["rich_text_title"] === undefined
      ? "must have title or rich_text_title"
      : undefined,
  ),
);

/** Which blocks Slack takes where. */
export const BLOCKS = {
  message: byType("a block of a message", {
    ...everywhere,
    table,
    data_table: dataTable,
    container,
  }),
  modal: byType("a block of a modal", { ...everywhere, alert }),
} satisfies Record<Surface, Check>;
