import { z } from "zod";
import { FlowId, FlowRunId } from "./ids.ts";

/** `unknown` is a status text that we do not know; it is never taken for a success. */
export const RunStatus = z.enum(["in_progress", "success", "partial_success", "failed", "unknown"]);
export type RunStatus = z.infer<typeof RunStatus>;

/** A UTC instant in epoch milliseconds. */
const Instant = z.number().int().nonnegative();
const Count = z.number().int().nonnegative();

/** What was moved. A figure that Adobe did not report (absent, or -1) is absent, never a number. */
export const Figures = z.object({
  recordsIn: Count.optional(),
  recordsOut: Count.optional(),
  recordsFailed: Count.optional(),
  recordsSkipped: Count.optional(),
  bytesIn: Count.optional(),
  bytesOut: Count.optional(),
  filesIn: Count.optional(),
  filesOut: Count.optional(),
  filesFailed: Count.optional(),
});
export type Figures = z.infer<typeof Figures>;

/** One error as Adobe states it. `count`: how many records it concerns, where reported. */
export const RunError = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  count: Count.optional(),
});
export type RunError = z.infer<typeof RunError>;

export const ActivityKind = z.enum([
  "copy",
  "promotion",
  "identity",
  "profile",
  "segmentation",
  "query",
  "other",
]);
export type ActivityKind = z.infer<typeof ActivityKind>;

/** One step of a run. `errors` are the generic ones, `nestedErrors` and `errorDetail` hold the real cause. */
export const Activity = z.object({
  activityId: z.string(),
  name: z.string().optional(),
  kind: ActivityKind,
  status: RunStatus,
  startedAt: Instant.optional(),
  completedAt: Instant.optional(),
  figures: Figures,
  errors: z.array(RunError),
  nestedErrors: z.array(RunError),
  failedInfo: z.array(RunError),
  errorDetail: z.string().optional(),
});
export type Activity = z.infer<typeof Activity>;

/** The service whose flow it is. */
export const RunFamily = z.enum([
  "source",
  "destination",
  "identity",
  "profile",
  "segmentation",
  "query",
  "unknown",
]);
export type RunFamily = z.infer<typeof RunFamily>;

/** One execution of a flow, as the newest notification about it states it. */
export const FlowRun = z.object({
  runId: FlowRunId,
  flowId: FlowId,
  flowName: z.string().optional(),
  flowType: z.string().optional(),
  imsOrgId: z.string().optional(),
  sandboxName: z.string().optional(),
  providerRefId: z.string().optional(),
  url: z.string().optional(),
  status: RunStatus,
  /** Adobe's own word, where `status` is `unknown`. */
  statusText: z.string().optional(),
  createdAt: Instant.optional(),
  updatedAt: Instant.optional(),
  startedAt: Instant.optional(),
  completedAt: Instant.optional(),
  /** When we first heard of the run. */
  observedAt: Instant,
  figures: Figures,
  errors: z.array(RunError),
  failedInfo: z.array(RunError),
  activities: z.array(Activity),
  batchIds: z.array(z.string()),
  /** Absent in rows of before. */
  family: RunFamily.optional(),
  /** The runs whose data this run works on; absent where none is stated. */
  predecessors: z.array(FlowRunId).optional(),
  /** Of a run that a retry started: it stands after this place, whatever times it states. */
  standsAfter: Instant.optional(),
});
export type FlowRun = z.infer<typeof FlowRun>;

/** The instant that puts a flow's runs in order. */
export function orderedAt(run: FlowRun): number {
  const stated =
    run.createdAt ?? run.startedAt ?? run.completedAt ?? run.updatedAt ?? run.observedAt;
  return run.standsAfter === undefined ? stated : Math.max(stated, run.standsAfter + 1);
}

/** When the run ended, as far as is known. */
export function endedAt(run: FlowRun): number {
  return run.completedAt ?? run.updatedAt ?? orderedAt(run);
}

export function durationMs(run: Pick<FlowRun, "startedAt" | "completedAt">): number | undefined {
  if (run.startedAt === undefined || run.completedAt === undefined) return undefined;
  return run.completedAt >= run.startedAt ? run.completedAt - run.startedAt : undefined;
}

export function isGood(run: Pick<FlowRun, "status">): boolean {
  return run.status === "success" || run.status === "partial_success";
}

export function isFailed(run: Pick<FlowRun, "status">): boolean {
  return run.status === "failed";
}

/**
 * Joins what two notifications say of one run. It is the greater of the two in one total order,
 * so neither order nor repetition of the notifications matters: a run that has ended never goes
 * back to running, then the newer update counts, then the graver status. What we know of its retry stays.
 */
export function mergeRuns(one: FlowRun, other: FlowRun): FlowRun {
  const winner = compareVersions(one, other) >= 0 ? one : other;
  const standsAfter = Math.max(one.standsAfter ?? -1, other.standsAfter ?? -1);
  return {
    ...winner,
    observedAt: Math.min(one.observedAt, other.observedAt),
    ...(standsAfter < 0 ? {} : { standsAfter }),
  };
}

const GRAVITY = {
  in_progress: 0,
  unknown: 1,
  success: 2,
  partial_success: 3,
  failed: 4,
} satisfies Record<RunStatus, number>;

function compareVersions(one: FlowRun, other: FlowRun): number {
  return (
    Number(hasEnded(one)) - Number(hasEnded(other)) ||
    versionOf(one) - versionOf(other) ||
    GRAVITY[one.status] - GRAVITY[other.status] ||
    compareText(contentOf(one), contentOf(other))
  );
}

function hasEnded(run: FlowRun): boolean {
  return isGood(run) || isFailed(run);
}

function versionOf(run: FlowRun): number {
  return run.updatedAt ?? run.completedAt ?? run.startedAt ?? run.createdAt ?? 0;
}

/** Equal for equal runs; the richer of two texts is longer and wins. */
function contentOf(run: FlowRun): string {
  const text = JSON.stringify({ ...FlowRun.parse(run), observedAt: 0, standsAfter: undefined });
  return `${String(text.length).padStart(9, "0")} ${text}`;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
