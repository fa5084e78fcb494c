import type { Clock } from "../clock.ts";
import { causeCodeOf } from "../domain/cause.ts";
import { type FlowRun, mergeRuns, orderedAt } from "../domain/flow-run.ts";
import type { AlertId, ChannelId, FlowId } from "../domain/ids.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import { type AlertKind, isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Logger } from "../logger.ts";
import type { Queries, Store, StoredRun } from "../store/store.ts";
import { alertedFlows } from "./alerted-flows.ts";
import { endDelays } from "./place-report.ts";
import { placeWithFollowers } from "./place-with-followers.ts";
import { recordReport } from "./record-report.ts";
import type { AlertSurroundings } from "./say-alert.ts";
import { tellOnce } from "./tell-operator.ts";
import { placedAfter, tellRetryEnd } from "./tell-retry.ts";

interface Parts {
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
  /** Something may be waiting to be said. It is told of which flows there is bad news. */
  readonly onRecorded: (alerted: readonly FlowId[]) => void;
}

export interface Recorded {
  /** `recorded_only`: understood and kept, with nothing to tell anybody. */
  readonly outcome: "new" | "duplicate" | "nothing_new" | "recorded_only" | "not_understood";
  /** The alert that counts the run, of a run that was new and needs a person. */
  readonly alertId?: AlertId;
}

export interface RecordOptions {
  /** They may be history: their new cards wait, at the longest until then. `onRecorded` is left to the caller. */
  readonly holdUntil?: number;
  /** Written in the same transaction; may run twice. */
  readonly alongside?: (queries: Queries) => Promise<void>;
}

export type Recorder = (
  notifications: readonly Notification[],
  options?: RecordOptions,
) => Promise<readonly Recorded[]>;

/**
 * Writes notifications, their runs, the alerts' transitions and what must be said, each
 * notification whole or not at all. Resolves once all of it is on disk.
 */
export function createRecorder(parts: Parts): Recorder {
  const { store, clock, logger, channels, newAlertId, onRecorded } = parts;
  const write = (
    slice: readonly Notification[],
    { alongside, ...hold }: RecordOptions,
  ): Promise<readonly Recorded[]> => {
    const around = { channels, newAlertId, now: clock.now(), ...hold };
    return store.write(async (queries) => {
      const written = await recordAll(queries, slice, around);
      await alongside?.(queries);
      return written;
    });
  };
  return async (notifications, { alongside, ...hold } = {}) => {
    const outcomes: Recorded[] = [];
    for (let from = 0; from < notifications.length; from += SLICE) {
      const isLast = from + SLICE >= notifications.length;
      const last = isLast && alongside !== undefined ? { alongside } : {};
      try {
        outcomes.push(
          ...(await write(notifications.slice(from, from + SLICE), { ...hold, ...last })),
        );
      } catch (error) {
        // One that cannot be recorded must not cost the others: they are kept, and Adobe sends all again.
        if (notifications.length > 1) {
          await Promise.allSettled(notifications.slice(from).map((one) => write([one], hold)));
          onRecorded([]);
        }
        throw error;
      }
    }
    notifications.forEach((notification, at) => {
      logger.info({ ...idsOf(notification), ...outcomes[at] }, "notification recorded");
    });
    // Nothing new is due of what is held; looking through it after each write would cost more and more.
    if (hold.holdUntil === undefined) onRecorded(alertedFlows(notifications, outcomes));
    return outcomes;
  };
}

/** So many share a transaction; others get their turn between two. */
const SLICE = 50;

async function recordAll(
  queries: Queries,
  notifications: readonly Notification[],
  around: AlertSurroundings,
): Promise<readonly Recorded[]> {
  const results: Recorded[] = [];
  for (const notification of notifications) {
    results.push(await recordOne(queries, notification, around));
  }
  return results;
}

async function recordOne(
  queries: Queries,
  notification: Notification,
  around: AlertSurroundings,
): Promise<Recorded> {
  if (!(await queries.notifications.insertIfNew(notification))) return { outcome: "duplicate" };
  const { content, notificationId, receivedAt } = notification;
  if (content.kind === "not_understood") {
    const notice = { kind: content.kind, notificationId, form: content.form, at: receivedAt };
    await tellOnce(queries, notice, around);
  }
  return recordContent(queries, content, around);
}

/** What follows from a notification that is stored; also when a newer version reads it again. */
export async function recordContent(
  queries: Queries,
  content: NotificationContent,
  around: AlertSurroundings,
): Promise<Recorded> {
  switch (content.kind) {
    case "flow_run":
      return recordRun(queries, content.run, around);
    case "metric_alert":
      return recordReport(queries, content.alert, around);
    case "ingestion":
    case "audit":
      return { outcome: "recorded_only" };
    case "not_understood":
      return { outcome: "not_understood" };
  }
}

/** What follows from what is known of a run, wherever it was heard. */
export async function recordRun(
  queries: Queries,
  heard: FlowRun,
  around: AlertSurroundings,
): Promise<Recorded> {
  await rememberFlow(queries, heard);
  const known = await queries.runs.find(heard.runId);
  const retry = await queries.retries.findByNewRun(heard.runId);
  const run = placedAfter(known === undefined ? heard : mergeRuns(known.run, heard), retry);
  if (known !== undefined && JSON.stringify(known.run) === JSON.stringify(run)) {
    return { outcome: "nothing_new" };
  }
  const outcome = outcomeOf(run);
  const stored: StoredRun = {
    run,
    ...(isTrouble(outcome) ? { causeCode: causeCodeFor(outcome, run) } : {}),
    ...(known?.alertId === undefined ? {} : { alertId: known.alertId }),
  };
  await queries.runs.save(stored);
  await place(queries, stored, { ...around, known: known?.run });
  await tellRetryEnd(queries, { retry, run, known: known?.run }, around);
  const alertId = isTrouble(outcome) ? (await queries.runs.find(run.runId))?.alertId : undefined;
  return { outcome: "new", ...(alertId === undefined ? {} : { alertId }) };
}

async function place(
  queries: Queries,
  stored: StoredRun,
  around: AlertSurroundings & { readonly known: FlowRun | undefined },
): Promise<void> {
  const { runId, predecessors = [] } = stored.run;
  await queries.downstream.remember(runId, predecessors);
  await placeWithFollowers(queries, stored, around);
  await endDelays(queries, stored.run, around);
}

async function rememberFlow(queries: Queries, heard: FlowRun): Promise<void> {
  const { flowId, flowName, sandboxName, imsOrgId } = heard;
  await queries.flows.remember(
    {
      flowId,
      ...(flowName === undefined ? {} : { flowName }),
      ...(sandboxName === undefined ? {} : { sandboxName }),
      ...(imsOrgId === undefined ? {} : { imsOrgId }),
    },
    orderedAt(heard),
  );
}

/** A run without data has no error that could key its alert. */
function causeCodeFor(kind: AlertKind, run: FlowRun): string {
  return kind === "no_data" ? "no-data" : causeCodeOf(run);
}

/** By which one notification can be followed through the log, from here to Slack. */
function idsOf({ notificationId, content }: Notification): object {
  const { kind } = content;
  switch (content.kind) {
    case "flow_run": {
      const { runId, flowId, status } = content.run;
      return { notificationId, runId, flowId, status };
    }
    case "metric_alert": {
      const { kind: rule, state, flowId, runId } = content.alert;
      return { notificationId, kind, rule, state, flowId, runId };
    }
    case "ingestion":
      return { notificationId, kind, status: content.ingestion.status };
    case "audit":
      return { notificationId, kind };
    case "not_understood":
      return { notificationId, form: content.form };
  }
}
