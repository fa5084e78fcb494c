import { z } from "zod";
import type { Cause } from "./cause.ts";

export const FixedBy = z.enum(["source_owner", "data_owner", "flow_owner", "adobe", "operator"]);
export type FixedBy = z.infer<typeof FixedBy>;
export const RetryHelps = z.enum(["yes", "no", "after_fixing"]);
export type RetryHelps = z.infer<typeof RetryHelps>;
const Severity = z.enum(["low", "medium", "high"]);

const Sentence = z.string().min(10).max(300);

/** One error code in the catalogue. `evidence`: how well its source supports what is said. */
export const ExplanationEntry = z.strictObject({
  code: z.string().min(1).max(100),
  family: z.string().min(1).max(40),
  title: z.string().min(5).max(60),
  meaning: Sentence,
  likelyCauses: z.array(Sentence).min(1).max(4),
  steps: z.array(Sentence).min(1).max(3),
  fixedBy: FixedBy,
  retryHelps: RetryHelps,
  severity: Severity,
  sources: z
    .array(z.strictObject({ title: z.string().min(3), url: z.url({ protocol: /^https$/ }) }))
    .min(1),
  evidence: z.enum(["documented", "inferred", "reported"]),
  /** Says that the run failed but not why; a more specific code stands before it. */
  generic: z.boolean().default(false),
});
export type ExplanationEntry = z.infer<typeof ExplanationEntry>;

export type Catalogue = ReadonlyMap<string, ExplanationEntry>;

/** The root cause in words. `unknown`: the catalogue has no entry, so only Adobe's own words are quoted. */
export type Explanation =
  | { readonly kind: "known"; readonly cause: Cause; readonly entry: ExplanationEntry }
  | { readonly kind: "unknown"; readonly cause: Cause }
  | { readonly kind: "none_stated" };

/**
 * Explains the most specific cause. Where that has no code, or a code without an entry, it stays
 * unknown: a more generic code further down must not pass for the reason.
 */
export function explain(causes: readonly Cause[], catalogue: Catalogue): Explanation {
  const [root] = causes;
  if (root === undefined) return { kind: "none_stated" };
  const entry = root.code === undefined ? undefined : catalogue.get(root.code);
  return entry === undefined
    ? { kind: "unknown", cause: root }
    : { kind: "known", cause: root, entry };
}
