import type { RuleAlert } from "../domain/alert.ts";
import { endedAt, type FlowRun } from "../domain/flow-run.ts";
import type { MetricAlert } from "../domain/metric-alert.ts";
import type { StoredReport, Watch } from "../store/report-port.ts";
import type { Queries } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { insertOnRule, refreshOnRule } from "./refresh-on-rule.ts";
import { endFrom, type FiringSpan, hasEnded, spanAround } from "./rule-end.ts";
import type { AlertSurroundings } from "./say-alert.ts";

/**
 * Gives what Adobe said of one of its rules its place (ADR-0008).
 *
 * The ends of what a rule fires for part the times at which it fired into spans; what fired within a span
 * makes one alert, and the end of the span resolves it. The instants that Adobe states decide, so the
 * order of arrival does not matter: whatever ends a rule may come before what it ends.
 */
export async function placeReport(
  queries: Queries,
  stored: StoredReport,
  around: AlertSurroundings,
): Promise<void> {
  const watch = watchOf(stored.report);
  if (stored.report.state === "firing") await placeFiring(queries, stored, around);
  else await settleAround(queries, watch, { ...around, at: stored.report.at });
}

/** A run's end, or another one than was known, resolves the delays that it ends. */
export async function endDelays(
  queries: Queries,
  run: FlowRun,
  { known, ...around }: AlertSurroundings & { readonly known?: FlowRun | undefined },
): Promise<void> {
  if (!hasEnded(run)) return;
  const ends = [run, ...(known !== undefined && hasEnded(known) ? [known] : [])].map(endedAt);
  for (const watch of await queries.reports.delaysOf(run)) {
    if (watch.runId !== undefined) await refreshAll(queries, watch, around);
    else for (const at of new Set(ends)) await settleAround(queries, watch, { ...around, at });
  }
}

function watchOf({ series, kind, flowId, runId }: MetricAlert): Watch {
  return {
    series,
    kind,
    ...(flowId === undefined ? {} : { flowId }),
    ...(runId === undefined ? {} : { runId }),
  };
}

async function placeFiring(
  queries: Queries,
  stored: StoredReport,
  around: AlertSurroundings,
): Promise<void> {
  const { report, alertId } = stored;
  const watch = watchOf(report);
  const current = alertId === undefined ? undefined : await queries.alerts.findOnRule(alertId);
  if (current !== undefined) {
    // Only its words have changed.
    await applyEvent(queries, current, { ...around, event: { kind: "learned" } });
    return;
  }
  const home = await alertFor(queries, watch, report.at);
  const held = { report, alertId: home?.alertId ?? around.newAlertId() };
  await queries.reports.save(held);
  if (home !== undefined) await refreshOnRule(queries, home, around);
  else await insertOnRule(queries, watch, { ...around, alertId: held.alertId });
}

/** The alert of the span that may still count what fired at an instant. */
async function alertFor(
  queries: Queries,
  watch: Watch,
  at: number,
): Promise<RuleAlert | undefined> {
  const span = await spanAround(queries, watch, at);
  const isOver = (await endFrom(queries, watch, at)) !== undefined;
  for (const id of await queries.reports.alertsBetween(watch.series, span)) {
    const alert = await queries.alerts.findOnRule(id);
    if (alert !== undefined && counts(alert, at, isOver)) return alert;
  }
  // Reports that contradict one another can leave an unresolved alert outside the span; there is only one.
  return isOver ? undefined : queries.alerts.findUnresolvedOnRule(watch);
}

/** A person's resolution ends an alert; what fired after it is news. */
function counts(alert: RuleAlert, at: number, isOver: boolean): boolean {
  if (alert.state !== "resolved") return true;
  return alert.resolution.kind === "person" ? at <= alert.resolution.at : isOver;
}

async function refreshAll(
  queries: Queries,
  watch: Watch,
  around: AlertSurroundings,
): Promise<void> {
  await refreshEach(queries, await queries.reports.alertsBetween(watch.series, {}), around);
}

async function refreshEach(
  queries: Queries,
  ids: readonly RuleAlert["alertId"][],
  around: AlertSurroundings,
): Promise<void> {
  for (const id of ids) {
    const alert = await queries.alerts.findOnRule(id);
    if (alert !== undefined) await refreshOnRule(queries, alert, around);
  }
}

/** Resolves what fired within the span around an instant, and parts an alert that reaches beyond it. */
async function settleAround(
  queries: Queries,
  watch: Watch,
  { at, ...around }: AlertSurroundings & { readonly at: number },
): Promise<void> {
  const span = await spanAround(queries, watch, at);
  const { upTo } = span;
  const within = await queries.reports.alertsBetween(watch.series, span);
  if (within.length === 0) return;
  const later = new Set(await alertsBeyond(queries, watch, span));
  for (const id of within) {
    const alert = await queries.alerts.findOnRule(id);
    if (alert === undefined) continue;
    if (upTo !== undefined && later.has(id) && !isClosedByPerson(alert)) {
      await part(queries, alert, { ...around, upTo });
    } else await refreshOnRule(queries, alert, around);
  }
}

async function alertsBeyond(
  queries: Queries,
  watch: Watch,
  { upTo }: FiringSpan,
): Promise<readonly RuleAlert["alertId"][]> {
  if (upTo === undefined) return [];
  const { upTo: end } = await spanAround(queries, watch, upTo + 1);
  return queries.reports.alertsBetween(watch.series, { after: upTo, upTo: end });
}

function isClosedByPerson(alert: RuleAlert): boolean {
  return alert.state === "resolved" && alert.resolution.kind === "person";
}

/** As with runs, the card keeps the later half; what came before was told on it. */
async function part(
  queries: Queries,
  alert: RuleAlert,
  { upTo, ...around }: AlertSurroundings & { readonly upTo: number },
): Promise<void> {
  const alertId = around.newAlertId();
  await queries.reports.moveUpTo(alert.alertId, alertId, upTo);
  await insertOnRule(queries, alert, { ...around, channels: [], alertId });
  await refreshOnRule(queries, alert, around);
}
