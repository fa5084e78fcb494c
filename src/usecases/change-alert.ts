import type { Clock } from "../clock.ts";
import { type Alert, type AlertEvent, type Refusal, transition } from "../domain/alert.ts";
import type { AlertId, ChannelId, SlackUserId } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import type { Logger } from "../logger.ts";
import type { Queries, Store } from "../store/store.ts";
import { AlertChangedMeanwhile, writeAgain } from "./apply-event.ts";
import { sayAlert } from "./say-alert.ts";

/** What a person can do to an alert. */
export type AlertAction =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "unacknowledge" }
  | { readonly kind: "resolve"; readonly note?: string };

export type AlertChange =
  | { readonly kind: "done"; readonly alert: Alert }
  | { readonly kind: "refused"; readonly reason: Refusal; readonly alert: Alert }
  | { readonly kind: "not_found" };

export interface AlertRequest {
  readonly alertId: AlertId;
  readonly by: SlackUserId;
  readonly action: AlertAction;
}

interface Parts {
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly onRecorded: () => void;
}

/** Carries out what a person asked for; resolves once it is on disk. */
export function createAlertChanger(parts: Parts): (request: AlertRequest) => Promise<AlertChange> {
  const { store, clock, logger, channels, onRecorded } = parts;

  return async (request) => {
    const change = await writeAgain(store, (queries) =>
      changeOnce(queries, request, { channels, now: clock.now() }),
    );
    const { alertId, by, action } = request;
    logger.info({ alertId, by, action: action.kind, outcome: change.kind }, "alert action");
    onRecorded();
    return change;
  };
}

async function changeOnce(
  queries: Queries,
  { alertId, by, action }: AlertRequest,
  { channels, now }: { channels: readonly ChannelId[]; now: number },
): Promise<AlertChange> {
  const alert = await queries.alerts.find(alertId);
  if (alert === undefined) return { kind: "not_found" };
  const { event, line } = eventOf(action, by, now);
  const result = transition(alert, event);
  if (!result.ok) return { kind: "refused", reason: result.reason, alert };
  if (!(await queries.alerts.update(result.alert))) throw new AlertChangedMeanwhile(alertId);
  await sayAlert(queries, result.alert, { channels, now, line });
  return { kind: "done", alert: result.alert };
}

function eventOf(
  action: AlertAction,
  by: SlackUserId,
  at: number,
): { event: AlertEvent; line: Line } {
  switch (action.kind) {
    case "acknowledge":
      return { event: { kind: "acknowledge", by, at }, line: { kind: "acknowledged", by, at } };
    case "unacknowledge":
      return { event: { kind: "unacknowledge" }, line: { kind: "unacknowledged", by, at } };
    case "resolve": {
      const what = action.note === undefined ? { by, at } : { by, at, note: action.note };
      return { event: { kind: "resolve", ...what }, line: { kind: "resolved", ...what } };
    }
  }
}
