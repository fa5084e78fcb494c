import type { Alert, Failures } from "../domain/alert.ts";
import { endedAt, type FlowRun, orderedAt } from "../domain/flow-run.ts";
import { AlertKind, ENDS, endsKind, isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Queries, RunOrder, StoredRun } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { insertAlert, type OfKind, refreshAlert } from "./refresh-alert.ts";
import type { AlertSurroundings } from "./say-alert.ts";

/**
 * Gives a run that is new or has changed its place among its flow's alerts.
 *
 * For each kind of trouble, the runs that end it (`ENDS`) part the flow's runs into spans. Within a
 * span all runs of one kind and cause make one alert; the run that ends the span resolves it. This
 * is decided by the runs' own times, so the order in which notifications arrive does not matter: a
 * failed run that arrives late joins the alert of its span, and a good run that arrives late parts
 * an alert in two, the earlier half resolved. What a person has resolved stays resolved, and counts
 * only what happened up to then.
 *
 * A run without data is trouble only where an earlier run of the flow brought some.
 */
export async function placeRun(
  queries: Queries,
  stored: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  const outcome = outcomeOf(stored.run);
  if (isTrouble(outcome) && (outcome !== "no_data" || (await hadData(queries, stored.run)))) {
    await placeTrouble(queries, stored, { ...around, kind: outcome });
  } else if (stored.alertId !== undefined) await leaveAlert(queries, stored, around);
  for (const kind of AlertKind.options) {
    if (endsKind(outcome, kind)) await placeEnd(queries, stored.run, { ...around, kind });
  }
  if ((stored.run.figures.recordsIn ?? 0) > 0 && endsKind(outcome, "no_data")) {
    await placeEmptyRunsAfter(queries, stored.run, around);
  }
}

async function hadData(queries: Queries, run: FlowRun): Promise<boolean> {
  const outcomes = ENDS.no_data;
  const wanted = { direction: "before", outcomes, withRecords: true } as const;
  return (await queries.runs.nearest(run.flowId, orderOf(run), wanted)) !== undefined;
}

/** They were not known to be trouble before this run told that the flow does bring data. */
async function placeEmptyRunsAfter(
  queries: Queries,
  run: FlowRun,
  around: AlertSurroundings,
): Promise<void> {
  const end = await nearestEnd(queries, run, { kind: "no_data", direction: "after" });
  const empty = await queries.runs.listEmptyBetween(run.flowId, orderOf(run), end?.order);
  for (const stored of empty) await placeTrouble(queries, stored, { ...around, kind: "no_data" });
}

function nearestEnd(
  queries: Queries,
  run: FlowRun,
  { kind, direction }: { kind: AlertKind; direction: "before" | "after" },
): ReturnType<Queries["runs"]["nearest"]> {
  return queries.runs.nearest(run.flowId, orderOf(run), { direction, outcomes: ENDS[kind] });
}

function orderOf(run: FlowRun): RunOrder {
  return { at: orderedAt(run), runId: run.runId };
}

async function placeTrouble(queries: Queries, stored: StoredRun, around: OfKind): Promise<void> {
  const { run, causeCode, alertId } = stored;
  const { kind } = around;
  if (causeCode === undefined) throw new Error(`run ${run.runId} has no cause code`);
  const current = alertId === undefined ? undefined : await queries.alerts.find(alertId);
  if (current?.causeCode === causeCode && current.kind === kind) {
    await refreshAlert(queries, current, around);
    return;
  }
  const home = await alertFor(queries, run, { kind, causeCode });
  if (current?.kind === kind && home === undefined && (await isOnlyRunOf(queries, current))) {
    await rekey(queries, current, { ...around, causeCode });
    return;
  }
  if (home === undefined) await openAlert(queries, stored, around);
  else {
    await queries.runs.save({ ...stored, alertId: home.alertId });
    await refreshAlert(queries, home, around);
  }
  if (current !== undefined) await refreshAlert(queries, current, around);
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

/** The alert of the run's span, kind and cause that may still count it. */
async function alertFor(
  queries: Queries,
  run: FlowRun,
  { kind, causeCode }: { kind: AlertKind; causeCode: string },
): Promise<Alert | undefined> {
  const before = await nearestEnd(queries, run, { kind, direction: "before" });
  const after = await nearestEnd(queries, run, { kind, direction: "after" });
  const ids = await queries.runs.alertsBetween(run.flowId, before?.order, after?.order);
  for (const id of ids) {
    const alert = await queries.alerts.find(id);
    if (alert?.kind === kind && alert.causeCode === causeCode && counts(alert, run)) return alert;
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

async function openAlert(queries: Queries, stored: StoredRun, around: OfKind): Promise<void> {
  const { run, causeCode = "" } = stored;
  const alertId = around.newAlertId();
  await queries.runs.save({ ...stored, alertId });
  const failedAt = endedAt(run);
  await insertAlert(queries, {
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

/** The run was taken for troubled and is not any more. */
async function leaveAlert(
  queries: Queries,
  { run, alertId }: StoredRun,
  around: AlertSurroundings,
): Promise<void> {
  await queries.runs.save({ run });
  const alert = alertId === undefined ? undefined : await queries.alerts.find(alertId);
  if (alert !== undefined) await refreshAlert(queries, alert, around);
}

/** Resolves what was the matter before the run, and parts an alert that has runs on both sides of it. */
async function placeEnd(queries: Queries, run: FlowRun, around: OfKind): Promise<void> {
  const { kind } = around;
  const order = orderOf(run);
  const before = await nearestEnd(queries, run, { kind, direction: "before" });
  const earlier = await queries.runs.alertsBetween(run.flowId, before?.order, order);
  if (earlier.length === 0) return;
  const after = await nearestEnd(queries, run, { kind, direction: "after" });
  const later = new Set(await queries.runs.alertsBetween(run.flowId, order, after?.order));
  for (const id of earlier) {
    const alert = await queries.alerts.find(id);
    if (alert?.kind !== kind) continue;
    if (!later.has(id)) await refreshAlert(queries, alert, around);
    else if (!closedByPerson(alert)) await part(queries, alert, { ...around, at: order });
  }
}

function closedByPerson(alert: Alert): boolean {
  return alert.state === "resolved" && alert.resolution.kind === "person";
}

async function part(
  queries: Queries,
  alert: Alert,
  { at, ...around }: OfKind & { at: RunOrder },
): Promise<void> {
  const alertId = around.newAlertId();
  await queries.runs.moveEarlier(alert.alertId, alertId, at);
  const sum = await queries.runs.failuresOf(alertId);
  if (sum === undefined) return;
  const { flowId, causeCode } = alert;
  await insertAlert(queries, { alertId, flowId, causeCode, failures: sum.failures, around });
  await refreshAlert(queries, alert, around);
}
