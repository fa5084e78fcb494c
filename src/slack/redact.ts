import { isIPv6 } from "node:net";
import { cut, oneLine } from "./mrkdwn.ts";

/**
 * Takes out of an error text what must not stand in a channel. Every pattern is bounded or matches a single
 * class of characters, so the time grows with the length alone.
 */

const URL_TEXT = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s'"<>]+)/gi;
const NAMED_SECRET =
  /(password|passwd|passphrase|pwd|secret|token|sig|signature|accountkey|account[ _-]key|sharedaccesskey|private[_-]?key|api[_-]?key|access[_-]?key)(["']?\s{0,5}[=:]\s{0,5})(?:"[^"]{0,500}"|'[^']{0,500}'|["']?[^\s;,&'"]+)/gi;
const AUTHORIZATION = /\b(bearer|basic)\s{1,5}[A-Za-z0-9._~+/=-]{8,}/gi;
const IPV6_LIKE = /(?<![\w:])[0-9a-f:.]{3,45}(?:%\w{1,15})?(?![\w:])/gi;
const IPV4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)(?::\d{1,5})?/g;
/** An organisation's id ends in @AdobeOrg; it is no one's address. */
const MAIL = /[^\s@'"<>(),;:=]{1,64}@(?!AdobeOrg\b)[^\s@'"<>(),;:=]{1,255}/g;
const KEY_LIKE = /[A-Za-z0-9+_=-]{32,}/g;
const HEX_KEY = /^[0-9a-f]{40,}$/i;

export function redact(text: string): string {
  return text
    .replace(URL_TEXT, (_url, scheme: string, rest: string) => `${scheme}://${redactUrl(rest)}`)
    .replace(NAMED_SECRET, "$1$2(secret)")
    .replace(AUTHORIZATION, "$1 (token)")
    .replace(MAIL, "(e-mail)")
    .replace(IPV6_LIKE, redactIpv6)
    .replace(IPV4, "(address)")
    .replace(KEY_LIKE, (key) => (looksRandom(key) ? "(key)" : key));
}

/** Somebody else's words for a channel: visible, in one line, without secrets, at most `max` long. */
export function quoted(text: string, max: number): string {
  return cut(redact(oneLine(text)), max);
}

/** Without user info, query and fragment; the path says what was read. */
function redactUrl(rest: string): string {
  const tail = rest.search(/[?#]/);
  const place = tail < 0 ? rest : rest.slice(0, tail);
  const slash = place.indexOf("/");
  const authority = slash < 0 ? place : place.slice(0, slash);
  const path = slash < 0 ? "" : place.slice(slash);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return `${host}${path}${tail < 0 ? "" : "?(query)"}`;
}

/** A sentence may put a point or a colon behind the address. */
function redactIpv6(candidate: string): string {
  if (isIPv6(candidate)) return "(address)";
  return isIPv6(candidate.slice(0, -1)) ? `(address)${candidate.slice(-1)}` : candidate;
}

/** Keys mix letters and digits far more often than names, paths or UUIDs do. */
function looksRandom(text: string): boolean {
  if (HEX_KEY.test(text)) return true;
  const changes = text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes >= 4 && /[a-z]/.test(text) && /[A-Z]/.test(text);
}
