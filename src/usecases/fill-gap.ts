import type { RunReader, RunSpan, RunsEnd } from "../adobe/runs.ts";
import type { Clock } from "../clock.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { GapFill } from "../domain/notice.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Logger } from "../logger.ts";
import type { JournalGap } from "../store/journal-port.ts";
import type { Store } from "../store/store.ts";
import { HOLD_MS } from "./history.ts";
import type { RunRecorder } from "./record-runs.ts";
import { releaseHeld } from "./release-held.ts";

/** `runs`: how many of that time nobody had told of. */
export type GapFilled = Exclude<GapFill, { kind: "under_way" }>;

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: there are no credentials to ask with. */
  readonly read: RunReader | undefined;
  /** One run as Flow Service gives it. */
  readonly toRun: ToRun;
  readonly record: RunRecorder;
  readonly onStarted: (gap: JournalGap) => Promise<void>;
  readonly onFilled: (gap: JournalGap, filled: GapFilled) => Promise<void>;
  /** Something may be waiting to be said. */
  readonly onRecorded: () => void;
}

/** Nothing where it is no run. */
export type ToRun = (
  item: unknown,
  context: { readonly receivedAt: number; readonly sandbox: string },
) => FlowRun | undefined;

export interface GapFiller {
  /**
   * Fills what the journal lost, as far as that is possible within five minutes; later tries follow by
   * themselves. Answers how many runs nobody had told of; they are held (ADR-0006). The end is told by `onFilled`.
   */
  fill(gap: JournalGap): Promise<number>;
  /** Goes on with what an earlier process left open; resolves after a first try of each. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;
/** A run that began before the gap may have ended within it. */
const BEFORE_MS = DAY_MS;
/** Where nobody knows when the gap began, and at the longest. */
const UNKNOWN_SPAN_MS = 7 * DAY_MS;
const LONGEST_SPAN_MS = 60 * DAY_MS;
const TRY_FOR_MS = 5 * 60_000;
const AGAIN_AFTER_MS = 15 * 60_000;
const TRIES = 12;

interface Pass {
  readonly fresh: number;
  readonly end: RunsEnd;
}

/** What was done for a gap so far. */
interface Effort {
  readonly tries: number;
  readonly runs: number;
}
const FIRST: Effort = { tries: 0, runs: 0 };

/** Asks Flow Service for the runs of a time that Adobe's journal keeps nothing of any more. */
export function createGapFiller(parts: Parts): GapFiller {
  const { store, clock, logger } = parts;
  const stopping = new AbortController();
  const waiting = new Map<number, () => void>();
  const underWay = new Set<Promise<unknown>>();

  async function attempt(read: RunReader, gap: JournalGap, before = FIRST): Promise<number> {
    const { end, fresh } = await onePass({ ...parts, read }, gap, stopping.signal);
    const effort = { tries: before.tries + 1, runs: before.runs + fresh };
    if (end.kind === "stopped") return fresh;
    if (end.kind === "unavailable" && effort.tries < TRIES) {
      tryLater(read, gap, effort);
      return fresh;
    }
    const filled: GapFilled =
      end.kind === "complete"
        ? { kind: "filled", runs: effort.runs }
        : { kind: "not_filled", reason: end.kind };
    logger.info({ ...inWords(gap), ...filled }, "asked Flow Service for the runs of the gap");
    await parts.onFilled(gap, filled);
    await store.write((queries) => queries.imports.closeGap(gap));
    return fresh;
  }

  function tryLater(read: RunReader, gap: JournalGap, effort: Effort): void {
    if (stopping.signal.aborted) return;
    logger.warn({ ...inWords(gap), ...effort }, "the gap cannot be filled now; tried again later");
    const cancel = clock.after(AGAIN_AFTER_MS, () => {
      waiting.delete(gap.until);
      const work = attempt(read, gap, effort)
        .then(() => letGo(parts))
        .catch((err: unknown) => logger.error({ err }, "a gap could not be filled"))
        .finally(() => underWay.delete(work));
      underWay.add(work);
    });
    waiting.set(gap.until, cancel);
  }

  return {
    async fill(gap) {
      const { read } = parts;
      if (read === undefined) {
        await parts.onFilled(gap, { kind: "not_filled", reason: "no_credentials" });
        return 0;
      }
      await parts.onStarted(gap);
      await store.write((queries) => queries.imports.openGap(gap));
      return attempt(read, gap);
    },
    async resume() {
      const { read } = parts;
      const gaps = read === undefined ? [] : await store.read.imports.openGaps();
      for (const gap of gaps) if (read !== undefined) await attempt(read, gap);
      if (gaps.length > 0 && !stopping.signal.aborted) await letGo(parts);
    },
    async stop() {
      stopping.abort();
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      await Promise.all(underWay);
    },
  };
}

/** One reading of the gap, in every sandbox of which a flow is known. */
async function onePass(
  parts: Parts & { readonly read: RunReader },
  gap: JournalGap,
  stopping: AbortSignal,
): Promise<Pass> {
  const { store, clock, read } = parts;
  const outOfTime = new AbortController();
  const giveUp = (): void => outOfTime.abort();
  const cancel = clock.after(TRY_FOR_MS, giveUp);
  stopping.addEventListener("abort", giveUp, { once: true });
  const known = await store.read.flows.listSandboxes();
  let fresh = 0;
  let worst: RunsEnd = { kind: "complete" };
  try {
    for (const sandbox of known.length === 0 ? [DEFAULT_SANDBOX] : known) {
      const span: RunSpan = { sandbox, ...spanOf(gap) };
      const onPage = async (items: readonly unknown[]): Promise<void> => {
        fresh += await recordPage(parts, items, sandbox);
      };
      const end = await read(span, onPage, outOfTime.signal);
      if (end.kind === "stopped" && stopping.aborted) return { fresh, end };
      if (end.kind === "stopped")
        return { fresh, end: { kind: "unavailable", reason: "too slow" } };
      // What may work later is tried again, in all of them.
      if (end.kind !== "complete" && worst.kind !== "unavailable") worst = end;
    }
    return { fresh, end: worst };
  } finally {
    cancel();
    stopping.removeEventListener("abort", giveUp);
  }
}

async function recordPage(
  { toRun, record, clock }: Parts,
  items: readonly unknown[],
  sandbox: string,
): Promise<number> {
  const receivedAt = clock.now();
  const runs = items.flatMap((item) => toRun(item, { receivedAt, sandbox }) ?? []);
  const { fresh } = await record(runs, { as: { kind: "held", until: receivedAt + HOLD_MS } });
  return fresh;
}

function spanOf({ from, until }: JournalGap): Pick<RunSpan, "from" | "until"> {
  const begun = (from ?? until - UNKNOWN_SPAN_MS) - BEFORE_MS;
  return { from: Math.max(begun, until - LONGEST_SPAN_MS), until: until + 1 };
}

/** As at the end of the journal: what recovered long ago is history, the rest is due. */
async function letGo({ store, clock, onRecorded }: Parts): Promise<void> {
  await releaseHeld(store, clock.now());
  onRecorded();
}

function inWords({ from, until }: JournalGap): { from?: string; until: string } {
  return {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    until: new Date(until).toISOString(),
  };
}
