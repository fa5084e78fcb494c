import { type Alert, isRunAlert, type RuleAlert, type RunAlert } from "../domain/alert.ts";
import type {
  AlertSummary,
  AlertView,
  PreviousAlert,
  RuleAlertView,
  RunAlertView,
} from "../domain/alert-view.ts";
import { causesOf } from "../domain/cause.ts";
import type { Catalogue } from "../domain/explanation.ts";
import type { AlertId, ChannelId } from "../domain/ids.ts";
import type { Queries } from "../store/store.ts";
import { explainRun } from "./explain-run.ts";
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
  return isRunAlert(alert) ? loadRunView(queries, catalogue, alert) : loadRuleView(queries, alert);
}

async function loadRunView(
  queries: Queries,
  catalogue: Catalogue,
  alert: RunAlert,
): Promise<RunAlertView> {
  const stored = await queries.runs.find(alert.latestRunId);
  if (stored === undefined) throw new Error(`alert ${alert.alertId} has no run`);
  const { run } = stored;
  const flow = await queries.flows.find(alert.flowId);
  const flowName = flow?.flowName ?? run.flowName;
  const diagnostics = await queries.diagnostics.find(run.runId);
  const causes = causesOf(run);
  const previous = await queries.alerts.previous(alert);
  const week = { from: alert.lastFailedAt - WEEK_MS, to: alert.lastFailedAt };
  return {
    about: "runs",
    alert,
    run,
    ...(flowName === undefined ? {} : { flowName }),
    ...(flow === undefined ? {} : { origin: flow }),
    ...(diagnostics === undefined ? {} : { diagnostics }),
    causes,
    explanation: explainRun(causes, diagnostics, catalogue),
    ...(previous?.state === "resolved" ? { previous: toPrevious(previous) } : {}),
    failuresIn7Days: await queries.runs.countTroubled(alert, week),
    recentRuns: await queries.runs.recentStatuses(alert.flowId, STRIP_LENGTH),
    ...(await retriesOf(queries, alert)),
  };
}

async function loadRuleView(queries: Queries, alert: RuleAlert): Promise<RuleAlertView> {
  const { alertId, flowId, runId, firstFailedAt } = alert;
  const sum = await queries.reports.firingsOf(alertId);
  if (sum === undefined) throw new Error(`alert ${alertId} holds no report`);
  const stored = runId === undefined ? undefined : await queries.runs.find(runId);
  const flow = flowId === undefined ? undefined : await queries.flows.find(flowId);
  const flowName = flow?.flowName ?? stored?.run.flowName;
  const week = { from: firstFailedAt - WEEK_MS, to: firstFailedAt };
  return {
    about: "rule",
    alert,
    report: sum.latest,
    ...(flowName === undefined ? {} : { flowName }),
    ...(flow === undefined ? {} : { origin: flow }),
    ...(stored === undefined ? {} : { run: stored.run }),
    alertsIn7Days: await queries.alerts.countOnRules(alert, week),
    recentRuns: flowId === undefined ? [] : await queries.runs.recentStatuses(flowId, STRIP_LENGTH),
  };
}

async function retriesOf(
  queries: Queries,
  alert: RunAlert,
): Promise<Pick<RunAlertView, "retrying" | "recoveredBy">> {
  if (alert.state !== "resolved") {
    const retrying = await findRetrying(queries, alert.latestRunId);
    return retrying === undefined ? {} : { retrying };
  }
  if (alert.resolution.kind !== "recovered") return {};
  const retry = await queries.retries.findByNewRun(alert.resolution.runId);
  return retry === undefined ? {} : { recoveredBy: retry.by };
}

function toPrevious(alert: Extract<RunAlert, { state: "resolved" }>): PreviousAlert {
  const { number, failureCount, firstFailedAt, resolution } = alert;
  return { number, failureCount, firstFailedAt, resolution };
}

/** One line about an alert, for lists. `channel`: where its card is linked. */
export async function summariseAlert(
  queries: Queries,
  alert: Alert,
  { catalogue, channel }: { catalogue: Catalogue; channel: ChannelId },
): Promise<AlertSummary> {
  const { alertId, number, kind, state, flowId } = alert;
  const { failureCount, firstFailedAt, lastFailedAt } = alert;
  const flow = flowId === undefined ? undefined : await queries.flows.find(flowId);
  const ts = await queries.deliveries.cardOf(alertId, channel);
  return {
    alertId,
    number,
    kind,
    state,
    ...(flowId === undefined ? {} : { flowId }),
    ...(await causeOf(queries, alert, catalogue)),
    failureCount,
    firstFailedAt,
    lastFailedAt,
    ...(flow?.flowName === undefined ? {} : { flowName: flow.flowName }),
    ...(alert.state === "acknowledged" ? { acknowledgedBy: alert.acknowledgement.by } : {}),
    ...(ts === undefined ? {} : { card: { channel, ts } }),
  };
}

async function causeOf(
  queries: Queries,
  alert: Alert,
  catalogue: Catalogue,
): Promise<Pick<AlertSummary, "causeCode" | "causeTitle" | "sandboxName">> {
  if (isRunAlert(alert)) {
    const { causeCode } = alert;
    const title = catalogue.get(causeCode)?.title;
    return title === undefined ? { causeCode } : { causeCode, causeTitle: title };
  }
  const report = (await queries.reports.firingsOf(alert.alertId))?.latest;
  const { name: causeCode = "", sandboxName } = report ?? {};
  return sandboxName === undefined ? { causeCode } : { causeCode, sandboxName };
}
