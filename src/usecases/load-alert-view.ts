import type { Alert } from "../domain/alert.ts";
import type { AlertSummary, AlertView, PreviousAlert } from "../domain/alert-view.ts";
import { causesOf } from "../domain/cause.ts";
import { type Catalogue, explain } from "../domain/explanation.ts";
import type { AlertId, ChannelId } from "../domain/ids.ts";
import type { Queries } from "../store/store.ts";
import { findRetrying } from "./find-retrying.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
const STRIP_LENGTH = 10;

/** Everything that a card or the details of an alert show; `undefined` when there is no such alert. */
export async function loadAlertView(
  queries: Queries,
  catalogue: Catalogue,
  alertId: AlertId,
): Promise<AlertView | undefined> {
  const alert = await queries.alerts.find(alertId);
  if (alert === undefined) return undefined;
  const stored = await queries.runs.find(alert.latestRunId);
  if (stored === undefined) throw new Error(`alert ${alertId} has no run ${alert.latestRunId}`);
  const { run } = stored;
  const flow = await queries.flows.find(alert.flowId);
  const flowName = flow?.flowName ?? run.flowName;
  const causes = causesOf(run);
  const previous = await queries.alerts.previous(alert);
  const week = { from: alert.lastFailedAt - WEEK_MS, to: alert.lastFailedAt };
  return {
    alert,
    run,
    ...(flowName === undefined ? {} : { flowName }),
    ...(flow === undefined ? {} : { origin: flow }),
    causes,
    explanation: explain(causes, catalogue),
    ...(previous?.state === "resolved" ? { previous: toPrevious(previous) } : {}),
    failuresIn7Days: await queries.runs.countTroubled(alert, week),
    recentRuns: await queries.runs.recentStatuses(alert.flowId, STRIP_LENGTH),
    ...(await retriesOf(queries, alert)),
  };
}

async function retriesOf(
  queries: Queries,
  alert: Alert,
): Promise<Pick<AlertView, "retrying" | "recoveredBy">> {
  if (alert.state !== "resolved") {
    const retrying = await findRetrying(queries, alert.latestRunId);
    return retrying === undefined ? {} : { retrying };
  }
  if (alert.resolution.kind !== "recovered") return {};
  const retry = await queries.retries.findByNewRun(alert.resolution.runId);
  return retry === undefined ? {} : { recoveredBy: retry.by };
}

function toPrevious(alert: Extract<Alert, { state: "resolved" }>): PreviousAlert {
  const { number, failureCount, firstFailedAt, resolution } = alert;
  return { number, failureCount, firstFailedAt, resolution };
}

/** One line about an alert, for lists. `channel`: where its card is linked. */
export async function summariseAlert(
  queries: Queries,
  alert: Alert,
  { catalogue, channel }: { catalogue: Catalogue; channel: ChannelId },
): Promise<AlertSummary> {
  const flow = await queries.flows.find(alert.flowId);
  const ts = await queries.deliveries.cardOf(alert.alertId, channel);
  const title = catalogue.get(alert.causeCode)?.title;
  const { alertId, number, kind, state, flowId, causeCode } = alert;
  const { failureCount, firstFailedAt, lastFailedAt } = alert;
  return {
    alertId,
    number,
    kind,
    state,
    flowId,
    causeCode,
    failureCount,
    firstFailedAt,
    lastFailedAt,
    ...(flow?.flowName === undefined ? {} : { flowName: flow.flowName }),
    ...(title === undefined ? {} : { causeTitle: title }),
    ...(alert.state === "acknowledged" ? { acknowledgedBy: alert.acknowledgement.by } : {}),
    ...(ts === undefined ? {} : { card: { channel, ts } }),
  };
}
