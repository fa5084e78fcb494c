import type { RunAlert } from "../../../../src/domain/alert.ts";
import type { AlertSummary, RunAlertView, RunSummary } from "../../../../src/domain/alert-view.ts";
import { causesOf } from "../../../../src/domain/cause.ts";
import { explain } from "../../../../src/domain/explanation.ts";
import { Activity, FlowRun } from "../../../../src/domain/flow-run.ts";
import {
  AlertId,
  ChannelId,
  FlowId,
  FlowRunId,
  MessageTs,
  SlackUserId,
} from "../../../../src/domain/ids.ts";
import { loadCatalogue } from "../../../../src/explanations/catalogue.ts";
import type { RenderContext } from "../../../../src/slack/message.ts";

export const NOW = Date.UTC(2026, 10, 23, 3, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const SAM = SlackUserId.parse("U0SAM");
export const CATALOGUE = loadCatalogue();

export function aContext(over: Partial<RenderContext> = {}): RenderContext {
  return {
    imsOrgId: "5C1328435BF324E90A49402A@AdobeOrg",
    workspaceUrl: "https://acme.slack.com/",
    now: NOW,
    version: "1.2.3",
    layout: "rich",
    ...over,
  };
}

export function anActivity(over: Partial<Activity> = {}): Activity {
  return Activity.parse({
    activityId: "4f008a00-3a04-11eb-adc1-0242ac120002",
    name: "SFTP Copy Activity",
    kind: "copy",
    status: "failed",
    figures: {},
    errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source" }],
    nestedErrors: [{ code: "2200", message: "A connection attempt failed" }],
    failedInfo: [],
    errorDetail:
      "ErrorCode=SftpNetworkIssue,'Type=X,Message=Meet network issue when connect to Sftp server '203.0.113.14', SocketErrorCode: 'TimedOut'.,Source=Y,'",
    ...over,
  });
}

export function aRun(over: Partial<FlowRun> = {}): FlowRun {
  return FlowRun.parse({
    runId: "f0b809c5-603d-4d6e-9600-977cb2e277b4",
    flowId: "dbc5c132-bc2a-4625-85c1-32bc2a262558",
    flowName: "Nightly CRM import",
    imsOrgId: "5C1328435BF324E90A49402A@AdobeOrg",
    sandboxName: "prod",
    status: "failed",
    startedAt: NOW - 30 * MINUTE,
    completedAt: NOW - 5 * MINUTE - 53_000,
    observedAt: NOW - 5 * MINUTE,
    figures: { recordsIn: 1_234_567, bytesIn: 12_345_678, filesIn: 2 },
    errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source." }],
    failedInfo: [],
    activities: [anActivity()],
    batchIds: ["6f6a900f-e40d-4f0e-9bb9-b614436c3465"],
    ...over,
  });
}

const COMMON = {
  alertId: AlertId.parse("0198c0de-0000-7000-8000-000000000042"),
  number: 42,
  flowId: FlowId.parse("dbc5c132-bc2a-4625-85c1-32bc2a262558"),
  kind: "failed",
  causeCode: "SftpNetworkIssue",
  latestRunId: FlowRunId.parse("f0b809c5-603d-4d6e-9600-977cb2e277b4"),
  failureCount: 1,
  firstFailedAt: NOW - 5 * MINUTE,
  lastFailedAt: NOW - 5 * MINUTE,
  revision: 3,
} as const;

export const OPEN: RunAlert = { ...COMMON, state: "open" };
export const ACKNOWLEDGED: RunAlert = {
  ...COMMON,
  state: "acknowledged",
  acknowledgement: { by: SAM, at: NOW - 2 * MINUTE },
};
export const RECOVERED: RunAlert = {
  ...COMMON,
  state: "resolved",
  failureCount: 3,
  acknowledgement: { by: SAM, at: NOW - 2 * MINUTE },
  resolution: { kind: "recovered", runId: FlowRunId.parse("good-run"), at: NOW + 2 * HOUR },
};
export const RESOLVED: RunAlert = {
  ...COMMON,
  state: "resolved",
  resolution: { kind: "person", by: SAM, note: "rotated the key", at: NOW + 3 * MINUTE },
};
export const WITHDRAWN: RunAlert = {
  ...COMMON,
  state: "resolved",
  failureCount: 0,
  resolution: { kind: "withdrawn", at: NOW + 3 * MINUTE },
};

export function aView(over: Partial<RunAlertView> = {}): RunAlertView {
  const run = over.run ?? aRun();
  const causes = causesOf(run);
  return {
    about: "runs",
    alert: OPEN,
    run,
    flowName: "Nightly CRM import",
    causes,
    explanation: explain(causes, CATALOGUE),
    failuresIn7Days: 1,
    recentRuns: (["success", "success", "success", "failed", "success", "failed"] as const).map(
      (status, index) => ({ runId: FlowRunId.parse(`run-${index}`), status }),
    ),
    ...over,
  };
}

export function anAlertSummary(over: Partial<AlertSummary> = {}): AlertSummary {
  return {
    alertId: COMMON.alertId,
    kind: "failed",
    number: 42,
    state: "open",
    flowId: COMMON.flowId,
    flowName: "Nightly CRM import",
    causeCode: "SftpNetworkIssue",
    causeTitle: "SFTP server does not answer",
    failureCount: 3,
    firstFailedAt: NOW - 2 * HOUR,
    lastFailedAt: NOW - 5 * MINUTE,
    card: { channel: ChannelId.parse("C0ALERTS"), ts: MessageTs.parse("1763866500.000100") },
    ...over,
  };
}

export function aRunSummary(over: Partial<RunSummary> = {}): RunSummary {
  return {
    runId: COMMON.latestRunId,
    flowId: COMMON.flowId,
    flowName: "Nightly CRM import",
    status: "failed",
    at: NOW - 30 * MINUTE,
    durationMs: 24 * MINUTE,
    recordsIn: 100,
    recordsOut: 70,
    causeCode: "SftpNetworkIssue",
    alertNumber: 42,
    ...over,
  };
}
