import type { JsonObject } from "../../contract.ts";
import { flagAt, numberAt, objectAt, stringAt } from "../text/block-json.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { broadcastNode, channelNode, emojiNode, linkNode, userNode } from "./inline.ts";
import { timeNode } from "./time.ts";

const SVG = "http://www.w3.org/2000/svg";

export function drawLeaf(leaf: JsonObject, context: DrawContext): Node {
  return styled(bareLeaf(leaf, context), objectAt(leaf, "style"));
}

const LEAVES: Readonly<Record<string, (leaf: JsonObject, context: DrawContext) => Node>> = {
  text: (leaf) => document.createTextNode(stringAt(leaf, "text")),
  link: (leaf) => linkNode(stringAt(leaf, "url"), stringAt(leaf, "text") || stringAt(leaf, "url")),
  user: (leaf, context) => userNode(stringAt(leaf, "user_id"), context),
  channel: (leaf, context) => channelNode(stringAt(leaf, "channel_id"), context),
  usergroup: (leaf) => el("span", { class: "mention" }, `@${stringAt(leaf, "usergroup_id")}`),
  team: (leaf) => el("span", { class: "mention" }, `@${stringAt(leaf, "team_id")}`),
  broadcast: (leaf) => broadcastNode(stringAt(leaf, "range")),
  emoji: (leaf) => emojiNode(stringAt(leaf, "name")),
  date: drawDate,
  color: (leaf) => drawColor(stringAt(leaf, "value")),
};

function bareLeaf(leaf: JsonObject, context: DrawContext): Node {
  const type = stringAt(leaf, "type");
  const draw = LEAVES[type];
  return draw === undefined
    ? el("span", { class: "unknown-inline" }, `[${type || "nothing"}]`)
    : draw(leaf, context);
}

function drawDate(leaf: JsonObject): Node {
  const time = timeNode({
    unixSeconds: numberAt(leaf, "timestamp") ?? Number.NaN,
    format: stringAt(leaf, "format"),
    fallback: stringAt(leaf, "fallback"),
  });
  const url = stringAt(leaf, "url");
  return url === "" ? time : linkNode(url, time);
}

/** The swatch is SVG, because a colour out of a message would need a style attribute otherwise. */
function drawColor(value: string): Node {
  const swatch = document.createElementNS(SVG, "svg");
  swatch.setAttribute("class", "swatch");
  swatch.setAttribute("viewBox", "0 0 10 10");
  swatch.setAttribute("aria-hidden", "true");
  const fill = document.createElementNS(SVG, "rect");
  fill.setAttribute("width", "10");
  fill.setAttribute("height", "10");
  if (/^#[0-9a-f]{3,8}$/i.test(value)) fill.setAttribute("fill", value);
  swatch.append(fill);
  return el("span", { class: "color" }, swatch, value);
}

const STYLE_TAGS = [
  ["code", "code"],
  ["bold", "b"],
  ["italic", "i"],
  ["strike", "s"],
  ["underline", "u"],
] as const;

function styled(node: Node, style: JsonObject | undefined): Node {
  return STYLE_TAGS.reduce(
    (inner, [name, tag]) => (flagAt(style, name) ? el(tag, {}, inner) : inner),
    node,
  );
}
