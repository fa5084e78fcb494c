import { z } from "zod";
import { RunStatus } from "./flow-run.ts";
import { AlertId, FlowId, FlowRunId, SeriesId, SlackUserId } from "./ids.ts";
import { MetricAlertKind } from "./metric-alert.ts";
import { AlertKind } from "./run-outcome.ts";

const Instant = z.number().int().nonnegative();

export const Acknowledgement = z.object({ by: SlackUserId, at: Instant });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/**
 * Why an alert closed.
 *
 * - `recovered`: the flow's next good run.
 * - `person`: somebody closed it, with what they wrote.
 * - `withdrawn`: a newer notification moved the alert's only run to another cause or called it good; or,
 *   with `instead`, the number of the alert that tells of it now, because a run before it failed.
 * - `ceased`: Adobe says that its rule does not hold any more.
 * - `run_ended`: the run that was late has ended, however it did.
 */
export const Resolution = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recovered"), runId: FlowRunId, at: Instant }),
  z.object({
    kind: z.literal("person"),
    by: SlackUserId,
    note: z.string().optional(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("withdrawn"),
    instead: z.number().int().positive().optional(),
    at: Instant,
  }),
  z.object({ kind: z.literal("ceased"), at: Instant }),
  z.object({ kind: z.literal("run_ended"), runId: FlowRunId, status: RunStatus, at: Instant }),
]);
export type Resolution = z.infer<typeof Resolution>;

const common = {
  alertId: AlertId,
  /** What people type and read: `#42`. */
  number: z.number().int().positive(),
  /** Failed runs; of an alert on one of Adobe's rules, how often Adobe said that it fires. */
  failureCount: z.number().int().nonnegative(),
  firstFailedAt: Instant,
  lastFailedAt: Instant,
  /** Goes up by one with every change; what the compare-and-swap compares. */
  revision: z.number().int().positive(),
};

const ofRuns = {
  ...common,
  flowId: FlowId,
  /** What is the matter with its runs. */
  kind: AlertKind,
  /** The code of the root cause; with the flow and the kind it keys the alert. */
  causeCode: z.string(),
  /** The newest failed run of the alert: the one that the card describes. */
  latestRunId: FlowRunId,
};

const ofRule = {
  ...common,
  /** What Adobe's rule watches. */
  kind: MetricAlertKind,
  /** Keys the alert: the rule, and what it fires for. */
  series: SeriesId,
  /** Absent where the rule concerns no flow. */
  flowId: FlowId.optional(),
  /** The run that Adobe names. */
  runId: FlowRunId.optional(),
};

const acknowledged = { state: z.literal("acknowledged"), acknowledgement: Acknowledgement };
const resolved = {
  state: z.literal("resolved"),
  acknowledgement: Acknowledgement.optional(),
  resolution: Resolution,
};

/** Something is the matter with a flow's runs. */
export const RunAlert = z.discriminatedUnion("state", [
  z.object({ ...ofRuns, state: z.literal("open") }),
  z.object({ ...ofRuns, ...acknowledged }),
  z.object({ ...ofRuns, ...resolved }),
]);
export type RunAlert = z.infer<typeof RunAlert>;

/** One of Adobe's own alert rules fires. */
export const RuleAlert = z.discriminatedUnion("state", [
  z.object({ ...ofRule, state: z.literal("open") }),
  z.object({ ...ofRule, ...acknowledged }),
  z.object({ ...ofRule, ...resolved }),
]);
export type RuleAlert = z.infer<typeof RuleAlert>;

/** Our record that something needs a person. At most one alert of one key is not resolved. */
export type Alert = RunAlert | RuleAlert;

export function isRunAlert<T extends { readonly kind: Alert["kind"] }>(
  alert: T,
): alert is Extract<T, { readonly kind: AlertKind }> {
  return AlertKind.safeParse(alert.kind).success;
}

/** What an alert's failed runs add up to. `failureCount` 0: the alert lost its only run. */
export interface Failures {
  readonly latestRunId: FlowRunId;
  readonly failureCount: number;
  readonly firstFailedAt: number;
  readonly lastFailedAt: number;
}

/** What Adobe's words that a rule fires add up to. */
export type Firings = Omit<Failures, "latestRunId">;

/** How an alert on one of Adobe's rules ends by itself. */
export type RuleEnd = Extract<Resolution, { kind: "ceased" | "run_ended" }>;

export type AlertEvent =
  | { readonly kind: "failures_changed"; readonly failures: Failures; readonly causeCode: string }
  | { readonly kind: "firings_changed"; readonly firings: Firings }
  | { readonly kind: "recovered"; readonly runId: FlowRunId; readonly at: number }
  | { readonly kind: "rule_ended"; readonly end: RuleEnd }
  | { readonly kind: "withdrawn"; readonly at: number; readonly instead?: number }
  | { readonly kind: "learned" }
  | { readonly kind: "downstream_told" }
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
export type Transition<A extends Alert = Alert> =
  | { readonly ok: true; readonly alert: A; readonly changed: boolean }
  | { readonly ok: false; readonly reason: Refusal };

/** An alert of the same sort in any state. */
export type AnyState<A extends Alert> = A extends { readonly kind: AlertKind }
  ? RunAlert
  : RuleAlert;

/**
 * The only way an alert changes.
 *
 * | event            | open         | acknowledged           | resolved                              |
 * |------------------|--------------|------------------------|---------------------------------------|
 * | failures_changed | open         | acknowledged           | resolved (only its figures change)    |
 * | firings_changed  | open         | acknowledged           | resolved (only its figures change)    |
 * | recovered        | resolved     | resolved               | an earlier good run replaces a later  |
 * | rule_ended       | resolved     | resolved               | another end replaces the first        |
 * | withdrawn        | resolved     | resolved               | no change                             |
 * | learned, retried | open         | acknowledged           | no change                             |
 * | downstream_told  | open         | acknowledged           | resolved                              |
 * | acknowledge      | acknowledged | already_acknowledged   | already_resolved                      |
 * | unacknowledge    | not_acknowledged | open               | already_resolved                      |
 * | resolve          | resolved     | resolved               | already_resolved                      |
 *
 * `learned` and `retried` tell that more is known of the flow, the run or a retry, so that the card says something else;
 * `downstream_told`, that its thread gets a line about a run further down: the alert only gets a new revision.
 * `resolved` is final: whatever comes late finds it closed. A later failure opens a new alert.
 */
export function transition<A extends Alert>(alert: A, event: AlertEvent): Transition<AnyState<A>> {
  // No event makes an alert on a rule of one on runs.
  return next(alert, event) as Transition<AnyState<A>>;
}

function next(alert: Alert, event: AlertEvent): Transition {
  switch (event.kind) {
    case "failures_changed":
      return withFailures(alert, event);
    case "firings_changed":
      return withFirings(alert, event.firings);
    case "recovered":
      return recovered(alert, event);
    case "rule_ended":
      return ruleEnded(alert, event.end);
    case "withdrawn":
      return withdraw(alert, event);
    case "learned":
    case "retried":
    case "downstream_told":
      return redrawn(alert, event.kind);
    case "acknowledge":
      return acknowledge(alert, { by: event.by, at: event.at });
    case "unacknowledge":
      return unacknowledge(alert);
    case "resolve":
      return resolve(alert, event);
  }
}

/** Its card says something else; that of a closed alert only where something happened further down. */
function redrawn(alert: Alert, why: "learned" | "retried" | "downstream_told"): Transition {
  return alert.state === "resolved" && why !== "downstream_told"
    ? unchanged(alert)
    : changed(alert);
}

function withFailures(
  alert: Alert,
  { failures, causeCode }: Extract<AlertEvent, { kind: "failures_changed" }>,
): Transition {
  if (!isRunAlert(alert)) return unchanged(alert);
  const same =
    alert.causeCode === causeCode &&
    alert.latestRunId === failures.latestRunId &&
    alert.failureCount === failures.failureCount &&
    alert.firstFailedAt === failures.firstFailedAt &&
    alert.lastFailedAt === failures.lastFailedAt;
  return same ? unchanged(alert) : changed({ ...alert, ...failures, causeCode });
}

function withFirings(alert: Alert, firings: Firings): Transition {
  const same =
    alert.failureCount === firings.failureCount &&
    alert.firstFailedAt === firings.firstFailedAt &&
    alert.lastFailedAt === firings.lastFailedAt;
  return same ? unchanged(alert) : changed({ ...alert, ...firings });
}

function ruleEnded(alert: Alert, end: RuleEnd): Transition {
  if (alert.state !== "resolved") return changed(toResolved(alert, end));
  const before = alert.resolution;
  if (before.kind !== "ceased" && before.kind !== "run_ended") return unchanged(alert);
  const same = JSON.stringify(before) === JSON.stringify(end);
  return same ? unchanged(alert) : changed({ ...alert, resolution: end });
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

function withdraw(alert: Alert, event: Extract<Resolution, { kind: "withdrawn" }>): Transition {
  return alert.state === "resolved"
    ? unchanged(alert)
    : changed({ ...toResolved(alert, event), failureCount: 0 });
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
