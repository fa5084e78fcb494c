import { type Alert, type AlertEvent, transition } from "../domain/alert.ts";
import type { Line } from "../domain/line.ts";
import type { Queries, Store } from "../store/store.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

/** Another writer changed the alert between our reading and writing; the whole work may be tried again. */
class AlertChangedMeanwhile extends Error {
  constructor(alertId: string) {
    super(`alert ${alertId} was changed by another writer`);
    this.name = "AlertChangedMeanwhile";
  }
}

/**
 * Puts an event that cannot be refused through the alert's state machine and saves what comes of it.
 * @throws AlertChangedMeanwhile
 */
export async function applyEvent(
  queries: Queries,
  alert: Alert,
  { event, line, ...around }: AlertSurroundings & { event: AlertEvent; line?: Line | undefined },
): Promise<Alert> {
  const result = transition(alert, event);
  if (!result.ok || !result.changed) return alert;
  if (!(await queries.alerts.update(result.alert))) {
    throw new AlertChangedMeanwhile(alert.alertId);
  }
  await sayAlert(queries, result.alert, { ...around, ...(line === undefined ? {} : { line }) });
  return result.alert;
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
