import { z } from "zod";
import { AlertId, FlowId, FlowRunId, SlackUserId } from "./ids.ts";
import { AlertKind } from "./run-outcome.ts";

const Instant = z.number().int().nonnegative();

export const Acknowledgement = z.object({ by: SlackUserId, at: Instant });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/**
 * Why an alert closed: the flow's next good run; a person, with what they wrote; or `withdrawn`,
 * when a newer notification moved the alert's only run to another cause or called it good.
 */
export const Resolution = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recovered"), runId: FlowRunId, at: Instant }),
  z.object({
    kind: z.literal("person"),
    by: SlackUserId,
    note: z.string().optional(),
    at: Instant,
  }),
  z.object({ kind: z.literal("withdrawn"), at: Instant }),
]);
export type Resolution = z.infer<typeof Resolution>;

const common = {
  alertId: AlertId,
  /** What people type and read: `#42`. */
  number: z.number().int().positive(),
  flowId: FlowId,
  /** What is the matter with its runs. */
  kind: AlertKind,
  /** The code of the root cause; with the flow and the kind it keys the alert. */
  causeCode: z.string(),
  /** The newest failed run of the alert: the one that the card describes. */
  latestRunId: FlowRunId,
  failureCount: z.number().int().nonnegative(),
  firstFailedAt: Instant,
  lastFailedAt: Instant,
  /** Goes up by one with every change; what the compare-and-swap compares. */
  revision: z.number().int().positive(),
};

/** Our record that something needs a person. At most one alert of a flow, kind and cause is not resolved. */
export const Alert = z.discriminatedUnion("state", [
  z.object({ ...common, state: z.literal("open") }),
  z.object({
    ...common,
    state: z.literal("acknowledged"),
    acknowledgement: Acknowledgement,
  }),
  z.object({
    ...common,
    state: z.literal("resolved"),
    acknowledgement: Acknowledgement.optional(),
    resolution: Resolution,
  }),
]);
export type Alert = z.infer<typeof Alert>;

/** What an alert's failed runs add up to. `failureCount` 0: the alert lost its only run. */
export interface Failures {
  readonly latestRunId: FlowRunId;
  readonly failureCount: number;
  readonly firstFailedAt: number;
  readonly lastFailedAt: number;
}

export type AlertEvent =
  | { readonly kind: "failures_changed"; readonly failures: Failures; readonly causeCode: string }
  | { readonly kind: "recovered"; readonly runId: FlowRunId; readonly at: number }
  | { readonly kind: "withdrawn"; readonly at: number }
  | { readonly kind: "renamed" }
  | { readonly kind: "retried" }
  | { readonly kind: "acknowledge"; readonly by: SlackUserId; readonly at: number }
  | { readonly kind: "unacknowledge" }
  | {
      readonly kind: "resolve";
      readonly by: SlackUserId;
      readonly at: number;
      readonly note?: string;
    };

export type Refusal = "already_resolved" | "already_acknowledged" | "not_acknowledged";
export type Transition =
  | { readonly ok: true; readonly alert: Alert; readonly changed: boolean }
  | { readonly ok: false; readonly reason: Refusal };

/**
 * The only way an alert changes.
 *
 * | event            | open         | acknowledged           | resolved                              |
 * |------------------|--------------|------------------------|---------------------------------------|
 * | failures_changed | open         | acknowledged           | resolved (only its figures change)    |
 * | recovered        | resolved     | resolved               | an earlier good run replaces a later  |
 * | withdrawn        | resolved     | resolved               | no change                             |
 * | renamed, retried | open         | acknowledged           | no change                             |
 * | acknowledge      | acknowledged | already_acknowledged   | already_resolved                      |
 * | unacknowledge    | not_acknowledged | open               | already_resolved                      |
 * | resolve          | resolved     | resolved               | already_resolved                      |
 *
 * `renamed` and `retried` tell that what the card says of the flow, or of a retry, has changed; the alert only
 * gets a new revision.
 * `resolved` is final: whatever comes late finds it closed. A later failure opens a new alert.
 */
export function transition(alert: Alert, event: AlertEvent): Transition {
  switch (event.kind) {
    case "failures_changed":
      return withFailures(alert, event);
    case "recovered":
      return recovered(alert, event);
    case "withdrawn":
      return alert.state === "resolved"
        ? unchanged(alert)
        : changed({
            ...toResolved(alert, { kind: "withdrawn", at: event.at }),
            failureCount: 0,
          });
    case "renamed":
    case "retried":
      return alert.state === "resolved" ? unchanged(alert) : changed(alert);
    case "acknowledge":
      return acknowledge(alert, { by: event.by, at: event.at });
    case "unacknowledge":
      return unacknowledge(alert);
    case "resolve":
      return resolve(alert, event);
  }
}

function withFailures(
  alert: Alert,
  { failures, causeCode }: Extract<AlertEvent, { kind: "failures_changed" }>,
): Transition {
  const same =
    alert.causeCode === causeCode &&
    alert.latestRunId === failures.latestRunId &&
    alert.failureCount === failures.failureCount &&
    alert.firstFailedAt === failures.firstFailedAt &&
    alert.lastFailedAt === failures.lastFailedAt;
  return same ? unchanged(alert) : changed({ ...alert, ...failures, causeCode });
}

function recovered(
  alert: Alert,
  { runId, at }: Extract<AlertEvent, { kind: "recovered" }>,
): Transition {
  const resolution = { kind: "recovered", runId, at } as const;
  if (alert.state !== "resolved") return changed(toResolved(alert, resolution));
  if (alert.resolution.kind !== "recovered" || alert.resolution.runId === runId) {
    return unchanged(alert);
  }
  return changed({ ...alert, resolution });
}

function acknowledge(alert: Alert, acknowledgement: Acknowledgement): Transition {
  switch (alert.state) {
    case "open":
      return changed({ ...alert, state: "acknowledged", acknowledgement });
    case "acknowledged":
      return { ok: false, reason: "already_acknowledged" };
    case "resolved":
      return { ok: false, reason: "already_resolved" };
  }
}

function unacknowledge(alert: Alert): Transition {
  switch (alert.state) {
    case "open":
      return { ok: false, reason: "not_acknowledged" };
    case "acknowledged": {
      const { acknowledgement: _gone, ...rest } = alert;
      return changed({ ...rest, state: "open" });
    }
    case "resolved":
      return { ok: false, reason: "already_resolved" };
  }
}

function resolve(
  alert: Alert,
  { by, at, note }: Extract<AlertEvent, { kind: "resolve" }>,
): Transition {
  if (alert.state === "resolved") return { ok: false, reason: "already_resolved" };
  const resolution = note === undefined ? { by, at } : { by, at, note };
  return changed(toResolved(alert, { kind: "person", ...resolution }));
}

function toResolved(alert: Exclude<Alert, { state: "resolved" }>, resolution: Resolution): Alert {
  return { ...alert, state: "resolved", resolution };
}

function changed(alert: Alert): Transition {
  return { ok: true, changed: true, alert: { ...alert, revision: alert.revision + 1 } };
}

function unchanged(alert: Alert): Transition {
  return { ok: true, changed: false, alert };
}
