import type { RuleEnd } from "../domain/alert.ts";
import { endedAt, type FlowRun, isFailed, isGood } from "../domain/flow-run.ts";
import type { Watch } from "../store/report-port.ts";
import type { Queries } from "../store/store.ts";

/**
 * How what one of Adobe's rules fires for comes to its end: Adobe says so; or, where it is a delay, the run
 * has ended. Where no run is named, that is the flow's next run that ended after the rule fired.
 */
export async function endFrom(
  queries: Queries,
  watch: Watch,
  at: number,
): Promise<RuleEnd | undefined> {
  const ceasedAt = await queries.reports.inactiveFrom(watch.series, at);
  const run = watch.kind === "delay" ? await endedRun(queries, watch, at) : undefined;
  if (run !== undefined && isEarlier(endedAt(run), ceasedAt, at)) {
    return { kind: "run_ended", runId: run.runId, status: run.status, at: endedAt(run) };
  }
  return ceasedAt === undefined ? undefined : { kind: "ceased", at: ceasedAt };
}

/** Adobe may report a delay although its run has ended; then that is its end, unless Adobe names another. */
function isEarlier(ended: number, ceasedAt: number | undefined, firedAt: number): boolean {
  return ceasedAt === undefined || (ended >= firedAt && ended <= ceasedAt);
}

async function endedRun(
  queries: Queries,
  { runId, flowId }: Watch,
  at: number,
): Promise<FlowRun | undefined> {
  if (runId !== undefined) {
    const run = (await queries.runs.find(runId))?.run;
    return run !== undefined && hasEnded(run) ? run : undefined;
  }
  return flowId === undefined ? undefined : queries.runs.nearestEnded(flowId, at, "from");
}

export function hasEnded(run: FlowRun): boolean {
  return isGood(run) || isFailed(run);
}

/** What fired after one instant and up to another belongs together; an absent bound is open. */
export interface FiringSpan {
  readonly after?: number;
  readonly upTo?: number;
}

/** The span that an instant lies in. A run that is named ends all that fired for it, and so parts nothing. */
export async function spanAround(queries: Queries, watch: Watch, at: number): Promise<FiringSpan> {
  const { series, kind, flowId, runId } = watch;
  const { reports, runs } = queries;
  const flow = kind === "delay" && runId === undefined ? flowId : undefined;
  const before = flow && (await runs.nearestEnded(flow, at, "before"));
  const next = flow && (await runs.nearestEnded(flow, at, "from"));
  const after = greatest(await reports.inactiveBefore(series, at), before && endedAt(before));
  const upTo = least(await reports.inactiveFrom(series, at), next && endedAt(next));
  return { ...(after === undefined ? {} : { after }), ...(upTo === undefined ? {} : { upTo }) };
}

function greatest(...instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function least(...instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
