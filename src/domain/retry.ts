import { z } from "zod";
import type { FlowRun } from "./flow-run.ts";
import { FlowRunId, SlackUserId } from "./ids.ts";
import { outcomeOf } from "./run-outcome.ts";

const Instant = z.number().int().nonnegative();

/**
 * Why surely no new run was started. The four numbers are Adobe's own: the connector knows no runs on demand
 * (1385), the schedule knows none (1386), the run is in a state that cannot be retried (1387), the flow is not
 * enabled (1388). `not_reached`: the connection to Adobe never came about.
 */
export const RetryRefusal = z.enum([
  "1385",
  "1386",
  "1387",
  "1388",
  "no_token",
  "token_refused",
  "forbidden",
  "not_found",
  "rate_limited",
  "refused",
  "not_reached",
]);
export type RetryRefusal = z.infer<typeof RetryRefusal>;

const common = {
  /** The run that is to be retried. */
  runId: FlowRunId,
  by: SlackUserId,
  requestedAt: Instant,
  /** From 1; how often people asked for it. */
  attempt: z.number().int().positive(),
  /** The place in time of the last run that was known to need it: the new run stands after it. */
  standsAfter: Instant,
};

/**
 * That a person asked Adobe to run a flow again, stored before Adobe is asked. There is one for each run.
 *
 * | event                          | none      | requested | done       | refused   | unknown   |
 * |--------------------------------|-----------|-----------|------------|-----------|-----------|
 * | a person asks                  | requested | –         | – (a day)  | requested | requested |
 * | Adobe started a new run        |           | done      |            |           |           |
 * | Adobe surely started none      |           | refused   |            |           |           |
 * | no answer, or we died meanwhile |          | unknown   |            |           |           |
 */
export const Retry = z.discriminatedUnion("state", [
  z.object({ ...common, state: z.literal("requested") }),
  z.object({
    ...common,
    state: z.literal("done"),
    settledAt: Instant,
    /** Absent where Adobe did not name it. */
    newRunId: FlowRunId.optional(),
  }),
  z.object({ ...common, state: z.literal("refused"), settledAt: Instant, reason: RetryRefusal }),
  z.object({ ...common, state: z.literal("unknown"), settledAt: Instant }),
]);
export type Retry = z.infer<typeof Retry>;
export type RequestedRetry = Extract<Retry, { state: "requested" }>;
export type SettledRetry = Exclude<Retry, RequestedRetry>;

/** What came of asking Adobe. */
export type RetryOutcome =
  | { readonly kind: "started"; readonly newRunId?: FlowRunId }
  | { readonly kind: "refused"; readonly reason: RetryRefusal }
  | { readonly kind: "unknown" };

/** A new run that Adobe tells nothing of holds a further retry up so long at most. */
const NEW_RUN_WITHIN_MS = 24 * 3_600_000;

/** Adobe was asked, or a new run was started that is not known to have ended. */
export function isUnderWay(
  retry: Retry,
  { newRunEnded, now }: { readonly newRunEnded: boolean; readonly now: number },
): boolean {
  if (retry.state === "requested") return true;
  return retry.state === "done" && !newRunEnded && now - retry.settledAt < NEW_RUN_WITHIN_MS;
}

export function requestRetry(
  before: Retry | undefined,
  asked: Pick<Retry, "runId" | "by" | "standsAfter"> & { readonly at: number },
): RequestedRetry {
  const { runId, by, standsAfter, at } = asked;
  const attempt = (before?.attempt ?? 0) + 1;
  return { state: "requested", runId, by, standsAfter, requestedAt: at, attempt };
}

export function settleRetry(
  { state: _requested, ...retry }: RequestedRetry,
  outcome: RetryOutcome,
  at: number,
): SettledRetry {
  const settled = { ...retry, settledAt: at };
  switch (outcome.kind) {
    case "started": {
      // Adobe's specification lets it answer with the run that was retried.
      const { newRunId } = outcome;
      const isNew = newRunId !== undefined && newRunId !== retry.runId;
      return { ...settled, state: "done", ...(isNew ? { newRunId } : {}) };
    }
    case "refused":
      return { ...settled, state: "refused", reason: outcome.reason };
    case "unknown":
      return { ...settled, state: "unknown" };
  }
}

export type NotRetryable =
  | "no_credentials"
  | "not_a_source"
  | "streaming"
  | "not_ended"
  | "brought_records";

/**
 * Whether Adobe lets a run be retried: a batch source's run that failed, or that succeeded without a record.
 * Adobe has the last word: what it refuses is told.
 */
export function whyNotRetryable(
  run: FlowRun,
  { hasCredentials }: { readonly hasCredentials: boolean },
): NotRetryable | undefined {
  if (!hasCredentials) return "no_credentials";
  if (run.family !== "source") return "not_a_source";
  if (isStreaming(run)) return "streaming";
  if (outcomeOf(run) === "unended") return "not_ended";
  return run.status === "failed" || isEmptySuccess(run) ? undefined : "brought_records";
}

/** A streaming source's runs are windows of time: "1697576400000-1697580000000". */
const TIME_WINDOW = /^\d{10,13}-\d{10,13}$/;

function isStreaming({ flowType = "", providerRefId = "" }: FlowRun): boolean {
  return /^streaming$/i.test(flowType) || TIME_WINDOW.test(providerRefId);
}

function isEmptySuccess({ status, figures }: FlowRun): boolean {
  return status === "success" && (figures.recordsOut ?? figures.recordsIn) === 0;
}
