import type { RuleAlert, RunAlert } from "../../src/domain/alert.ts";
import { type Activity, FlowRun } from "../../src/domain/flow-run.ts";
import {
  AlertId,
  ChannelId,
  FlowId,
  FlowRunId,
  NotificationId,
  SeriesId,
  SlackUserId,
} from "../../src/domain/ids.ts";
import type { MetricAlert } from "../../src/domain/metric-alert.ts";
import type { Notification } from "../../src/domain/notification.ts";
import type { Logger } from "../../src/logger.ts";

export const T0 = Date.UTC(2026, 10, 24, 2, 0, 0);
export const CHANNEL = ChannelId.parse("C0FLOWRUNS");
export const DANA = SlackUserId.parse("U0DANA");
export const SAM = SlackUserId.parse("U0SAM");
export const MINUTE = 60_000;

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};

type RunParts = Partial<Omit<FlowRun, "runId" | "flowId">> & { runId?: string; flowId?: string };

/** A run that ended well at `T0`, unless said otherwise. */
export function aFlowRun({ runId = "run-1", flowId = "flow-1", ...parts }: RunParts = {}): FlowRun {
  return FlowRun.parse({
    runId: FlowRunId.parse(runId),
    flowId: FlowId.parse(flowId),
    flowName: "Orders to Profile",
    imsOrgId: "5C1328435BF324E90A49402A@AdobeOrg",
    sandboxName: "prod",
    status: "success",
    createdAt: T0 - 10 * MINUTE,
    startedAt: T0 - 10 * MINUTE,
    completedAt: T0,
    updatedAt: T0,
    observedAt: T0,
    figures: { recordsIn: 100, recordsOut: 100 },
    errors: [],
    failedInfo: [],
    activities: [],
    batchIds: [],
    ...parts,
  });
}

/** A failed copy whose nested code is the cause. */
export function aFailedRun({
  code = "133",
  at = T0,
  ...parts
}: RunParts & { code?: string; at?: number } = {}): FlowRun {
  const activity: Activity = {
    activityId: "copyActivity",
    kind: "copy",
    status: "failed",
    figures: {},
    errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source." }],
    nestedErrors: [{ code, message: "The file was not found." }],
    failedInfo: [],
  };
  return aFlowRun({
    status: "failed",
    createdAt: at - 10 * MINUTE,
    startedAt: at - 10 * MINUTE,
    completedAt: at,
    updatedAt: at,
    figures: {},
    errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source." }],
    activities: [activity],
    ...parts,
  });
}

export function aGoodRun({ at = T0, ...parts }: RunParts & { at?: number } = {}): FlowRun {
  return aFlowRun({
    createdAt: at - 10 * MINUTE,
    startedAt: at - 10 * MINUTE,
    completedAt: at,
    updatedAt: at,
    ...parts,
  });
}

/** Adobe's rule about a late run, unless said otherwise; the series follows from the parts. */
export function aReport(parts: Partial<MetricAlert> = {}): MetricAlert {
  const report = {
    series: SeriesId.parse("unknown"),
    name: "sources_flow_run_delay",
    kind: "delay" as const,
    state: "firing" as const,
    flowId: FlowId.parse("flow-1"),
    sandboxName: "prod",
    message: "Triggered : Sources Flow Run Delay above 150 minutes.",
    value: "161",
    severity: "high",
    at: T0,
    ...parts,
  };
  const series = [report.name, report.flowId, report.runId, report.sandboxName].join(" ");
  return { ...report, series: SeriesId.parse(series.slice(0, 64)) };
}

export function aReportNotification(alert: MetricAlert, id?: string): Notification {
  lastNotification += 1;
  return {
    notificationId: NotificationId.parse(id ?? `m-${lastNotification}`),
    receivedAt: alert.at,
    source: "webhook",
    content: { kind: "metric_alert", alert },
    body: JSON.stringify({ name: alert.name }),
  };
}

let lastNotification = 0;

export function aNotification(run: FlowRun, id?: string): Notification {
  lastNotification += 1;
  return {
    notificationId: NotificationId.parse(id ?? `n-${lastNotification}`),
    receivedAt: run.observedAt,
    source: "webhook",
    content: { kind: "flow_run", run },
    body: JSON.stringify({ id: run.runId }),
  };
}

type OpenAlert = Extract<RunAlert, { state: "open" }>;

export function anAlert(parts: Partial<OpenAlert> = {}): OpenAlert {
  return {
    alertId: AlertId.parse("alert-1"),
    number: 1,
    flowId: FlowId.parse("flow-1"),
    kind: "failed",
    causeCode: "133",
    latestRunId: FlowRunId.parse("run-1"),
    failureCount: 1,
    firstFailedAt: T0,
    lastFailedAt: T0,
    revision: 1,
    state: "open",
    ...parts,
  };
}

type OpenRuleAlert = Extract<RuleAlert, { state: "open" }>;

/** On a delay of `flow-1`. */
export function aRuleAlert(parts: Partial<OpenRuleAlert> = {}): OpenRuleAlert {
  const { series } = aReport();
  return {
    alertId: AlertId.parse("alert-2"),
    number: 2,
    kind: "delay",
    series,
    flowId: FlowId.parse("flow-1"),
    failureCount: 1,
    firstFailedAt: T0,
    lastFailedAt: T0,
    revision: 1,
    state: "open",
    ...parts,
  };
}
