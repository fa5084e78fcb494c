import type { Failures, RunAlert } from "../domain/alert.ts";
import { endedAt, type FlowRun, orderedAt } from "../domain/flow-run.ts";
import { AlertKind, ENDS, endsKind, isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Queries, RunOrder, StoredRun } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { insertAlert, nearestEnd, type OfKind, refreshAlert } from "./refresh-alert.ts";
import type { AlertSurroundings } from "./say-alert.ts";
import { tellDownstream } from "./tell-downstream.ts";
import { upstreamAlert } from "./upstream-alert.ts";

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
 * A run without data is trouble only where an earlier run of the flow brought some. A run that works on the
 * data of one that has an alert gets none of its own: the thread of that alert tells of it.
 */
export async function placeRun(
  queries: Queries,
  stored: StoredRun,
  { known, ...around }: AlertSurroundings & { readonly known?: FlowRun | undefined },
): Promise<void> {
  const outcome = outcomeOf(stored.run);
  if (isTrouble(outcome) && (outcome !== "no_data" || (await hadData(queries, stored.run)))) {
    await placeOrTell(queries, stored, { ...around, kind: outcome });
  } else if (stored.alertId !== undefined) await leaveAlert(queries, stored, around);
  for (const kind of AlertKind.options) {
    if (endsKind(outcome, kind)) await placeEnd(queries, stored.run, { ...around, kind });
  }
  if ((stored.run.figures.recordsIn ?? 0) > 0 && endsKind(outcome, "no_data")) {
    await placeEmptyRunsAfter(queries, stored.run, around);
  }
  if (known !== undefined) await placeAgainWhatItEnded(queries, stored.run, around);
}

/** A run that ended alerts may now stand elsewhere, or not be good any more: what is still wrong is told anew. */
async function placeAgainWhatItEnded(
  queries: Queries,
  run: FlowRun,
  around: AlertSurroundings,
): Promise<void> {
  for (const alert of await queries.alerts.listRecoveredBy(run.runId)) {
    const latest = await queries.runs.find(alert.latestRunId);
    const held = latest?.alertId === alert.alertId && outcomeOf(latest.run) === alert.kind;
    if (!held) continue;
    await placeTrouble(queries, latest, { ...around, kind: alert.kind });
    const moved = await queries.runs.find(latest.run.runId);
    if (moved?.alertId === undefined || moved.alertId === alert.alertId) continue;
    await queries.runs.moveEarlier(alert.alertId, moved.alertId, orderOf(latest.run));
    const home = await queries.alerts.findOnRuns(moved.alertId);
    if (home !== undefined) await refreshAlert(queries, home, around);
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
  const { flowId } = run;
  const from = orderOf(run);
  const like = { flowId, kind: "no_data" } as const;
  const end = await nearestEnd(queries, like, { from, direction: "after" });
  const empty = await queries.runs.listEmptyBetween(flowId, from, end?.order);
  for (const stored of empty) await placeOrTell(queries, stored, { ...around, kind: "no_data" });
}

function orderOf(run: FlowRun): RunOrder {
  return { at: orderedAt(run), runId: run.runId };
}

async function placeOrTell(queries: Queries, stored: StoredRun, around: OfKind): Promise<void> {
  const { run, alertId } = stored;
  const source = await upstreamAlert(queries, run);
  if (source === undefined) {
    if (run.predecessors !== undefined) await queries.downstream.forgetTold(run.runId);
    await placeTrouble(queries, stored, around);
    return;
  }
  if (alertId !== undefined) {
    await leaveAlert(queries, stored, { ...around, instead: source.number });
  }
  // To leave an alert may change the very one that tells of it, where flows feed one another.
  const present = await queries.alerts.findOnRuns(source.alertId);
  await tellDownstream(queries, run, { ...around, source: present ?? source });
}

async function placeTrouble(queries: Queries, stored: StoredRun, around: OfKind): Promise<void> {
  const { run, causeCode, alertId } = stored;
  if (causeCode === undefined) throw new Error(`run ${run.runId} has no cause code`);
  const like: AlertLike = { flowId: run.flowId, kind: around.kind, causeCode };
  const span = await spanOf(queries, run, around.kind);
  if (alertId === undefined) around.shifted?.add(run.runId);
  const current = alertId === undefined ? undefined : await queries.alerts.findOnRuns(alertId);
  if (current !== undefined && stays(current, like, span)) {
    await refreshAlert(queries, current, around);
    return;
  }
  const home = await alertFor(queries, run, { like, span, current });
  if (home !== undefined) {
    await queries.runs.save({ ...stored, alertId: home.alertId });
    await refreshAlert(queries, home, around);
  } else if (current?.kind === like.kind && (await isOnlyRunOf(queries, current, run))) {
    await rekey(queries, current, { ...around, causeCode });
    return;
  } else await openAlert(queries, stored, around);
  if (current !== undefined) await refreshAlert(queries, current, around);
}

/** What keys an alert. */
type AlertLike = Pick<RunAlert, "flowId" | "kind" | "causeCode">;

interface Span {
  readonly before: RunOrder | undefined;
  readonly after: RunOrder | undefined;
}

/** The runs next to this one that end this kind of trouble. */
async function spanOf(queries: Queries, run: FlowRun, kind: AlertKind): Promise<Span> {
  const like = { flowId: run.flowId, kind };
  const from = orderOf(run);
  const before = await nearestEnd(queries, like, { from, direction: "before" });
  const after = await nearestEnd(queries, like, { from, direction: "after" });
  return { before: before?.order, after: after?.order };
}

function isLike(alert: RunAlert, { flowId, kind, causeCode }: AlertLike): boolean {
  return alert.flowId === flowId && alert.kind === kind && alert.causeCode === causeCode;
}

/** A recovered alert whose good run is no longer told to be good holds nothing that is still wrong. */
function isStale(alert: RunAlert, { after }: Span): boolean {
  const recovered = alert.state === "resolved" && alert.resolution.kind === "recovered";
  return recovered && after === undefined;
}

function stays(current: RunAlert, like: AlertLike, span: Span): boolean {
  return isLike(current, like) && !isStale(current, span);
}

async function isOnlyRunOf(queries: Queries, alert: RunAlert, run: FlowRun): Promise<boolean> {
  if (alert.state === "resolved" || alert.flowId !== run.flowId) return false;
  const sum = await queries.runs.failuresOf(alert.alertId);
  return sum?.failures.failureCount === 1;
}

/** A newer notification stated a more specific cause of the alert's only run. */
async function rekey(
  queries: Queries,
  alert: RunAlert,
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
  { like, span, current }: { like: AlertLike; span: Span; current: RunAlert | undefined },
): Promise<RunAlert | undefined> {
  const ids = await queries.runs.alertsBetween(run.flowId, span.before, span.after);
  for (const id of ids) {
    const alert = await queries.alerts.findOnRuns(id);
    if (alert === undefined || !isLike(alert, like) || isStale(alert, span)) continue;
    if (counts(alert, run)) return alert;
  }
  // Reports that contradict one another can leave an unresolved alert outside the span; there is only one.
  const mayBeOpen =
    span.after === undefined || (current !== undefined && current.state !== "resolved");
  return mayBeOpen ? queries.alerts.findUnresolved(like) : undefined;
}

/** A person's resolution ends an alert; what failed after it is news. */
function counts(alert: RunAlert, run: FlowRun): boolean {
  if (alert.state !== "resolved") return true;
  switch (alert.resolution.kind) {
    case "recovered":
      return true;
    case "person":
      return endedAt(run) <= alert.resolution.at;
    case "withdrawn":
    case "ceased":
    case "run_ended":
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

/** The run is not troubled any more; or, with `instead`, another alert tells of it. */
async function leaveAlert(
  queries: Queries,
  { alertId, ...stored }: StoredRun,
  around: AlertSurroundings & { readonly instead?: number },
): Promise<void> {
  await queries.runs.save(stored);
  const alert = alertId === undefined ? undefined : await queries.alerts.findOnRuns(alertId);
  if (alert !== undefined) await refreshAlert(queries, alert, around);
}

/** Resolves what was the matter before the run, and parts an alert that has runs on both sides of it. */
async function placeEnd(queries: Queries, run: FlowRun, around: OfKind): Promise<void> {
  const { kind } = around;
  const like = { flowId: run.flowId, kind };
  const order = orderOf(run);
  const before = await nearestEnd(queries, like, { from: order, direction: "before" });
  const earlier = await queries.runs.alertsBetween(run.flowId, before?.order, order);
  if (earlier.length === 0) return;
  const after = await nearestEnd(queries, like, { from: order, direction: "after" });
  const later = new Set(await queries.runs.alertsBetween(run.flowId, order, after?.order));
  for (const id of earlier) {
    const alert = await queries.alerts.findOnRuns(id);
    if (alert?.kind !== kind) continue;
    if (!later.has(id)) await refreshAlert(queries, alert, around);
    else if (!closedByPerson(alert)) await part(queries, alert, { ...around, at: order });
  }
}

function closedByPerson(alert: RunAlert): boolean {
  return alert.state === "resolved" && alert.resolution.kind === "person";
}

async function part(
  queries: Queries,
  alert: RunAlert,
  { at, ...around }: OfKind & { at: RunOrder },
): Promise<void> {
  const alertId = around.newAlertId();
  await queries.runs.moveEarlier(alert.alertId, alertId, at);
  const sum = await queries.runs.failuresOf(alertId);
  if (sum === undefined) return;
  const { flowId, causeCode } = alert;
  // Its runs were told on the card that keeps the later half; only the state is parted.
  const silent = { ...around, channels: [] };
  await insertAlert(queries, {
    alertId,
    flowId,
    causeCode,
    failures: sum.failures,
    around: silent,
  });
  await refreshAlert(queries, alert, around);
}
