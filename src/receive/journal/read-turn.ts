import type { AdobeRequest } from "../../adobe/request.ts";
import type { Clock } from "../../clock.ts";
import type { FlowId } from "../../domain/ids.ts";
import type { Logger } from "../../logger.ts";
import type { JournalGap, JournalPlace } from "../../store/journal-port.ts";
import type { Store } from "../../store/store.ts";
import type { Recorder } from "../../usecases/record-notifications.ts";
import { type Fetched, fetchPage } from "./fetch-page.ts";
import { recordPage } from "./record-page.ts";

export interface TurnParts {
  readonly journal: URL;
  readonly request: AdobeRequest;
  readonly record: Recorder;
  readonly store: Pick<Store, "read" | "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  /** What nobody had brought before. */
  readonly count: (outcome: "recorded" | "not_understood", by: number) => void;
  /**
   * May be told twice, where we die before the new place is kept. Answers how many runs came from
   * elsewhere; they are held like those of the journal.
   */
  readonly onGap: (gap: JournalGap) => Promise<number>;
  /** Of which flows there is bad news that nobody had brought before. */
  readonly onAlerted: (flowIds: readonly FlowId[]) => void;
}

/**
 * | end      | means                                                             |
 * |----------|-------------------------------------------------------------------|
 * | complete | everything that there was is read                                 |
 * | more     | there is more, but this turn has read its share                   |
 * | stuck    | the journal repeats itself, or leads nowhere, and has nothing new |
 * | failed   | may work later                                                    |
 * | refused  | will not work before somebody changes something                   |
 */
export type TurnEnd = { readonly place: JournalPlace; readonly fresh: number } & (
  | { readonly kind: "complete"; readonly retryAfterMs?: number }
  | { readonly kind: "more" }
  | { readonly kind: "stuck"; readonly reason: string }
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly error?: unknown;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: "refused"; readonly reason: string }
);

const MAX_PAGES = 100;
/** Adobe keeps a journal's entries for seven days. */
const KEPT_MS = 7 * 24 * 3_600_000;

interface Turn {
  place: JournalPlace;
  /** Notifications that nobody had brought before. */
  fresh: number;
  entries: number;
  /** Where this turn has been. */
  readonly asked: Set<string>;
}

/** Reads from a place on until there is nothing more, at most `MAX_PAGES` pages. Never rejects. */
export async function readTurn(parts: TurnParts, place: JournalPlace): Promise<TurnEnd> {
  const turn: Turn = { place, fresh: 0, entries: 0, asked: new Set() };
  try {
    for (let page = 0; page < MAX_PAGES && !parts.stopping.aborted; page += 1) {
      const url = new URL(turn.place.next);
      turn.asked.add(url.href);
      const end = await take(parts, turn, { url, fetched: await fetchPage(url, parts) });
      if (end !== undefined) return { ...end, place: turn.place, fresh: turn.fresh };
    }
  } catch (error) {
    return ended(turn, { kind: "failed", reason: "the store cannot be written", error });
  }
  const wentNowhere = turn.entries === 0 && turn.asked.size >= MAX_PAGES;
  return ended(turn, wentNowhere ? { kind: "stuck", reason: "empty pages" } : { kind: "more" });
}

type End = TurnEnd extends infer E
  ? E extends TurnEnd
    ? Omit<E, "place" | "fresh">
    : never
  : never;

const ended = ({ place, fresh }: Turn, end: End): TurnEnd => ({ ...end, place, fresh });

/** Works one answer in; nothing: the turn goes on. */
async function take(
  parts: TurnParts,
  turn: Turn,
  { url, fetched }: { url: URL; fetched: Fetched },
): Promise<End | undefined> {
  switch (fetched.kind) {
    case "failed":
    case "refused":
      return fetched;
    case "gone":
      return startOver(parts, turn, url);
    case "nothing_new": {
      const { next, kind: _kind, ...pause } = fetched;
      if (next.kind === "next") turn.place = { ...turn.place, next: next.url.href };
      return { kind: "complete", ...pause };
    }
    case "page":
      return takePage(parts, turn, fetched);
  }
}

async function takePage(
  parts: TurnParts,
  turn: Turn,
  { entries, next }: Extract<Fetched, { kind: "page" }>,
): Promise<End | undefined> {
  const isNext = next.kind === "next";
  const place = isNext ? { ...turn.place, next: next.url.href } : turn.place;
  const fresh = await recordPage(parts, entries, place);
  turn.place = place;
  turn.fresh += fresh;
  turn.entries += entries.length;
  // The page itself came from the right host and is kept; only its link is not followed.
  if (next.kind === "elsewhere") return { kind: "stuck", reason: "link to another host" };
  if (!isNext) return { kind: "stuck", reason: "page without a next link" };
  const repeats = fresh === 0 && turn.asked.has(next.url.href);
  return repeats ? { kind: "stuck", reason: "page repeats itself" } : undefined;
}

/** From the oldest entry that there is. */
async function startOver(parts: TurnParts, turn: Turn, url: URL): Promise<End | undefined> {
  const { journal, store, clock, logger, onGap } = parts;
  if (url.href === journal.href) return { kind: "failed", reason: "status 410" };
  const oldest = { ...turn.place, next: journal.href };
  const { completeAt } = oldest;
  const until = Math.max(clock.now() - KEPT_MS, completeAt ?? 0);
  logger.warn(
    {
      ...(completeAt === undefined ? {} : { from: new Date(completeAt).toISOString() }),
      until: new Date(until).toISOString(),
    },
    "Adobe's journal no longer reaches back to where we stopped: notifications of this span may be missing",
  );
  turn.fresh += await onGap(completeAt === undefined ? { until } : { from: completeAt, until });
  await store.write((queries) => queries.journal.savePlace(oldest));
  turn.place = oldest;
  return undefined;
}
