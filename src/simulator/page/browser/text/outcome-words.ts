/** HTTP statuses and Slack's answers in words. The code itself stays beside them in the log. */
const WORDS: Readonly<Record<string, string>> = {
  "200": "accepted",
  "202": "accepted",
  "400": "refused: not readable",
  "401": "refused: signature not valid",
  "403": "refused: not for this client",
  "404": "nothing there",
  "405": "refused: wrong method",
  "413": "refused: too large",
  "415": "refused: wrong content type",
  "429": "slow down",
  "500": "failed: an error in the app",
  "502": "failed: no answer",
  "503": "not now: will be tried again",
  ok: "done",
  down: "no connection",
  html: "failed: a web page instead of an answer",
  "reply lost": "taken, but the reply was lost",
  ratelimited: "slow down",
  rate_limited: "slow down",
  timeout: "no answer in time",
  invalid_auth: "refused: wrong token",
  not_authed: "refused: no token",
  not_in_channel: "refused: the app is not in the channel",
  channel_not_found: "refused: no such channel",
  message_not_found: "refused: no such message",
  invalid_blocks: "refused: blocks not valid",
  invalid_arguments: "refused: arguments not valid",
  msg_too_long: "refused: text too long",
  expired_trigger_id: "refused: came too late",
  internal_error: "failed: an error in Slack",
  fatal_error: "failed: an error in Slack",
  service_unavailable: "failed: Slack is down",
};

export function outcomeInWords(outcome: string): string {
  return WORDS[outcome] ?? outcome.replaceAll("_", " ");
}
