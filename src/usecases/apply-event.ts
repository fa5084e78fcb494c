import { type Alert, type AlertEvent, type AnyState, transition } from "../domain/alert.ts";
import type { Line } from "../domain/line.ts";
import type { Queries, Store } from "../store/store.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

/** Another writer changed the alert between our reading and writing; the whole work may be tried again. */
export class AlertChangedMeanwhile extends Error {
  constructor(alertId: string) {
    super(`alert ${alertId} was changed by another writer`);
    this.name = "AlertChangedMeanwhile";
  }
}

/**
 * Puts an event that cannot be refused through the alert's state machine and saves what comes of it.
 * @throws AlertChangedMeanwhile
 */
export async function applyEvent<A extends Alert>(
  queries: Queries,
  alert: A,
  { event, line, ...around }: AlertSurroundings & { event: AlertEvent; line?: Line | undefined },
): Promise<A | AnyState<A>> {
  const result = transition(alert, event);
  if (!result.ok || !result.changed) return alert;
  if (!(await queries.alerts.update(result.alert))) {
    throw new AlertChangedMeanwhile(alert.alertId);
  }
  await sayAlert(queries, result.alert, {
    ...around,
    ...(line === undefined ? {} : { line }),
    isNews: isTold(event) || hasFailedAgain(alert, result.alert),
  });
  return result.alert;
}

/** What somebody did, or a failure further down, is told also where there was no card. */
function isTold({ kind }: AlertEvent): boolean {
  return kind === "downstream_told" || kind === "retried";
}

/** Beside these the one change that is worth a card where there was none: imported alerts have none (ADR-0011). */
function hasFailedAgain(before: Alert, after: Alert): boolean {
  return after.state !== "resolved" && after.failureCount > before.failureCount;
}

/** How often a change is tried again when another writer was faster. */
const TRIES = 5;

/** Writes, and tries the whole work again where another writer changed an alert meanwhile. */
export async function writeAgain<T>(
  store: Pick<Store, "write">,
  work: (queries: Queries) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await store.write(work);
    } catch (error) {
      if (!(error instanceof AlertChangedMeanwhile) || tried >= TRIES) throw error;
    }
  }
}
