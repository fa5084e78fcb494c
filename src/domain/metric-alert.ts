import { z } from "zod";
import { FlowId, FlowRunId, SeriesId } from "./ids.ts";

const Instant = z.number().int().nonnegative();

/** What Adobe's rule watches. `other`: a rule whose name we do not know. */
export const MetricAlertKind = z.enum(["delay", "error_rate", "skip_rate", "throughput", "other"]);
export type MetricAlertKind = z.infer<typeof MetricAlertKind>;

/**
 * Adobe's word that one of its own alert rules holds (`firing`) or holds no more (`inactive`). Nothing in
 * it surely ties the two to one another, so they are paired by what they are about (inferred).
 */
export const MetricAlert = z.object({
  /** The same for all that is said of one rule about one flow, run, sandbox and organisation. */
  series: SeriesId,
  /** Adobe's name of the rule. */
  name: z.string().min(1),
  kind: MetricAlertKind,
  state: z.enum(["firing", "inactive"]),
  /** Capacity alerts concern no flow. */
  flowId: FlowId.optional(),
  runId: FlowRunId.optional(),
  sandboxName: z.string().optional(),
  imsOrgId: z.string().optional(),
  message: z.string().optional(),
  /** As Adobe writes it; the unit is the rule's. */
  value: z.string().optional(),
  severity: z.string().optional(),
  url: z.string().optional(),
  /** When it became so, else when we heard of it. */
  at: Instant,
  createdAt: Instant.optional(),
});
export type MetricAlert = z.infer<typeof MetricAlert>;

/** What two notifications say of one state at one instant: the richer text, so that order does not matter. */
export function richerOf(one: MetricAlert, other: MetricAlert): MetricAlert {
  const [left, right] = [one, other].map((report) => JSON.stringify(MetricAlert.parse(report)));
  if (left === undefined || right === undefined) return one;
  if (left.length !== right.length) return left.length > right.length ? one : other;
  return left >= right ? one : other;
}
