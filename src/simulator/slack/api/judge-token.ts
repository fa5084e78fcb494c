import { timingSafeEqual } from "node:crypto";

export interface Tokens {
  readonly botToken: string;
  /** Absent: Socket Mode is off. */
  readonly appToken?: string | undefined;
}

const APP_METHODS = new Set(["apps.connections.open"]);

/** Slack's error word, if there is one. Only the Authorization header counts; a token among the arguments does not. */
export function judgeToken(
  header: string | undefined,
  method: string,
  { botToken, appToken }: Tokens,
): string | undefined {
  const token = /^Bearer (\S+)$/.exec(header ?? "")?.[1];
  if (token === undefined) return "not_authed";
  const isBot = isSame(token, botToken);
  const isApp = appToken !== undefined && isSame(token, appToken);
  if (!isBot && !isApp) return "invalid_auth";
  return isApp === APP_METHODS.has(method) ? undefined : "not_allowed_token_type";
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
