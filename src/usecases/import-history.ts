import type { NameSource } from "../adobe/names.ts";
import type { RunReader, RunsEnd } from "../adobe/runs.ts";
import type { Clock } from "../clock.ts";
import { orderedAt } from "../domain/flow-run.ts";
import type { FlowId } from "../domain/ids.ts";
import { dayOf } from "../domain/notice.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Store } from "../store/store.ts";
import type { ToRun } from "./fill-gap.ts";
import type { RunRecorder } from "./record-runs.ts";

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly clock: Pick<Clock, "now">;
  readonly read: RunReader;
  readonly toRun: ToRun;
  readonly record: RunRecorder;
  readonly names: NameSource;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly stopping: AbortSignal;
}

export interface ImportPlan {
  /** How far back, from now. */
  readonly days: number;
  readonly sandboxes: readonly string[];
}

/** Told after each page and each name; `day` is the instant at which it begins. */
export type ImportProgress =
  | {
      readonly kind: "runs";
      readonly sandbox: string;
      readonly day: number;
      /** Days of all sandboxes, those that were read by an earlier import among them. */
      readonly daysDone: number;
      readonly daysToDo: number;
      readonly counts: ImportCounts;
      /** The day is read whole. */
      readonly isDone: boolean;
    }
  | { readonly kind: "names"; readonly done: number; readonly toDo: number };

export interface ImportCounts {
  /** Runs that were read. */
  readonly runs: number;
  /** Of these, runs that were not known, or known otherwise. */
  readonly fresh: number;
  /** Entries of Adobe's list that are no runs. */
  readonly notUnderstood: number;
  /** Days that an earlier import has read. */
  readonly daysSkipped: number;
}

export interface ImportResult {
  readonly end: RunsEnd;
  /** Where it ended, when it is not complete. */
  readonly at?: { readonly sandbox: string; readonly day: number };
  readonly counts: ImportCounts;
  readonly names: { readonly found: number; readonly missing: number };
  /** Alerts over the flows that have not recovered. */
  readonly unresolved: number;
}

const DAY_MS = 24 * 3_600_000;
/** A day is read again until then: its runs may still have been under way. */
const SETTLED_AFTER_MS = 2 * DAY_MS;
const NAMES_KNOWN_FOR_MS = DAY_MS;

/**
 * Fills the store with the runs of the last days from Flow Service, oldest first, and looks up the names of their
 * flows. Nothing of it is told in Slack (ADR-0011). What a day brought is kept when the day is read, so a
 * later import goes on where this one ended; importing again changes nothing.
 */
export async function importHistory(parts: Parts, plan: ImportPlan): Promise<ImportResult> {
  const { store, clock } = parts;
  const now = clock.now();
  const days = daysOf(plan, now);
  const state = { counts: { runs: 0, fresh: 0, notUnderstood: 0, daysSkipped: 0 }, daysDone: 0 };
  let end: RunsEnd = { kind: "complete" };
  let at: ImportResult["at"];
  for (const sandbox of plan.sandboxes) {
    const read = await store.read.imports.readDays(sandbox, days[0] ?? now);
    for (const day of days) {
      if ((read.get(day) ?? 0) >= day + SETTLED_AFTER_MS) {
        state.counts.daysSkipped += 1;
      } else {
        const toDo = days.length * plan.sandboxes.length;
        end = await importDay(parts, state, { sandbox, day, toDo });
        at = { sandbox, day };
        if (end.kind !== "complete") break;
      }
      state.daysDone += 1;
    }
    if (end.kind !== "complete") break;
  }
  const names =
    end.kind === "complete" ? await learnNames(parts) : { found: 0, missing: 0, stopped: false };
  const { open, acknowledged } = await store.read.alerts.countByState();
  return {
    end: names.stopped ? { kind: "stopped" } : end,
    ...(end.kind === "complete" || at === undefined ? {} : { at }),
    counts: state.counts,
    names: { found: names.found, missing: names.missing },
    unresolved: open + acknowledged,
  };
}

function daysOf({ days }: ImportPlan, now: number): number[] {
  const first = dayOf(now - days * DAY_MS);
  return Array.from({ length: (dayOf(now) - first) / DAY_MS + 1 }, (_, at) => first + at * DAY_MS);
}

interface State {
  readonly counts: { runs: number; fresh: number; notUnderstood: number; daysSkipped: number };
  daysDone: number;
}

async function importDay(
  parts: Parts,
  state: State,
  { sandbox, day, toDo }: { readonly sandbox: string; readonly day: number; readonly toDo: number },
): Promise<RunsEnd> {
  const { store, clock, toRun, record, onProgress } = parts;
  const { counts } = state;
  const startedAt = clock.now();
  const tell = (isDone: boolean): void => {
    const daysDone = state.daysDone + (isDone ? 1 : 0);
    onProgress({
      kind: "runs",
      sandbox,
      day,
      daysDone,
      daysToDo: toDo,
      counts: { ...counts },
      isDone,
    });
  };
  const onPage = async (items: readonly unknown[]): Promise<void> => {
    const runs = items.flatMap((item) => toRun(item, { receivedAt: clock.now(), sandbox }) ?? []);
    // In their own order a run's place is found most cheaply.
    const inOrder = runs.toSorted((one, other) => orderedAt(one) - orderedAt(other));
    const { fresh } = await record(inOrder, { as: { kind: "history" } });
    counts.runs += runs.length;
    counts.fresh += fresh;
    counts.notUnderstood += items.length - runs.length;
    tell(false);
  };
  const until = day + DAY_MS;
  const end = await parts.read({ sandbox, from: day, until }, onPage, parts.stopping);
  if (end.kind === "complete") {
    await store.write((queries) => queries.imports.markRead(sandbox, day, startedAt));
    tell(true);
  }
  return end;
}

const FLOWS_PER_PAGE = 100;

async function learnNames(
  parts: Parts,
): Promise<{ found: number; missing: number; stopped: boolean }> {
  const { store, clock, names, stopping } = parts;
  const flows = await unnamedFlows(parts);
  let found = 0;
  for (const [at, flow] of flows.entries()) {
    if (stopping.aborted) return { found, missing: flows.length - found, stopped: true };
    const lookup = await names.find(flow.flowId, flow.sandboxName ?? DEFAULT_SANDBOX);
    if (lookup.kind === "found") {
      const when = { now: clock.now(), complete: lookup.complete };
      await store.write((queries) => queries.flows.learn(flow.flowId, lookup.names, when));
      found += 1;
    }
    parts.onProgress({ kind: "names", done: at + 1, toDo: flows.length });
  }
  return { found, missing: flows.length - found, stopped: false };
}

async function unnamedFlows({
  store,
  clock,
}: Parts): Promise<{ readonly flowId: FlowId; readonly sandboxName?: string }[]> {
  const since = clock.now() - NAMES_KNOWN_FOR_MS;
  const flows: { readonly flowId: FlowId; readonly sandboxName?: string }[] = [];
  for (;;) {
    const after = flows.at(-1)?.flowId;
    const page = await store.read.flows.listUnnamedSince(since, { after, limit: FLOWS_PER_PAGE });
    flows.push(
      ...page.map(({ flowId, sandboxName }) => ({
        flowId,
        ...(sandboxName === undefined ? {} : { sandboxName }),
      })),
    );
    if (page.length < FLOWS_PER_PAGE) return flows;
  }
}
