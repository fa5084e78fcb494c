import type { Clock } from "../clock.ts";
import { type Alert, type AlertEvent, type Refusal, transition } from "../domain/alert.ts";
import type { AlertId, ChannelId, SlackUserId } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import type { Logger } from "../logger.ts";
import type { Queries, Store } from "../store/store.ts";
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

/** How often a change is tried again when another writer was faster. */
const TRIES = 5;

/** Carries out what a person asked for; resolves once it is on disk. */
export function createAlertChanger(parts: Parts): (request: AlertRequest) => Promise<AlertChange> {
  const { store, clock, logger, channels, onRecorded } = parts;

  return async (request) => {
    for (let tried = 1; ; tried += 1) {
      const around = { channels, now: clock.now() };
      const change = await store.write((queries) => changeOnce(queries, request, around));
      if (change === "changed_meanwhile") {
        if (tried < TRIES) continue;
        throw new Error(`alert ${request.alertId} kept changing`);
      }
      const { alertId, by, action } = request;
      logger.info({ alertId, by, action: action.kind, outcome: change.kind }, "alert action");
      onRecorded();
      return change;
    }
  };
}

async function changeOnce(
  queries: Queries,
  { alertId, by, action }: AlertRequest,
  { channels, now }: { channels: readonly ChannelId[]; now: number },
): Promise<AlertChange | "changed_meanwhile"> {
  const alert = await queries.alerts.find(alertId);
  if (alert === undefined) return { kind: "not_found" };
  const { event, line } = eventOf(action, by, now);
  const result = transition(alert, event);
  if (!result.ok) return { kind: "refused", reason: result.reason, alert };
  if (!(await queries.alerts.update(result.alert))) return "changed_meanwhile";
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
