import type { Alert, Failures } from "../domain/alert.ts";
import { endedAt, type FlowRun, isFailed, isGood, orderedAt } from "../domain/flow-run.ts";
import type { AlertId } from "../domain/ids.ts";
import { isMilestone, type Line } from "../domain/line.ts";
import type { Queries, RunOrder, StoredRun } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

/**
 * Gives a run that is new or has changed its place among its flow's alerts.
 *
 * A flow's good runs part its failed runs into spans. Within a span all failed runs of one cause
 * make one alert; the good run that ends the span resolves it. This is decided by the runs' own
 * times, so the order in which notifications arrive does not matter: a failed run that arrives late
 * joins the alert of its span, and a good run that arrives late parts an alert in two, the earlier
 * half resolved. What a person has resolved stays resolved, and counts only failures up to then.
 */
export async function placeRun(
  queries: Queries,
  stored: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  const { run } = stored;
  if (isFailed(run)) await placeFailure(queries, stored, around);
  else if (stored.alertId !== undefined) await leaveAlert(queries, stored, around);
  if (isGood(run)) await placeGood(queries, run, around);
}

function orderOf(run: FlowRun): RunOrder {
  return { at: orderedAt(run), runId: run.runId };
}

async function placeFailure(
  queries: Queries,
  stored: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  const { run, causeCode, alertId } = stored;
  if (causeCode === undefined) throw new Error(`failed run ${run.runId} has no cause code`);
  const current = alertId === undefined ? undefined : await queries.alerts.find(alertId);
  if (current?.causeCode === causeCode) {
    await refresh(queries, current, around);
    return;
  }
  const home = await alertFor(queries, run, causeCode);
  if (current !== undefined && home === undefined && (await isOnlyRunOf(queries, current))) {
    await rekey(queries, current, { ...around, causeCode });
    return;
  }
  if (home === undefined) await openAlert(queries, stored, around);
  else {
    await queries.runs.save({ ...stored, alertId: home.alertId });
    await refresh(queries, home, around);
  }
  if (current !== undefined) await refresh(queries, current, around);
}

async function isOnlyRunOf(queries: Queries, alert: Alert): Promise<boolean> {
  const sum = await queries.runs.failuresOf(alert.alertId);
  return alert.state !== "resolved" && sum?.failures.failureCount === 1;
}

/** A newer notification stated a more specific cause of the alert's only run. */
async function rekey(
  queries: Queries,
  alert: Alert,
  { causeCode, ...around }: AlertSurroundings & { causeCode: string },
): Promise<void> {
  const { latestRunId, failureCount, firstFailedAt, lastFailedAt } = alert;
  const failures: Failures = { latestRunId, failureCount, firstFailedAt, lastFailedAt };
  const event = { kind: "failures_changed", failures, causeCode } as const;
  await applyEvent(queries, alert, { ...around, event });
}

/** The alert of the run's span and cause that may still count it. */
async function alertFor(
  queries: Queries,
  run: FlowRun,
  causeCode: string,
): Promise<Alert | undefined> {
  const order = orderOf(run);
  const before = await queries.runs.nearestGood(run.flowId, order, "before");
  const after = await queries.runs.nearestGood(run.flowId, order, "after");
  const ids = await queries.runs.alertsBetween(run.flowId, before?.order, after?.order);
  for (const id of ids) {
    const alert = await queries.alerts.find(id);
    if (alert?.causeCode === causeCode && counts(alert, run)) return alert;
  }
  return undefined;
}

/** A person's resolution ends an alert; what failed after it is news. */
function counts(alert: Alert, run: FlowRun): boolean {
  if (alert.state !== "resolved") return true;
  switch (alert.resolution.kind) {
    case "recovered":
      return true;
    case "person":
      return endedAt(run) <= alert.resolution.at;
    case "withdrawn":
      return false;
  }
}

async function openAlert(
  queries: Queries,
  stored: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  const { run, causeCode = "" } = stored;
  const alertId = around.newAlertId();
  await queries.runs.save({ ...stored, alertId });
  const failedAt = endedAt(run);
  await insert(queries, {
    alertId,
    flowId: run.flowId,
    causeCode,
    failures: {
      latestRunId: run.runId,
      failureCount: 1,
      firstFailedAt: failedAt,
      lastFailedAt: failedAt,
    },
    around,
  });
}

async function insert(
  queries: Queries,
  wanted: {
    alertId: AlertId;
    flowId: FlowRun["flowId"];
    causeCode: string;
    failures: Failures;
    around: AlertSurroundings;
  },
): Promise<void> {
  const { alertId, flowId, causeCode, failures, around } = wanted;
  const last = await queries.runs.failuresOf(alertId);
  const ended = last && (await queries.runs.nearestGood(flowId, last.last, "after"));
  const base = {
    alertId,
    flowId,
    causeCode,
    ...failures,
    number: await queries.alerts.nextNumber(),
    revision: 1,
  };
  const alert: Alert =
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
async function refresh(queries: Queries, alert: Alert, around: AlertSurroundings): Promise<void> {
  const sum = await queries.runs.failuresOf(alert.alertId);
  if (sum === undefined) {
    await withdraw(queries, alert, around);
    return;
  }
  const { failures, last } = sum;
  const changed = await applyEvent(queries, alert, {
    ...around,
    event: { kind: "failures_changed", failures, causeCode: alert.causeCode },
    line: againLine(alert, failures),
  });
  const good = await queries.runs.nearestGood(alert.flowId, last, "after");
  if (good !== undefined) await recover(queries, changed, { ...around, good: good.run });
}

function againLine(alert: Alert, failures: Failures): Line | undefined {
  const more = failures.failureCount > alert.failureCount;
  if (!more || alert.state === "resolved" || !isMilestone(failures.failureCount)) return undefined;
  return {
    kind: "failing_again",
    failureCount: failures.failureCount,
    runId: failures.latestRunId,
    at: failures.lastFailedAt,
  };
}

async function recover(
  queries: Queries,
  alert: Alert,
  { good, ...around }: AlertSurroundings & { good: FlowRun },
): Promise<void> {
  const { runId, at } = recovery(good);
  const line: Line = {
    kind: "recovered",
    runId,
    failureCount: alert.failureCount,
    lastedMs: Math.max(0, at - alert.firstFailedAt),
    at,
  };
  await applyEvent(queries, alert, {
    ...around,
    event: { kind: "recovered", runId, at },
    line: alert.state === "resolved" ? undefined : line,
  });
}

async function withdraw(queries: Queries, alert: Alert, around: AlertSurroundings): Promise<void> {
  const at = around.now;
  await applyEvent(queries, alert, {
    ...around,
    event: { kind: "withdrawn", at },
    line: { kind: "withdrawn", at },
  });
}

/** The run was taken for failed and is not any more. */
async function leaveAlert(
  queries: Queries,
  { run, alertId }: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  await queries.runs.save({ run });
  const alert = alertId === undefined ? undefined : await queries.alerts.find(alertId);
  if (alert !== undefined) await refresh(queries, alert, around);
}

/** Resolves what failed before the run, and parts an alert that has failed runs on both sides of it. */
async function placeGood(queries: Queries, run: FlowRun, around: AlertSurroundings): Promise<void> {
  const order = orderOf(run);
  const before = await queries.runs.nearestGood(run.flowId, order, "before");
  const after = await queries.runs.nearestGood(run.flowId, order, "after");
  const earlier = await queries.runs.alertsBetween(run.flowId, before?.order, order);
  const later = new Set(await queries.runs.alertsBetween(run.flowId, order, after?.order));
  for (const id of earlier) {
    const alert = await queries.alerts.find(id);
    if (alert === undefined) continue;
    if (!later.has(id)) await refresh(queries, alert, around);
    else if (!closedByPerson(alert)) await part(queries, alert, { ...around, at: order });
  }
}

function closedByPerson(alert: Alert): boolean {
  return alert.state === "resolved" && alert.resolution.kind === "person";
}

async function part(
  queries: Queries,
  alert: Alert,
  { at, ...around }: AlertSurroundings & { at: RunOrder },
): Promise<void> {
  const alertId = around.newAlertId();
  await queries.runs.moveEarlier(alert.alertId, alertId, at);
  const sum = await queries.runs.failuresOf(alertId);
  if (sum === undefined) return;
  const { flowId, causeCode } = alert;
  await insert(queries, { alertId, flowId, causeCode, failures: sum.failures, around });
  await refresh(queries, alert, around);
}
