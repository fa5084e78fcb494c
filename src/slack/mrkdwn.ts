import { isoUtc, isShowable, SLACK_DATE_FORMAT } from "./dates.ts";

/**
 * Turns texts of unknown origin into text that Slack shows as it stands: no mention, no link, no invisible
 * or direction-changing character, no half of a surrogate pair.
 */

/** Longer texts are looked at only this far: nothing that Slack shows is longer. */
const SCAN_LIMIT = 20_000;
/** JavaScript counts the byte order mark as a blank. */
const BLANK = /[^\S\uFEFF]/gu;
const BLANKS = / {2,}/g;
const LINE_BREAK = /\r\n|[\n\v\f\r\u2028\u2029]/u;
/** Controls, bidi marks, zero-width characters, blank fillers: what has no shape of its own. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** More than four marks on one letter only serve to paint over the lines around it. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** The text without what cannot be seen; line breaks become blanks. */
export function visible(text: string): string {
  return text
    .slice(0, SCAN_LIMIT)
    .replace(BLANK, " ")
    .replace(INVISIBLE, "")
    .replace(LONE_SURROGATE, "\uFFFD")
    .replace(STACKED_MARKS, "$1");
}

/** Half a surrogate pair is no text: UTF-8 cannot write it, and neither Slack nor a store keeps it. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, "\uFFFD");
}

/** The visible characters of a text, in one line, with single blanks. */
export function oneLine(text: string): string {
  return visible(text).replace(BLANKS, " ").trim();
}

/** As `oneLine`, but keeps the line breaks. */
export function manyLines(text: string): string {
  return text.slice(0, SCAN_LIMIT).split(LINE_BREAK).map(oneLine).join("\n").trim();
}

const BACK_OFF_LIMIT = 8;

/** At most `max` UTF-16 units, cut between characters, with "…" where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return "";
  return `${text.slice(0, characterStart(text, max - 1)).trimEnd()}…`;
}

/** The last position up to `end` that does not lie within a surrogate pair or before a combining mark. */
function characterStart(text: string, end: number): number {
  for (let at = end; at > Math.max(0, end - BACK_OFF_LIMIT); at -= 1) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const withinPair = /[\uDC00-\uDFFF]/.test(text.charAt(at)) && character.length === 1;
    if (!withinPair && !/\p{M}/u.test(character)) return at;
  }
  return /[\uDC00-\uDFFF]/.test(text.charAt(end)) ? end - 1 : end;
}

/** The only three characters that Slack's markup is made of. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Visible, in one line and without any meaning to Slack: a back-tick would start a code span. */
export function plain(text: string): string {
  return escape(oneLine(text).replaceAll("`", "'"));
}

/** A code span; nothing for a text without a visible character. */
export function code(text: string): string {
  const shown = plain(text);
  return shown === "" ? "" : `\`${shown}\``;
}

export function bold(text: string): string {
  const shown = plain(text).replaceAll("*", "∗");
  return shown === "" ? "" : `*${shown}*`;
}

/** Only `https`; anything else leaves the label alone. */
export function link(url: string, label: string): string {
  const target = httpsUrl(url);
  const shown = plain(label).replaceAll("|", "¦");
  if (target === undefined || shown === "") return shown;
  return `<${target.replaceAll("&", "&amp;")}|${shown}>`;
}

/** The address without Slack's own signs; `undefined` where it is not a plain `https` address. */
export function httpsUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" || parsed.username !== "" || parsed.password !== "") {
    return undefined;
  }
  return parsed.href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E");
}

/** Shown in the reader's own zone; where Slack cannot, in UTC. */
export function slackDate(instant: number, format: string = SLACK_DATE_FORMAT): string {
  if (!isShowable(instant)) return isoUtc(instant);
  return `<!date^${Math.floor(instant / 1_000)}^${format}|${isoUtc(instant)}>`;
}

const PERSON_ID = /^[UW][A-Z0-9]{1,40}$/;

/** A mention only of what looks like Slack's id of a person. */
export function mention(person: string): string {
  return isPersonId(person) ? `<@${person}>` : plain(person);
}

export function isPersonId(person: string): boolean {
  return PERSON_ID.test(person);
}

const GROUP_ID = /^S[A-Z0-9]{1,40}$/;
const CHANNEL_ID = /^[CGD][A-Z0-9]{1,40}$/;

/** Tells nobody in a message that only one person sees. */
export function groupMention(group: string): string {
  return isGroupId(group) ? `<!subteam^${group}>` : plain(group);
}

export function isGroupId(group: string): boolean {
  return GROUP_ID.test(group);
}

export function channelMention(channel: string): string {
  return isChannelId(channel) ? `<#${channel}>` : plain(channel);
}

export function isChannelId(channel: string): boolean {
  return CHANNEL_ID.test(channel);
}
