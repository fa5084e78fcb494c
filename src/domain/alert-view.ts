import type { Alert, Resolution, RuleAlert, RunAlert } from "./alert.ts";
import type { Cause } from "./cause.ts";
import type { Explanation } from "./explanation.ts";
import type { FlowOrigin } from "./flow-names.ts";
import type { FlowRun, RunStatus } from "./flow-run.ts";
import type { AlertId, ChannelId, FlowId, FlowRunId, MessageTs, SlackUserId } from "./ids.ts";
import type { MetricAlert } from "./metric-alert.ts";
import type { Retry } from "./retry.ts";
import type { RunDiagnostics } from "./run-diagnostics.ts";

/** Everything that a card or the details of an alert are drawn from. */
export type AlertView = RunAlertView | RuleAlertView;

export interface RunAlertView {
  readonly about: "runs";
  readonly alert: RunAlert;
  /** The alert's newest failed run. */
  readonly run: FlowRun;
  /** The newest name of the flow that any notification stated. */
  readonly flowName?: string;
  /** What Adobe's APIs say that the flow reads and writes. */
  readonly origin?: FlowOrigin;
  /** What Adobe's diagnostics say of the run; absent until they are looked up. */
  readonly diagnostics?: RunDiagnostics;
  /** Most specific first; the explanation is that of the first. */
  readonly causes: readonly Cause[];
  readonly explanation: Explanation;
  /** The alert of the same flow, kind and cause before this one. */
  readonly previous?: PreviousAlert;
  /** Runs of this flow, kind and cause in the seven days up to the alert's last one. */
  readonly failuresIn7Days: number;
  /** The flow's last runs, oldest first, ten at most. */
  readonly recentRuns: readonly { readonly runId: FlowRunId; readonly status: RunStatus }[];
  /** The run that would be retried: the alert's newest one, or the last of its retries that ended badly too. */
  readonly retrying?: Retrying;
  /** Who started the good run that ended the alert, where a retry did. */
  readonly recoveredBy?: SlackUserId;
}

export interface Retrying {
  readonly run: FlowRun;
  /** Absent: nobody asked for it yet. */
  readonly retry?: Retry;
  /** Whether the run that the retry started is known to have ended. */
  readonly newRunEnded: boolean;
}

export interface RuleAlertView {
  readonly about: "rule";
  readonly alert: RuleAlert;
  /** The newest that Adobe said while the rule fired. */
  readonly report: MetricAlert;
  readonly flowName?: string;
  readonly origin?: FlowOrigin;
  /** The run that Adobe names, where we know of it. */
  readonly run?: FlowRun;
  /** Alerts of this kind on this flow in the seven days up to this one; without a flow, of this rule. */
  readonly alertsIn7Days: number;
  /** The flow's last runs, oldest first, ten at most. */
  readonly recentRuns: RunAlertView["recentRuns"];
}

export interface PreviousAlert {
  readonly number: number;
  readonly failureCount: number;
  readonly firstFailedAt: number;
  readonly resolution: Resolution;
}

export interface RunSummary {
  readonly runId: FlowRunId;
  readonly flowId: FlowId;
  readonly flowName?: string;
  readonly status: RunStatus;
  readonly statusText?: string;
  /** When the run was created, or the next best instant. */
  readonly at: number;
  readonly durationMs?: number;
  readonly recordsIn?: number;
  readonly recordsOut?: number;
  /** Of the root cause of a failed run. */
  readonly causeCode?: string;
  readonly alertNumber?: number;
}

export interface AlertSummary {
  readonly alertId: AlertId;
  readonly number: number;
  readonly kind: Alert["kind"];
  readonly state: Alert["state"];
  /** Absent where one of Adobe's rules concerns no flow. */
  readonly flowId?: FlowId;
  readonly flowName?: string;
  readonly sandboxName?: string;
  /** Of an alert on one of Adobe's rules: the rule's name. */
  readonly causeCode: string;
  /** The catalogue's title of the code; absent where the code is not in the catalogue. */
  readonly causeTitle?: string;
  readonly failureCount: number;
  readonly firstFailedAt: number;
  readonly lastFailedAt: number;
  readonly acknowledgedBy?: string;
  /** Where the card stands, once it is posted. */
  readonly card?: { readonly channel: ChannelId; readonly ts: MessageTs };
}

/** Runs that ended within a span, and those of them that failed. */
export interface RunFigures {
  readonly ended: number;
  readonly failed: number;
}
