import type { JournalPlace } from "../../store/journal-port.ts";
import { reachEnd } from "./reach-end.ts";
import { readTurn, type TurnEnd, type TurnParts } from "./read-turn.ts";
import { type WebhookNews, type WebhookState, watchWebhook } from "./webhook-watch.ts";

interface Parts extends Omit<TurnParts, "stopping">, WebhookNews {
  readonly random: () => number;
  /** Between two looks while the webhook works: the safety net. So long may the webhook be silent, too. */
  readonly everyMs: number;
  /** Something may be waiting to be said. */
  readonly onRecorded: () => void;
  /** Everything that there was is read. */
  readonly onEnd: () => void;
}

export interface Journal {
  start(): void;
  /** Resolves when nothing is under way; what Adobe has not answered yet is not waited for. */
  stop(): Promise<void>;
}

/** Who could not read the journal for so long catches up when it can. */
const AWAY_MS = 5 * 60_000;
/** What Adobe asks for; counts where it does not say. */
const FAST_MS = 10_000;
const SHORTEST_MS = 1_000;
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;
/** How far back a journal is read that was never read before; ISO 8601. */
const FIRST_SPAN = "-PT24H";

interface Progress {
  place?: JournalPlace;
  /** In a row; each makes the pause longer. */
  troubles: number;
  /** Turns in a row that read their share and found nothing new. */
  vainTurns: number;
  /** Since when the journal could not be read. */
  awaySince?: number | undefined;
  /** What was read up to then may still be on its way by the webhook; absent while catching up. */
  liveSince?: number;
}

/**
 * The second way in: reads Adobe's journal at start, and then again and again. It reads fast where it
 * is the only source that works, and slowly where the webhook brings everything.
 */
export function createJournal(parts: Parts): Journal {
  const stopping = new AbortController();
  const turnParts: TurnParts = { ...parts, stopping: stopping.signal };
  const progress: Progress = { troubles: 0, vainTurns: 0 };
  let cancel: () => void = () => undefined;
  let underWay: Promise<void> = Promise.resolve();

  async function turn(): Promise<void> {
    const pauseMs = await oneTurn().catch((error: unknown) =>
      trouble(parts, progress, { reason: "the store does not work", error }),
    );
    if (stopping.signal.aborted) return;
    parts.logger.debug({ pauseMs }, "looked into Adobe's journal");
    cancel = parts.clock.after(pauseMs, () => {
      underWay = turn();
    });
  }

  async function oneTurn(): Promise<number> {
    progress.place ??= await findPlace(parts);
    const end = await readTurn(turnParts, progress.place);
    progress.place = end.place;
    // A turn that failed may have recorded a part of a page.
    if (end.fresh > 0 || end.kind === "failed") parts.onRecorded();
    return stopping.signal.aborted ? 0 : conclude(parts, progress, end);
  }

  return {
    start() {
      underWay = turn();
    },
    async stop() {
      stopping.abort();
      cancel();
      await underWay;
    },
  };
}

async function findPlace({ journal, store }: Parts): Promise<JournalPlace> {
  const known = await store.read.journal.findPlace(journal.href);
  if (known !== undefined) return known;
  const start = new URL(journal);
  start.searchParams.set("seek", FIRST_SPAN);
  return { journal: journal.href, next: start.href };
}

/** Answers the pause that follows. */
async function conclude(parts: Parts, progress: Progress, end: TurnEnd): Promise<number> {
  switch (end.kind) {
    case "more":
      progress.vainTurns = end.fresh > 0 ? 0 : progress.vainTurns + 1;
      // The way through what the webhook brought, or through a journal without end, is walked ever slower.
      return progress.vainTurns === 0 ? 0 : backoff(parts, progress.vainTurns, SHORTEST_MS);
    case "failed":
      progress.awaySince ??= parts.clock.now();
      return trouble(parts, progress, end);
    case "refused":
      progress.awaySince ??= parts.clock.now();
      parts.logger.error(
        { reason: end.reason, pauseMs: LONGEST_BACKOFF_MS },
        "Adobe refuses the journal: check ADOBE_JOURNAL_URL, and that the credential may use the I/O Management API",
      );
      return LONGEST_BACKOFF_MS;
    case "stuck":
      await complete(parts, progress, end);
      return trouble(parts, progress, end);
    case "complete": {
      const webhook = await complete(parts, progress, end);
      if (progress.troubles > 0) parts.logger.info({}, "Adobe's journal can be read again");
      progress.troubles = 0;
      return untilNextLook(parts, webhook, end.retryAfterMs);
    }
  }
}

function untilNextLook(
  { everyMs }: Parts,
  webhook: WebhookState["webhook"],
  retryAfterMs = FAST_MS,
): number {
  return Math.max(retryAfterMs, webhook === "works" ? everyMs : SHORTEST_MS);
}

async function complete(
  parts: Parts,
  progress: Progress,
  end: TurnEnd,
): Promise<WebhookState["webhook"]> {
  const now = parts.clock.now();
  const wasAway = progress.awaySince !== undefined && now - progress.awaySince >= AWAY_MS;
  const hasCaughtUp = progress.liveSince === undefined || wasAway;
  const liveSince = hasCaughtUp ? now : (progress.liveSince ?? now);
  Object.assign(progress, { vainTurns: 0, awaySince: undefined, liveSince });
  progress.place = await reachEnd(parts, end.place, { mayHold: hasCaughtUp || end.fresh > 0 });
  parts.onEnd();
  const state = await watchWebhook(parts, progress.place, {
    now,
    liveSince,
    graceMs: parts.everyMs,
  });
  progress.place = state.place;
  return state.webhook;
}

function trouble(
  parts: Parts,
  progress: Progress,
  what: { readonly reason: string; readonly error?: unknown; readonly retryAfterMs?: number },
): number {
  progress.troubles += 1;
  const pauseMs = Math.max(
    what.retryAfterMs ?? 0,
    backoff(parts, progress.troubles, FIRST_BACKOFF_MS),
  );
  const err = what.error === undefined ? {} : { err: what.error };
  parts.logger.warn({ reason: what.reason, pauseMs, ...err }, "Adobe's journal cannot be read on");
  return pauseMs;
}

/** Doubles, with up to a quarter more by chance. */
function backoff({ random }: Parts, times: number, firstMs: number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(times - 1, 20), LONGEST_BACKOFF_MS);
  return Math.round(whole * (1 + random() / 4));
}
