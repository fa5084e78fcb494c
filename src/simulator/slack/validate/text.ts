import { byType, type Check, flag, problem, typed } from "./check.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "slack:"]);
const WEB_SCHEMES = new Set(["http:", "https:"]);

/**
 * Held against UTF-16 units, of which there are never fewer than code points: Slack does not say which of the two it
 * counts, so the stricter holds.
 */
export function text(max: number, min: 0 | 1 = 1): Check {
  return (value, pointer) => {
    if (typeof value !== "string") return problem(pointer, "must be a string");
    if (LONE_SURROGATE.test(value)) return problem(pointer, "has half of a surrogate pair");
    if (value.length > max) {
      return problem(pointer, `must be at most ${max} characters, has ${value.length}`);
    }
    return value.length < min ? problem(pointer, "must not be empty") : [];
  };
}

export const plainText = (max: number): Check =>
  byType("plain text", { plain_text: typed("plain_text", { text: text(max) }, { emoji: flag }) });

export const mrkdwn = (max: number): Check =>
  typed("mrkdwn", { text: text(max) }, { verbatim: flag });

/** plain_text or mrkdwn. */
export const textObject = (max: number): Check =>
  byType("a text object", {
    plain_text: typed("plain_text", { text: text(max) }, { emoji: flag }),
    mrkdwn: mrkdwn(max),
  });

/** An absolute link of a kind that Slack opens. */
export const link = (max: number): Check => url(max, LINK_SCHEMES);

/** Where Slack itself fetches: http and https only. */
export const webUrl = (max: number): Check => url(max, WEB_SCHEMES);

function url(max: number, schemes: ReadonlySet<string>): Check {
  const length = text(max);
  return (value, pointer) => {
    const tooLong = length(value, pointer);
    if (tooLong.length > 0 || typeof value !== "string") return tooLong;
    const good =
      !/[\s<>|]/.test(value) && URL.canParse(value) && schemes.has(new URL(value).protocol);
    return good ? [] : problem(pointer, `must be a URL of ${[...schemes].join(" ")}`);
  };
}
