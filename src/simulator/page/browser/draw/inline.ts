import { emojiLabel, emojiText, splitEmoji } from "../text/emoji.ts";
import type { DateEntity, Entity } from "../text/entity.ts";
import { parseMrkdwn } from "../text/mrkdwn.ts";
import type { Inline, Style } from "../text/mrkdwn-inline.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { timeNode } from "./time.ts";

const STYLE_TAGS = { bold: "b", italic: "i", strike: "s" } as const satisfies Record<Style, string>;

/** Only what a person may follow: anything else stays text. */
export function linkNode(url: string, label: Node | string): Node {
  const safe = URL.parse(url);
  if (safe === null || !/^(https?|mailto):$/.test(safe.protocol)) {
    return typeof label === "string" ? document.createTextNode(label) : label;
  }
  return el("a", { href: safe.href, target: "_blank", rel: "noopener noreferrer nofollow" }, label);
}

export function emojiNode(name: string): Node {
  const text = emojiText(name);
  if (text.startsWith(":")) return document.createTextNode(text);
  return el("span", { class: "emoji", role: "img", "aria-label": emojiLabel(name) }, text);
}

export function userNode(id: string, { people, me, botName }: DrawContext): Node {
  const person = people.find((one) => one.id === id);
  const mine = id === me ? " mention-me" : "";
  // An id that nobody here has can only be the app itself, or a stranger: then the id is all there is.
  const name = person?.name ?? (id.startsWith("B") ? botName : id);
  return el("span", { class: `mention${mine}` }, `@${name}`);
}

export function channelNode(id: string, { channel }: DrawContext, label?: string): Node {
  return el("span", { class: "mention" }, `#${id === channel.id ? channel.name : (label ?? id)}`);
}

export function broadcastNode(range: string): Node {
  return el("span", { class: "mention mention-broadcast" }, `@${range}`);
}

function dateNode({ unixSeconds, format, url, fallback }: DateEntity): Node {
  const time = timeNode({ unixSeconds, format, fallback });
  return url === undefined ? time : linkNode(url, time);
}

function entityNode(entity: Entity, context: DrawContext): Node {
  switch (entity.kind) {
    case "user":
      return userNode(entity.id, context);
    case "channel":
      return channelNode(entity.id, context, entity.label);
    case "usergroup":
      return el("span", { class: "mention" }, entity.label ?? `@${entity.id}`);
    case "broadcast":
      return broadcastNode(entity.range);
    case "link":
      return linkNode(entity.url, entity.label ?? entity.url);
    case "date":
      return dateNode(entity);
  }
}

function inlineNode(node: Inline, context: DrawContext): Node {
  switch (node.kind) {
    case "text":
      return document.createTextNode(node.text);
    case "break":
      return el("br");
    case "emoji":
      return emojiNode(node.name);
    case "code":
      return el("code", {}, ...inlineNodes(node.children, context));
    case "styled":
      return el(STYLE_TAGS[node.style], {}, ...inlineNodes(node.children, context));
    case "user":
    case "channel":
    case "usergroup":
    case "broadcast":
    case "link":
    case "date":
      return entityNode(node, context);
  }
}

function inlineNodes(nodes: readonly Inline[], context: DrawContext): readonly Node[] {
  return nodes.map((node) => inlineNode(node, context));
}

const BLOCK_TAGS = { paragraph: "div", quote: "blockquote", pre: "pre" } as const;

export function drawMrkdwn(text: string, autolink: boolean, context: DrawContext): Node {
  const fragment = document.createDocumentFragment();
  for (const block of parseMrkdwn(text, { autolink })) {
    fragment.append(el(BLOCK_TAGS[block.kind], {}, ...inlineNodes(block.children, context)));
  }
  return fragment;
}

/** `plain_text`: no markup but `:emoji:`, and not even that where the app says so. */
export function drawPlain(text: string, emoji = true): Node {
  const fragment = document.createDocumentFragment();
  for (const part of emoji ? splitEmoji(text) : [{ text }]) {
    fragment.append("emoji" in part ? emojiNode(part.emoji) : part.text);
  }
  return fragment;
}
