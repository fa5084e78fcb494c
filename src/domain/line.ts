import { z } from "zod";
import { RunFamily, RunStatus } from "./flow-run.ts";
import { FlowId, FlowRunId, SlackUserId } from "./ids.ts";
import { MetricAlertKind } from "./metric-alert.ts";
import { RetryRefusal } from "./retry.ts";
import { AlertKind } from "./run-outcome.ts";

const Instant = z.number().int().nonnegative();

/** One reply in the thread of a card or a notice, said once. */
export const Line = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("failing_again"),
    alertKind: AlertKind,
    failureCount: z.number().int().positive(),
    runId: FlowRunId,
    /** Who started the run, where a retry did. */
    retriedBy: SlackUserId.optional(),
    at: Instant,
  }),
  z.object({ kind: z.literal("acknowledged"), by: SlackUserId, at: Instant }),
  z.object({ kind: z.literal("unacknowledged"), by: SlackUserId, at: Instant }),
  z.object({
    kind: z.literal("resolved"),
    by: SlackUserId,
    note: z.string().optional(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("recovered"),
    alertKind: AlertKind,
    runId: FlowRunId,
    failureCount: z.number().int().nonnegative(),
    /** From the first failure to the good run. */
    lastedMs: Instant,
    retriedBy: SlackUserId.optional(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("withdrawn"),
    /** The number of the alert that tells of it now. */
    instead: z.number().int().positive().optional(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("firing_again"),
    alertKind: MetricAlertKind,
    failureCount: z.number().int().positive(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("ceased"),
    alertKind: MetricAlertKind,
    /** From the first time that the rule fired. */
    lastedMs: Instant,
    at: Instant,
  }),
  z.object({ kind: z.literal("run_ended"), runId: FlowRunId, status: RunStatus, at: Instant }),
  /** A run that works on the data of the alert's run is in trouble, too; it has no alert of its own. */
  z.object({
    kind: z.literal("downstream"),
    alertKind: AlertKind,
    family: RunFamily,
    runId: FlowRunId,
    flowId: FlowId,
    flowName: z.string().optional(),
    at: Instant,
  }),
  /** Beneath a notice: Adobe reaches the webhook again. */
  z.object({ kind: z.literal("webhook_back"), since: Instant, at: Instant }),
  z.object({
    kind: z.literal("retried"),
    by: SlackUserId,
    runId: FlowRunId,
    newRunId: FlowRunId.optional(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("retry_refused"),
    by: SlackUserId,
    runId: FlowRunId,
    reason: RetryRefusal,
    at: Instant,
  }),
  z.object({
    kind: z.literal("retry_unknown"),
    by: SlackUserId,
    runId: FlowRunId,
    at: Instant,
  }),
  /** The run that a retry started needs a person too, for another reason than this alert's. */
  z.object({
    kind: z.literal("retry_ended_otherwise"),
    by: SlackUserId,
    newRunId: FlowRunId,
    alertKind: AlertKind,
    alertNumber: z.number().int().positive(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("connection_tested"),
    by: SlackUserId,
    works: z.boolean(),
    at: Instant,
  }),
]);
export type Line = z.infer<typeof Line>;

/** At which failures of one alert the thread is told; every other one only raises the card's counter. */
const MILESTONES = new Set([2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 100_000]);

export function isMilestone(failureCount: number): boolean {
  return MILESTONES.has(failureCount);
}
