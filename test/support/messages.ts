import type { Simulator } from "../../src/simulator/simulator.ts";
import type { StoredMessage } from "../../src/simulator/slack/workspace/stored.ts";

/** All that a person reads in a message's blocks, in order. */
export function visibleText(message: Pick<StoredMessage, "blocks">): string {
  return wordsIn(message.blocks).join("\n");
}

function wordsIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(wordsIn);
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === "text" && typeof value === "string" ? [value] : wordsIn(value),
  );
}

export function buttonsOf(message: Pick<StoredMessage, "blocks">): string[] {
  return message.blocks
    .filter((block) => block["type"] === "actions")
    .flatMap((block) => wordsIn(block["elements"]));
}

/** Waits for the first card whose text says so. */
export function cardSaying(simulator: Simulator, words: string): Promise<StoredMessage> {
  return simulator.slack.waitFor(
    () => simulator.slack.messages().find(({ text }) => text.includes(words)),
    { what: `a card that says "${words}"` },
  );
}

export function answerTo(
  simulator: Simulator,
  user: string,
  words: string,
): Promise<StoredMessage> {
  return simulator.slack.waitFor(
    () => simulator.slack.ephemerals(user).findLast(({ text }) => text.includes(words)),
    { what: `an answer to ${user} that says "${words}"` },
  );
}

export function repliesSaying(
  simulator: Simulator,
  ts: string,
  words: string,
): Promise<StoredMessage> {
  return simulator.slack.waitFor(
    () => simulator.slack.replies(ts).find(({ text }) => text.includes(words)),
    { what: `a reply that says "${words}"` },
  );
}

/** The texts of a message in which Slack reads markup: its fallback text and every mrkdwn object. */
export function markupOf(message: Pick<StoredMessage, "blocks" | "text">): string {
  return [message.text, ...mrkdwnIn(message.blocks)].join("\n");
}

function mrkdwnIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(mrkdwnIn);
  if (typeof json !== "object" || json === null) return [];
  if ("type" in json && json.type === "mrkdwn" && "text" in json) return [String(json.text)];
  return Object.values(json).flatMap(mrkdwnIn);
}
