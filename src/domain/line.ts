import { z } from "zod";
import { FlowRunId, SlackUserId } from "./ids.ts";
import { AlertKind } from "./run-outcome.ts";

const Instant = z.number().int().nonnegative();

/** One reply in the thread of a card or a notice, said once. */
export const Line = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("failing_again"),
    alertKind: AlertKind,
    failureCount: z.number().int().positive(),
    runId: FlowRunId,
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
    at: Instant,
  }),
  z.object({ kind: z.literal("withdrawn"), at: Instant }),
  /** Beneath a notice: Adobe reaches the webhook again. */
  z.object({ kind: z.literal("webhook_back"), since: Instant, at: Instant }),
]);
export type Line = z.infer<typeof Line>;

/** At which failures of one alert the thread is told; every other one only raises the card's counter. */
const MILESTONES = new Set([2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 100_000]);

export function isMilestone(failureCount: number): boolean {
  return MILESTONES.has(failureCount);
}
