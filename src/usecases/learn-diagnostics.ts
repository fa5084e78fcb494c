import type { DiagnosticsLookup, DiagnosticsSource } from "../adobe/diagnostics/diagnostics.ts";
import type { Clock } from "../clock.ts";
import { type Alert, isRunAlert } from "../domain/alert.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { AlertId, ChannelId, FlowId } from "../domain/ids.ts";
import { askedBatches, type RunDiagnostics, tellAllOf } from "../domain/run-diagnostics.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly diagnostics: DiagnosticsSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
  /** Something may be waiting to be said. */
  readonly onLearned: () => void;
}

export interface DiagnosticsLearner {
  /** Looks up the newest runs of these flows' alerts where they are not known. Returns at once. */
  want(flowIds: readonly FlowId[]): void;
  /** Looks up what is missing on the cards that stand. */
  start(): Promise<void>;
  /** Takes up nothing new and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 30 * 60_000;
const TRIES = 6;
/** While a flow goes on failing, its newest run is asked for no more often. */
const GAP_MS = 10_000;
/** Flows at a time; what comes above that is looked up with its next failure, or after a restart. */
const MAX_WANTED = 100;
const ALERTS_OF_A_FLOW = 5;
const STANDING_CARDS = 50;
const MAX_REMEMBERED = 1_000;

/**
 * Puts what Adobe's diagnostics say of an alert's newest run on its card. Nothing waits for it: it
 * begins after a notification is on disk, and what it learns reaches the card through the outbox.
 */
export function createDiagnosticsLearner(parts: Parts): DiagnosticsLearner {
  const { store, clock, logger } = parts;
  const underWay = new Map<FlowId, Promise<void>>();
  const waiting = new Map<FlowId, () => void>();
  /** Wanted once more while they were under way. */
  const again = new Set<FlowId>();
  const hasNone = createMemory();
  let running = true;

  function begin(flowId: FlowId, tried: number): void {
    const work = learn(parts, { flowId, tried, hasNone, isRunning: () => running })
      .catch((error: unknown) => {
        logger.error({ flowId, err: error }, "diagnostics could not be kept");
        return false;
      })
      .then((isDone) => {
        underWay.delete(flowId);
        if (!isDone && tried < TRIES) later(flowId, tried + 1, pauseMs(tried));
        else if (again.delete(flowId)) later(flowId, 1, GAP_MS);
      });
    underWay.set(flowId, work);
  }

  function later(flowId: FlowId, tried: number, delayMs: number): void {
    again.delete(flowId);
    if (!running) return;
    const cancel = clock.after(delayMs, () => {
      waiting.delete(flowId);
      begin(flowId, tried);
    });
    waiting.set(flowId, cancel);
  }

  function want(flowIds: readonly FlowId[]): void {
    if (!running) return;
    for (const flowId of flowIds) {
      if (underWay.has(flowId)) again.add(flowId);
      // What waits looks at the newest run when its time has come.
      else if (!waiting.has(flowId) && underWay.size + waiting.size < MAX_WANTED) begin(flowId, 1);
    }
  }

  return {
    want,
    async start() {
      const alerts = await store.read.alerts.listUnresolved(STANDING_CARDS);
      want([...new Set(alerts.filter(isRunAlert).map(({ flowId }) => flowId))]);
    },
    async stop() {
      running = false;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      await Promise.all(underWay.values());
    },
  };
}

interface Task {
  readonly flowId: FlowId;
  readonly tried: number;
  readonly hasNone: Memory;
  readonly isRunning: () => boolean;
}

/** `false`: worth another try. */
async function learn(parts: Parts, { flowId, tried, hasNone, isRunning }: Task): Promise<boolean> {
  const { store, logger } = parts;
  let isDone = true;
  for (const run of await newestRuns(store, flowId)) {
    if (!isRunning()) return true;
    const { runId, sandboxName = DEFAULT_SANDBOX } = run;
    if (hasNone.holds(run) || tellAllOf(await store.read.diagnostics.find(runId), run)) continue;
    const lookup = await parts.diagnostics.find(askedBatches(run), sandboxName);
    const changed = lookup.kind === "found" && (await keep(parts, run, lookup.diagnostics));
    const outcome = outcomeOf(lookup);
    logger.info({ runId, flowId, outcome, changed, tried }, "diagnostics of a run looked up");
    if (changed) parts.onLearned();
    if (outcome === "none") hasNone.add(run);
    isDone &&= outcome === "found" || outcome === "none";
  }
  return isDone;
}

function pauseMs(tried: number): number {
  return Math.min(FIRST_PAUSE_MS * 4 ** (tried - 1), LONGEST_PAUSE_MS);
}

function outcomeOf(lookup: DiagnosticsLookup): "found" | "incomplete" | "none" | "unavailable" {
  return lookup.kind === "found" && !lookup.diagnostics.complete ? "incomplete" : lookup.kind;
}

/** The runs that the flow's cards describe, as far as they wrote batches. */
async function newestRuns(
  { read }: Pick<Store, "read">,
  flowId: FlowId,
): Promise<readonly FlowRun[]> {
  const runs: FlowRun[] = [];
  for (const alert of await read.alerts.listUnresolved(ALERTS_OF_A_FLOW, flowId)) {
    const stored =
      isRunAlert(alert) && mayTell(alert) ? await read.runs.find(alert.latestRunId) : undefined;
    if (stored !== undefined && stored.run.batchIds.length > 0) runs.push(stored.run);
  }
  return runs;
}

function mayTell({ kind }: Alert): boolean {
  return kind !== "no_data";
}

/** `true`: cards have to change. */
function keep(
  parts: Parts,
  { runId, flowId }: FlowRun,
  diagnostics: RunDiagnostics,
): Promise<boolean> {
  const now = parts.clock.now();
  return parts.store.write(async (queries) => {
    const before = await queries.diagnostics.find(runId);
    if (before !== undefined && !saysMore(diagnostics, before)) return false;
    await queries.diagnostics.save(runId, diagnostics, now);
    const after = await queries.diagnostics.find(runId);
    if (JSON.stringify(before?.batches) === JSON.stringify(after?.batches)) return false;
    const { channels, newAlertId } = parts;
    const event = { kind: "learned" } as const;
    for (const alert of await queries.alerts.listUnresolved(STANDING_CARDS, flowId)) {
      if (!isRunAlert(alert) || alert.latestRunId !== runId) continue;
      await applyEvent(queries, alert, { channels, newAlertId, now, event });
    }
    return true;
  });
}

/** What could be read only in part takes nothing back, unless a batch has come further. */
function saysMore(now: RunDiagnostics, before: RunDiagnostics): boolean {
  const statuses = ({ batches }: RunDiagnostics): string =>
    batches.map(({ batchId, status = "" }) => `${batchId} ${status}`).join(",");
  return now.complete || statuses(now) !== statuses(before);
}

/** Of which runs Adobe has nothing; the newest so many. */
interface Memory {
  holds(run: FlowRun): boolean;
  add(run: FlowRun): void;
}

function createMemory(): Memory {
  const keys = new Set<string>();
  const keyOf = (run: FlowRun): string => [run.runId, ...askedBatches(run)].join(" ");
  return {
    holds: (run) => keys.has(keyOf(run)),
    add(run) {
      const [oldest] = keys;
      if (oldest !== undefined && keys.size >= MAX_REMEMBERED) keys.delete(oldest);
      keys.add(keyOf(run));
    },
  };
}
