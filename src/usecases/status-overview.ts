import type { AlertSummary, RunFigures, RunSummary } from "../domain/alert-view.ts";
import type { FormCount } from "../store/store.ts";
import { type AskSurroundings, DAY_MS, summariseAll } from "./ask.ts";

/** The answer to `/flowrun status`. Lists hold the first few; the counts hold all. */
export interface StatusOverview {
  readonly at: number;
  /** Not resolved, open before acknowledged, worst (most failures) first. */
  readonly alerts: readonly AlertSummary[];
  readonly openCount: number;
  readonly acknowledgedCount: number;
  readonly runningRuns: readonly RunSummary[];
  readonly runningCount: number;
  readonly last24Hours: RunFigures;
  /** Kept notifications that this version does not understand. */
  readonly notUnderstoodCount: number;
  /** Of these, by what they look like: the most frequent first. */
  readonly notUnderstood: readonly FormCount[];
  readonly lastNotificationAt?: number;
  /** Deliveries still to be said, and those that Slack refused for good. */
  readonly outbox: { readonly waiting: number; readonly refused: number };
}

const LISTED_ALERTS = 10;
const LISTED_RUNS = 5;
const LISTED_FORMS = 10;

/** A run that began longer ago and never reported an end is not called running any more. */
const RUNNING_AT_MOST_MS = 2 * DAY_MS;

export async function statusOverview(around: AskSurroundings): Promise<StatusOverview> {
  const { queries, now } = around;
  const { alerts, runs, notifications, deliveries } = queries;
  const since = now - RUNNING_AT_MOST_MS;
  const counts = await alerts.countByState();
  const lastNotificationAt = await notifications.lastReceivedAt();
  return {
    at: now,
    alerts: await summariseAll(await alerts.listUnresolved(LISTED_ALERTS), around),
    openCount: counts.open,
    acknowledgedCount: counts.acknowledged,
    runningRuns: await runs.running(since, LISTED_RUNS),
    runningCount: await runs.countRunning(since),
    last24Hours: await runs.figuresSince(now - DAY_MS),
    notUnderstoodCount: await notifications.countNotUnderstood(),
    notUnderstood: await notifications.formsNotUnderstood(LISTED_FORMS),
    ...(lastNotificationAt === undefined ? {} : { lastNotificationAt }),
    outbox: { waiting: await deliveries.countWaiting(), refused: await deliveries.countRefused() },
  };
}
