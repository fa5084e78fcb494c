import type { Failures, RunAlert } from "../domain/alert.ts";
import { endedAt, type FlowRun } from "../domain/flow-run.ts";
import type { AlertId, FlowRunId, SlackUserId } from "../domain/ids.ts";
import { isMilestone, type Line } from "../domain/line.ts";
import { type AlertKind, ENDS } from "../domain/run-outcome.ts";
import type { Queries, RunOrder } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

export type OfKind = AlertSurroundings & { readonly kind: AlertKind };

/** A new alert over runs that hold its id already; resolved from the start where a later run ended it. */
export async function insertAlert(
  queries: Queries,
  wanted: {
    alertId: AlertId;
    flowId: FlowRun["flowId"];
    causeCode: string;
    failures: Failures;
    around: OfKind;
  },
): Promise<void> {
  const { alertId, flowId, causeCode, failures, around } = wanted;
  const { kind } = around;
  const last = await queries.runs.failuresOf(alertId);
  const ended =
    last && (await nearestEnd(queries, { flowId, kind }, { from: last.last, direction: "after" }));
  const base = {
    alertId,
    flowId,
    kind,
    causeCode,
    ...failures,
    number: await queries.alerts.nextNumber(),
    revision: 1,
  };
  const alert: RunAlert =
    ended === undefined
      ? { ...base, state: "open" }
      : { ...base, state: "resolved", resolution: recovery(ended.run) };
  await queries.alerts.insert(alert);
  await sayAlert(queries, alert, around);
}

function recovery(run: FlowRun): { kind: "recovered"; runId: FlowRun["runId"]; at: number } {
  return { kind: "recovered", runId: run.runId, at: endedAt(run) };
}

/** Brings an alert's figures and its end in line with the runs that it holds. */
export async function refreshAlert(
  queries: Queries,
  alert: RunAlert,
  { instead, ...around }: AlertSurroundings & { readonly instead?: number },
): Promise<void> {
  const sum = await queries.runs.failuresOf(alert.alertId);
  if (sum === undefined) {
    await withdraw(queries, alert, { ...around, ...(instead === undefined ? {} : { instead }) });
    return;
  }
  const { failures, last } = sum;
  const changed = await applyEvent(queries, alert, {
    ...around,
    event: { kind: "failures_changed", failures, causeCode: alert.causeCode },
    line: await againLine(queries, alert, failures),
  });
  const end = await nearestEnd(queries, alert, { from: last, direction: "after" });
  if (end !== undefined) await recover(queries, changed, { ...around, good: end.run });
}

/** The flow's nearest run that ends this kind of trouble. */
export function nearestEnd(
  queries: Queries,
  { flowId, kind }: Pick<RunAlert, "flowId" | "kind">,
  { from, direction }: { from: RunOrder; direction: "before" | "after" },
): ReturnType<Queries["runs"]["nearest"]> {
  return queries.runs.nearest(flowId, from, { direction, outcomes: ENDS[kind] });
}

async function againLine(
  queries: Queries,
  alert: RunAlert,
  failures: Failures,
): Promise<Line | undefined> {
  const more = failures.failureCount > alert.failureCount;
  if (!more || alert.state === "resolved") return undefined;
  const retriedBy = await whoStarted(queries, failures.latestRunId);
  if (retriedBy.retriedBy === undefined && !isMilestone(failures.failureCount)) return undefined;
  return {
    kind: "failing_again",
    alertKind: alert.kind,
    failureCount: failures.failureCount,
    runId: failures.latestRunId,
    ...retriedBy,
    at: failures.lastFailedAt,
  };
}

/** Who started the run, where a retry did. */
async function whoStarted(
  queries: Queries,
  runId: FlowRunId,
): Promise<{ readonly retriedBy?: SlackUserId }> {
  const retry = await queries.retries.findByNewRun(runId);
  return retry === undefined ? {} : { retriedBy: retry.by };
}

async function recover(
  queries: Queries,
  alert: RunAlert,
  { good, ...around }: AlertSurroundings & { good: FlowRun },
): Promise<void> {
  const { runId, at } = recovery(good);
  const line: Line = {
    kind: "recovered",
    alertKind: alert.kind,
    runId,
    failureCount: alert.failureCount,
    lastedMs: Math.max(0, at - alert.firstFailedAt),
    ...(await whoStarted(queries, runId)),
    at,
  };
  await applyEvent(queries, alert, {
    ...around,
    event: { kind: "recovered", runId, at },
    line: alert.state === "resolved" ? undefined : line,
  });
}

async function withdraw(
  queries: Queries,
  alert: RunAlert,
  { instead, ...around }: AlertSurroundings & { readonly instead?: number },
): Promise<void> {
  const withdrawn = {
    kind: "withdrawn" as const,
    at: around.now,
    ...(instead === undefined ? {} : { instead }),
  };
  await applyEvent(queries, alert, { ...around, event: withdrawn, line: withdrawn });
}
