import type { PageMessage } from "../../contract.ts";
import { type DateView, formatDate, tsToMs } from "./dates.ts";

export interface ThreadSummary {
  readonly count: number;
  /** Who replied, each once, in order of their first reply. */
  readonly from: readonly string[];
  readonly lastAt: number;
}

export function summariseThread(replies: readonly PageMessage[]): ThreadSummary | undefined {
  const last = replies.at(-1);
  if (last === undefined) return undefined;
  return {
    count: replies.length,
    from: [...new Set(replies.map(({ from }) => from))],
    lastAt: tsToMs(last.ts),
  };
}

export function countReplies(count: number): string {
  return count === 1 ? "1 reply" : `${count} replies`;
}

export function dayHeading(at: number, view: DateView): string {
  const text = formatDate("{day_divider_pretty}", at / 1000, view) ?? "";
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const GROUP_MS = 5 * 60_000;

/** A person's next words within five minutes stand under the first ones, without name and picture. */
export function continues(message: PageMessage, before: PageMessage | undefined): boolean {
  return (
    before !== undefined &&
    message.from !== "bot" &&
    before.from === message.from &&
    before.ephemeral === message.ephemeral &&
    tsToMs(message.ts) - tsToMs(before.ts) < GROUP_MS
  );
}

const FOLD_CHARACTERS = 700;
const FOLD_LINES = 12;

/** Slack folds a long text behind "See more"; where exactly is not documented. */
export function isLong(text: string): boolean {
  return text.length > FOLD_CHARACTERS || text.split("\n").length > FOLD_LINES;
}
