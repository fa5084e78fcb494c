import type { Firings, RuleAlert, RuleEnd } from "../domain/alert.ts";
import type { AlertId } from "../domain/ids.ts";
import { isMilestone, type Line } from "../domain/line.ts";
import type { Watch } from "../store/report-port.ts";
import type { Queries } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { endFrom } from "./rule-end.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

/** A new alert over reports that hold its id already; resolved from the start where its end is known. */
export async function insertOnRule(
  queries: Queries,
  { series, kind, flowId, runId }: Watch,
  { alertId, ...around }: AlertSurroundings & { readonly alertId: AlertId },
): Promise<void> {
  const sum = await queries.reports.firingsOf(alertId);
  if (sum === undefined) return;
  const base = {
    alertId,
    number: await queries.alerts.nextNumber(),
    kind,
    series,
    ...(flowId === undefined ? {} : { flowId }),
    ...(runId === undefined ? {} : { runId }),
    ...sum.firings,
    revision: 1,
  };
  const end = await endFrom(queries, base, sum.firings.lastFailedAt);
  const alert: RuleAlert =
    end === undefined
      ? { ...base, state: "open" }
      : { ...base, state: "resolved", resolution: end };
  await queries.alerts.insert(alert);
  await sayAlert(queries, alert, around);
}

/** Brings an alert's figures and its end in line with what Adobe said and with the runs. */
export async function refreshOnRule(
  queries: Queries,
  alert: RuleAlert,
  around: AlertSurroundings,
): Promise<void> {
  const sum = await queries.reports.firingsOf(alert.alertId);
  if (sum === undefined) return;
  const { firings } = sum;
  const changed = await applyEvent(queries, alert, {
    ...around,
    event: { kind: "firings_changed", firings },
    line: againLine(alert, firings),
  });
  const end = await endFrom(queries, changed, firings.lastFailedAt);
  if (end === undefined) return;
  await applyEvent(queries, changed, {
    ...around,
    event: { kind: "rule_ended", end },
    line: changed.state === "resolved" ? undefined : endLine(changed, end),
  });
}

function againLine(alert: RuleAlert, { failureCount, lastFailedAt }: Firings): Line | undefined {
  const more = failureCount > alert.failureCount;
  if (!more || alert.state === "resolved" || !isMilestone(failureCount)) return undefined;
  return { kind: "firing_again", alertKind: alert.kind, failureCount, at: lastFailedAt };
}

function endLine({ kind, firstFailedAt }: RuleAlert, end: RuleEnd): Line {
  if (end.kind === "run_ended") return end;
  const lastedMs = Math.max(0, end.at - firstFailedAt);
  return { kind: "ceased", alertKind: kind, lastedMs, at: end.at };
}
