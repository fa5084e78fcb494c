import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Json, JsonObject } from "../../page/contract.ts";
import { isObject, toObjects, toText } from "../json.ts";
import {
  all,
  byType,
  type Check,
  flag,
  integer,
  list,
  number,
  oneOf,
  rule,
  shape,
  typed,
} from "./check.ts";
import { blockId } from "./composition.ts";
import { link, text } from "./text.ts";

const limits = SLACK_LIMITS.richText;
const URL_LENGTH = SLACK_LIMITS.button.url;

const style = shape({}, { bold: flag, italic: flag, strike: flag, underline: flag, code: flag });
const id = text(64);

const leafText = typed("text", { text: text(limits.text) }, { style });
const leafLink = typed(
  "link",
  { url: link(URL_LENGTH) },
  { text: text(limits.text), unsafe: flag, style },
);
const LEAVES = {
  text: leafText,
  link: leafLink,
  user: typed("user", { user_id: id }, { style }),
  usergroup: typed("usergroup", { usergroup_id: id }, { style }),
  channel: typed("channel", { channel_id: id }, { style }),
  team: typed("team", { team_id: id }, { style }),
  emoji: typed(
    "emoji",
    { name: text(100) },
    { unicode: text(100), url: link(URL_LENGTH), skin_tone: integer(1, 6), style },
  ),
  broadcast: typed("broadcast", { range: oneOf("here", "channel", "everyone") }, { style }),
  color: typed("color", { value: text(20) }, { style }),
  date: typed(
    "date",
    { timestamp: number, format: text(200) },
    { url: link(URL_LENGTH), fallback: text(200), style },
  ),
};

const leaves = list(byType("a rich text leaf", LEAVES), { max: limits.leaves });
const section = typed("rich_text_section", { elements: leaves });
const border = integer(0, limits.maxBorder);

const ELEMENTS = {
  rich_text_section: section,
  rich_text_list: typed(
    "rich_text_list",
    { elements: list(section, { max: limits.leaves }), style: oneOf("bullet", "ordered") },
    { indent: integer(0, limits.maxIndent), offset: integer(0, 10_000), border },
  ),
  rich_text_quote: typed("rich_text_quote", { elements: leaves }, { border }),
  rich_text_preformatted: typed(
    "rich_text_preformatted",
    {
      elements: list(byType("preformatted text", { text: leafText, link: leafLink }), {
        max: limits.leaves,
      }),
    },
    { border },
  ),
};

/** How many characters a reader sees; links count with their text. */
export function richTextLength(value: Json): number {
  if (!isObject(value)) return 0;
  const own = toText(value["text"]).length;
  return toObjects(value["elements"]).reduce((sum, part) => sum + richTextLength(part), own);
}

const notTooLong = (value: JsonObject): string | undefined =>
  richTextLength(value) > limits.text
    ? `must hold at most ${limits.text} characters of rich text`
    : undefined;

export const richText: Check = all(
  typed(
    "rich_text",
    { elements: list(byType("a rich text element", ELEMENTS), { max: limits.elements }) },
    { block_id: blockId },
  ),
  rule(notTooLong),
);
