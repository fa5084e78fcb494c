import { emojiLabel } from "./emoji.ts";
import type { Entity } from "./entity.ts";
import type { MrkdwnBlock } from "./mrkdwn.ts";
import type { Inline } from "./mrkdwn-inline.ts";

export interface PlainNames {
  readonly user: (id: string) => string;
  readonly channel: (id: string) => string;
}

/** A message's text as a sentence to be spoken. */
export function plainText(blocks: readonly MrkdwnBlock[], names: PlainNames): string {
  return blocks.map(({ children }) => inlineText(children, names)).join("\n");
}

function inlineText(nodes: readonly Inline[], names: PlainNames): string {
  return nodes.map((node) => nodeText(node, names)).join("");
}

function nodeText(node: Inline, names: PlainNames): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "break":
      return "\n";
    case "emoji":
      return emojiLabel(node.name);
    case "code":
    case "styled":
      return inlineText(node.children, names);
    case "user":
    case "channel":
    case "usergroup":
    case "broadcast":
    case "link":
    case "date":
      return entityText(node, names);
  }
}

function entityText(entity: Entity, names: PlainNames): string {
  switch (entity.kind) {
    case "user":
      return names.user(entity.id);
    case "channel":
      return `#${names.channel(entity.id)}`;
    case "usergroup":
      return entity.label ?? entity.id;
    case "broadcast":
      return `@${entity.range}`;
    case "link":
      return entity.label ?? entity.url;
    case "date":
      return entity.fallback;
  }
}
