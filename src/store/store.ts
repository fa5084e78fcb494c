import type { Alert, Failures, RuleAlert, RunAlert } from "../domain/alert.ts";
import type { RunFigures, RunSummary } from "../domain/alert-view.ts";
import type { FlowNames, FlowOrigin } from "../domain/flow-names.ts";
import type { FlowRun, RunStatus } from "../domain/flow-run.ts";
import type { AlertId, FlowId, FlowRunId, NoticeId, NotificationId } from "../domain/ids.ts";
import type { Notice } from "../domain/notice.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import type { RunDiagnostics } from "../domain/run-diagnostics.ts";
import type { AlertKind, RunOutcome } from "../domain/run-outcome.ts";
import type { DeliveryQueries } from "./delivery-port.ts";
import type { ImportQueries, JournalQueries } from "./journal-port.ts";
import type { DownstreamQueries, ReportQueries, Watch } from "./report-port.ts";
import type { RetryQueries } from "./retry-queries.ts";

/**
 * Durable state, as the use cases and the outbox need it.
 *
 * `write` runs its work in a transaction that it may share with other callers' work (one disk sync
 * for all), and resolves once everything is on disk. The work may run twice, so it must only touch
 * the store; it must use the queries it is given, not `read`.
 */
export interface Store {
  /** No other process can have this store open. */
  readonly exclusive: boolean;
  readonly read: Queries;
  write<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Queries {
  readonly notifications: NotificationQueries;
  readonly kept: KeptQueries;
  readonly flows: FlowQueries;
  readonly runs: RunQueries;
  readonly diagnostics: DiagnosticsQueries;
  readonly downstream: DownstreamQueries;
  readonly reports: ReportQueries;
  readonly alerts: AlertQueries;
  readonly deliveries: DeliveryQueries;
  readonly journal: JournalQueries;
  readonly notices: NoticeQueries;
  readonly imports: ImportQueries;
  readonly retries: RetryQueries;
}

export interface NotificationQueries {
  /** `false`: it was there already. What the webhook brings counts as the webhook's, also after the journal. */
  insertIfNew(notification: Notification): Promise<boolean>;
  countNotUnderstood(): Promise<number>;
  /** By what they look like, the most frequent first. */
  formsNotUnderstood(limit: number): Promise<readonly FormCount[]>;
  lastReceivedAt(source?: Notification["source"]): Promise<number | undefined>;
}

export interface StoredNotice {
  readonly noticeId: NoticeId;
  /** Goes up by one with every change. */
  readonly revision: number;
  readonly notice: Notice;
}

export interface NoticeQueries {
  /** Nothing: the occasion was told before. */
  insertIfNew(occasion: string, notice: Notice, now: number): Promise<NoticeId | undefined>;
  find(noticeId: NoticeId): Promise<StoredNotice | undefined>;
  findByOccasion(occasion: string): Promise<StoredNotice | undefined>;
  update(noticeId: NoticeId, revision: number, notice: Notice): Promise<void>;
  /** How many of a kind were told since an instant. */
  countSince(kind: Notice["kind"], since: number): Promise<number>;
}

/** What was not understood, for a newer version to read again. */
export interface KeptQueries {
  /** A page of them, in the order of their ids. */
  list(page: {
    readonly after?: NotificationId | undefined;
    readonly limit: number;
  }): Promise<readonly KeptNotification[]>;
  /** One that is not understood yet. */
  find(
    notificationId: NotificationId,
  ): Promise<(KeptNotification & { readonly form: string }) | undefined>;
  /** Notes what a kept notification was read as this time. */
  reread(notificationId: NotificationId, content: NotificationContent): Promise<void>;
  /** It proved to hold several, which are recorded in its place; it stays, and counts no more. */
  markTakenApart(notificationId: NotificationId): Promise<void>;
  /** Whether a version of the product has read all that was kept again. */
  wasReadBy(version: string): Promise<boolean>;
  markReadBy(version: string, at: number): Promise<void>;
}

export interface FormCount {
  readonly form: string;
  readonly count: number;
}

/** What is left of a notification that was not understood: all that is needed to read it again. */
export type KeptNotification = Pick<
  Notification,
  "notificationId" | "receivedAt" | "source" | "eventCode" | "body"
>;

export interface Flow extends FlowOrigin {
  readonly flowId: FlowId;
  readonly flowName?: string;
  readonly sandboxName?: string;
  readonly imsOrgId?: string;
  /** When Adobe's APIs last told all of the flow's names. */
  readonly lookedUpAt?: number;
}

export interface FlowQueries {
  /** Keeps the name of the newest run that states one (`asOf`: that run's place in time). */
  remember(flow: Flow, asOf: number): Promise<void>;
  /** Takes over what Adobe's APIs say now of a known flow; `complete`: they told all they have. */
  learn(
    flowId: FlowId,
    names: FlowNames,
    when: { readonly now: number; readonly complete: boolean },
  ): Promise<void>;
  find(flowId: FlowId): Promise<Flow | undefined>;
  /** Where flows are known to be. */
  listSandboxes(): Promise<readonly string[]>;
  /** A page of the flows whose names Adobe's APIs have not told since an instant, in the order of their ids. */
  listUnnamedSince(
    since: number,
    page: { readonly after?: FlowId | undefined; readonly limit: number },
  ): Promise<readonly Flow[]>;
  /** Flows whose name contains the text, upper or lower case, exact names first. */
  searchByName(text: string, limit: number): Promise<{ flows: readonly Flow[]; count: number }>;
}

/** A run's place among its flow's runs; equal instants are told apart by the run's id. */
export interface RunOrder {
  readonly at: number;
  readonly runId: FlowRunId;
}

export interface StoredRun {
  readonly run: FlowRun;
  /** Only of a run that something is the matter with. */
  readonly causeCode?: string;
  readonly alertId?: AlertId;
}

export interface RunListFilter {
  readonly flowId?: FlowId;
  /** `open`: its alert is not resolved. */
  readonly only?: "failed" | "open";
}

export interface RunQueries {
  find(runId: FlowRunId): Promise<StoredRun | undefined>;
  save(stored: StoredRun): Promise<void>;
  /** The flow's nearest run of one of these outcomes, before or after a place in time. */
  nearest(
    flowId: FlowId,
    from: RunOrder,
    wanted: {
      readonly direction: "before" | "after";
      readonly outcomes: readonly RunOutcome[];
      /** Only a run that brought records. */
      readonly withRecords?: boolean;
    },
  ): Promise<{ readonly run: FlowRun; readonly order: RunOrder } | undefined>;
  /** The flow's run that ended first, at an instant or after it; or last, before it. */
  nearestEnded(
    flowId: FlowId,
    at: number,
    direction: "from" | "before",
  ): Promise<FlowRun | undefined>;
  /** Runs without data and without an alert, strictly between two places; a hundred at most. */
  listEmptyBetween(
    flowId: FlowId,
    after: RunOrder,
    before: RunOrder | undefined,
  ): Promise<readonly StoredRun[]>;
  /** Alerts that hold runs of the flow strictly between two places; an absent bound is open. */
  alertsBetween(
    flowId: FlowId,
    after: RunOrder | undefined,
    before: RunOrder | undefined,
  ): Promise<readonly AlertId[]>;
  /** What the alert's runs add up to, and where the last of them stands. */
  failuresOf(
    alertId: AlertId,
  ): Promise<{ readonly failures: Failures; readonly last: RunOrder } | undefined>;
  /** Hands those of an alert's runs that stand before a place to another alert. */
  moveEarlier(from: AlertId, to: AlertId, before: RunOrder): Promise<void>;
  list(
    filter: RunListFilter,
    page: { limit: number; offset: number },
  ): Promise<readonly RunSummary[]>;
  count(filter: RunListFilter): Promise<number>;
  running(since: number, limit: number): Promise<readonly RunSummary[]>;
  countRunning(since: number): Promise<number>;
  /** Runs that ended at or after an instant. */
  figuresSince(since: number, flowId?: FlowId): Promise<RunFigures>;
  /** Runs of a flow, kind and cause that an alert counts and that ended within a span, both ends included. */
  countTroubled(
    like: { readonly flowId: FlowId; readonly kind: AlertKind; readonly causeCode: string },
    span: Span,
  ): Promise<number>;
  /** The flow's last ended runs up to a place in time, oldest first. */
  recentStatuses(
    flowId: FlowId,
    limit: number,
  ): Promise<readonly { readonly runId: FlowRunId; readonly status: RunStatus }[]>;
}

export interface DiagnosticsQueries {
  /** What was learned last of the run. */
  find(runId: FlowRunId): Promise<RunDiagnostics | undefined>;
  /** Takes the place of what was learned before. */
  save(runId: FlowRunId, diagnostics: RunDiagnostics, now: number): Promise<void>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface AlertQueries {
  /** The next free number; to be used in the same transaction. */
  nextNumber(): Promise<number>;
  insert(alert: Alert): Promise<void>;
  /** Compare-and-swap: `false` when the stored revision is not `alert.revision - 1`. */
  update(alert: Alert): Promise<boolean>;
  find(alertId: AlertId): Promise<Alert | undefined>;
  /** Of an id that a run holds. */
  findOnRuns(alertId: AlertId): Promise<RunAlert | undefined>;
  /** Of an id that a report on a rule holds. */
  findOnRule(alertId: AlertId): Promise<RuleAlert | undefined>;
  findByNumber(number: number): Promise<Alert | undefined>;
  /** Alerts on runs that this run ended. */
  listRecoveredBy(runId: FlowRunId): Promise<readonly RunAlert[]>;
  findUnresolved(
    like: Pick<RunAlert, "flowId" | "kind" | "causeCode">,
  ): Promise<RunAlert | undefined>;
  findUnresolvedOnRule(watch: Watch): Promise<RuleAlert | undefined>;
  /** The alert of the same flow, kind and cause that began before this one. */
  previous(alert: RunAlert): Promise<RunAlert | undefined>;
  /** Alerts on rules that began within a span, both ends included: of a flow and kind, else of a series. */
  countOnRules(like: Watch, span: Span): Promise<number>;
  /** Not resolved: open before acknowledged, failed before what is quieter, most failures first. */
  listUnresolved(limit: number, flowId?: FlowId): Promise<readonly Alert[]>;
  /** Those of them that are on Adobe's rules. */
  listUnresolvedOnRules(limit: number, flowId?: FlowId): Promise<readonly RuleAlert[]>;
  countByState(): Promise<{ readonly open: number; readonly acknowledged: number }>;
}
