import type { RichTextElement } from "@slack/types";
import { isoUtc, isShowable, SLACK_DATE_FORMAT } from "../../dates.ts";
import {
  bold,
  channelMention,
  code,
  groupMention,
  httpsUrl,
  isChannelId,
  isGroupId,
  isPersonId,
  link,
  mention,
  oneLine,
  plain,
  slackDate,
} from "../../mrkdwn.ts";

/**
 * One line of words, independent of how Slack wants them. Every leaf may hold text of unknown origin: each of
 * the three ways of writing it down makes it harmless. A card, its classic form and its fallback text are
 * written from the same prose, so none can say more than another.
 */
export type Leaf =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly label: string; readonly url: string }
  | { readonly instant: number }
  | { readonly person: string }
  | { readonly group: string }
  | { readonly channel: string }
  /** A picture made of signs, and the words that a screen reader gets instead. */
  | { readonly shown: string; readonly said: string };
export type Prose = readonly Leaf[];

/** For `section` and `context` blocks. */
export function toMrkdwn(prose: Prose): string {
  return joined(prose, (leaf) => {
    if ("bold" in leaf) return bold(leaf.bold);
    if ("code" in leaf) return code(leaf.code);
    if ("instant" in leaf) return slackDate(leaf.instant);
    if ("person" in leaf) return mention(leaf.person);
    if ("group" in leaf) return groupMention(leaf.group);
    if ("channel" in leaf) return channelMention(leaf.channel);
    if ("shown" in leaf) return plain(leaf.shown);
    return link(leaf.url, leaf.label);
  });
}

/** For the message's `text`, which Slack reads as markup too: escaped, times in UTC, addresses spelt out. */
export function toText(prose: Prose): string {
  return joined(prose, (leaf) => {
    if ("bold" in leaf) return plain(leaf.bold);
    if ("code" in leaf) return plain(leaf.code);
    if ("instant" in leaf) return isoUtc(leaf.instant);
    if ("person" in leaf) return mention(leaf.person);
    if ("group" in leaf) return groupMention(leaf.group);
    if ("channel" in leaf) return channelMention(leaf.channel);
    if ("said" in leaf) return plain(leaf.said);
    const url = httpsUrl(leaf.url);
    return url === undefined ? plain(leaf.label) : `${plain(leaf.label)}: ${plain(url)}`;
  });
}

function joined(prose: Prose, write: (leaf: Exclude<Leaf, string>) => string): string {
  return prose
    .map((leaf) => (typeof leaf === "string" ? spaced(leaf, plain(leaf)) : write(leaf)))
    .join("")
    .trim();
}

/** Leaves are cleaned one by one; the blanks between them must survive that. */
function spaced(leaf: string, shown: string): string {
  if (shown === "") return /^\s+$/.test(leaf) ? " " : "";
  return `${/^\s/.test(leaf) ? " " : ""}${shown}${/\s$/.test(leaf) ? " " : ""}`;
}

/** For `rich_text` blocks, whose leaves know no markup. Never empty. */
export function toRichText(prose: Prose): RichTextElement[] {
  const elements = prose.flatMap(richLeaf);
  return elements.length > 0 ? elements : [{ type: "text", text: "–" }];
}

function richLeaf(leaf: Leaf): RichTextElement[] {
  if (typeof leaf === "string") return richString(spaced(leaf, oneLine(leaf)));
  if ("bold" in leaf) return richString(oneLine(leaf.bold), { bold: true });
  if ("code" in leaf) return richString(oneLine(leaf.code), { code: true });
  if ("instant" in leaf) return [richDate(leaf.instant)];
  if ("shown" in leaf) return richString(oneLine(leaf.shown));
  if ("url" in leaf) return richLink(leaf);
  return richMention(leaf);
}

function richLink(leaf: Extract<Leaf, { url: string }>): RichTextElement[] {
  const url = httpsUrl(leaf.url);
  const text = oneLine(leaf.label);
  if (url === undefined || text === "") return richString(text);
  return [{ type: "link", url, text }];
}

type Mention = Extract<Leaf, { person: string } | { group: string } | { channel: string }>;

/** Only of what looks like Slack's own id. */
function richMention(leaf: Mention): RichTextElement[] {
  if ("person" in leaf) {
    return isPersonId(leaf.person)
      ? [{ type: "user", user_id: leaf.person }]
      : richString(oneLine(leaf.person));
  }
  if ("group" in leaf) {
    return isGroupId(leaf.group)
      ? [{ type: "usergroup", usergroup_id: leaf.group }]
      : richString(oneLine(leaf.group));
  }
  return isChannelId(leaf.channel)
    ? [{ type: "channel", channel_id: leaf.channel }]
    : richString(oneLine(leaf.channel));
}

function richString(
  text: string,
  style?: { readonly bold?: true; readonly code?: true },
): RichTextElement[] {
  if (text === "") return [];
  return [{ type: "text", text, ...(style === undefined ? {} : { style }) }];
}

function richDate(instant: number): RichTextElement {
  if (!isShowable(instant)) return { type: "text", text: isoUtc(instant) };
  return {
    type: "date",
    timestamp: Math.floor(instant / 1_000),
    format: SLACK_DATE_FORMAT,
    fallback: isoUtc(instant),
  };
}
