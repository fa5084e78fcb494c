import type { Alert, Failures } from "../domain/alert.ts";
import type { RunFigures, RunSummary } from "../domain/alert-view.ts";
import type { Settlement } from "../domain/delivery.ts";
import type { FlowNames, FlowOrigin } from "../domain/flow-names.ts";
import type { FlowRun, RunStatus } from "../domain/flow-run.ts";
import type {
  AlertId,
  ChannelId,
  DeliveryId,
  FlowId,
  FlowRunId,
  MessageTs,
  NotificationId,
} from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import type { AlertKind, RunOutcome } from "../domain/run-outcome.ts";
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
  readonly alerts: AlertQueries;
  readonly deliveries: DeliveryQueries;
  readonly journal: JournalQueries;
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

/** The webhook brought nothing while the journal did. */
export interface WebhookSilence {
  /** When the first of them was read in the journal. */
  readonly since: number;
  /** How many notifications only the journal had. */
  readonly count: number;
  readonly toldAt: number;
}

/** How far a journal has been read. */
export interface JournalPlace {
  /** The journal's own address. */
  readonly journal: string;
  /** The address to read next. */
  readonly next: string;
  /** When last everything was read that there was. */
  readonly completeAt?: number;
  /** Present while it lasts. */
  readonly silence?: WebhookSilence;
}

export interface JournalQueries {
  findPlace(journal: string): Promise<JournalPlace | undefined>;
  savePlace(place: JournalPlace): Promise<void>;
  /** Notifications that only the journal brought, read after one instant and up to another. */
  onlyInJournal(span: {
    readonly after: number;
    readonly upTo: number;
  }): Promise<{ readonly count: number; readonly since: number } | undefined>;
}

/** What was not understood, for a newer version to read again. */
export interface KeptQueries {
  /** A page of them, in the order of their ids. */
  list(page: {
    readonly after?: NotificationId | undefined;
    readonly limit: number;
  }): Promise<readonly KeptNotification[]>;
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
  /** Runs of a flow, kind and cause that ended within a span, both ends included. */
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
  findByNumber(number: number): Promise<Alert | undefined>;
  /** Alerts that this run ended. */
  listRecoveredBy(runId: FlowRunId): Promise<readonly Alert[]>;
  findUnresolved(like: Pick<Alert, "flowId" | "kind" | "causeCode">): Promise<Alert | undefined>;
  /** The alert of the same flow, kind and cause that began before this one. */
  previous(alert: Alert): Promise<Alert | undefined>;
  /** Not resolved: open before acknowledged, failed before what is quieter, most failures first. */
  listUnresolved(limit: number, flowId?: FlowId): Promise<readonly Alert[]>;
  countByState(): Promise<{ readonly open: number; readonly acknowledged: number }>;
}

/** One thing to be said: `line` absent for a card. */
export interface ClaimedDelivery {
  readonly deliveryId: DeliveryId;
  readonly alertId: AlertId;
  readonly channel: ChannelId;
  readonly line?: Line;
  /** The revision that this attempt says. */
  readonly revision: number;
  /** From 1; 1 after each success. */
  readonly attempt: number;
  /** The message to change; absent: it is not posted yet. */
  readonly ts?: MessageTs;
  /** The card's message, for a line. */
  readonly threadTs?: MessageTs;
  /** An earlier attempt at posting may have succeeded without our knowing. */
  readonly uncertain: boolean;
}

export interface DeliveryQueries {
  /** Asks for the alert's card at this revision in a channel; a line, if given, follows it once. */
  want(wanted: {
    readonly alertId: AlertId;
    readonly channel: ChannelId;
    readonly revision: number;
    readonly now: number;
    readonly line?: Line;
    /** A card that is not posted yet waits for `release`, at the longest until then. */
    readonly holdUntil?: number;
  }): Promise<void>;
  /**
   * Lets go what is held: what is history by now (resolved, and last failed before an instant) is
   * settled without being said, the rest is due. Answers how many cards each.
   */
  release(by: {
    readonly now: number;
    readonly historyBefore: number;
  }): Promise<{ readonly due: number; readonly history: number }>;
  /** Channels in which something could be said now. */
  dueChannels(now: number): Promise<readonly ChannelId[]>;
  /** The earliest instant at which something waits, is due or its lease ends. */
  nextDueAt(): Promise<number | undefined>;
  /** Leases the next thing to say in a channel: new cards, then changed cards, then lines in order. */
  claim(claim: {
    readonly channel: ChannelId;
    readonly now: number;
    readonly leaseBy: string;
    readonly leaseUntil: number;
    /** `changes`: only updates of messages that stand already. */
    readonly only?: "changes";
  }): Promise<ClaimedDelivery | undefined>;
  /** Records an attempt's outcome; `false`: the lease was lost meanwhile. */
  settle(
    claimed: ClaimedDelivery,
    by: { readonly leaseBy: string; readonly now: number },
    settlement: Settlement,
  ): Promise<boolean>;
  /** Ends every lease at once; only right where no other process can hold one. */
  releaseLeases(now: number): Promise<number>;
  cardOf(alertId: AlertId, channel: ChannelId): Promise<MessageTs | undefined>;
  countWaiting(): Promise<number>;
  countRefused(): Promise<number>;
}
