import { createHmac } from "node:crypto";

/** Requests that Slack would never send, to try the app's refusals. */
export type Forgery = "unsigned" | "wrong_signature" | "stale";

const STALE_SECONDS = 6 * 60;

/** Slack's signature v0 over the raw body. The time is the real one: the app compares it with its own clock. */
export function signRequest(
  signingSecret: string,
  body: string,
  forgery?: Forgery,
): Record<string, string> {
  if (forgery === "unsigned") return {};
  const seconds = Math.floor(Date.now() / 1_000) - (forgery === "stale" ? STALE_SECONDS : 0);
  const secret = forgery === "wrong_signature" ? `${signingSecret}x` : signingSecret;
  const hash = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${hash}` };
}
