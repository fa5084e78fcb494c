import { z } from "zod";

/**
 * What Adobe's diagnostics say of a run's batches. The rows behind it are customers' personal data, so
 * only counts, codes, column names and file names have a place here.
 */

const Count = z.number().int().nonnegative();

/** What failed with one code. `rows` absent: Adobe tells no number. */
export const CodeCount = z.object({
  code: z.string(),
  rows: Count.optional(),
  columns: z.array(z.string()),
});
export type CodeCount = z.infer<typeof CodeCount>;

/** `atLeast`: there are more than was looked at. */
const BoundedCount = z.object({ count: Count, atLeast: z.boolean() });
export type BoundedCount = z.infer<typeof BoundedCount>;

/** `names`: the first of them. */
const NamedFiles = BoundedCount.extend({ names: z.array(z.string()) });

export const BatchFiles = z.object({
  /** Submitted with the batch; absent: not told. */
  given: NamedFiles.optional(),
  /** In the listing of what failed; absent: there is none. */
  notTaken: NamedFiles.optional(),
  /** Taken, but with rows that failed. */
  withErrors: z.array(z.object({ name: z.string(), rows: Count })),
});
export type BatchFiles = z.infer<typeof BatchFiles>;

/** Catalog's words for where a batch is. */
export const BatchStatus = z.enum([
  "processing",
  "success",
  "failure",
  "queued",
  "retrying",
  "stalled",
  "aborted",
  "abandoned",
  "inactive",
  "failed",
  "loading",
  "loaded",
  "staged",
  "active",
  "staging",
  "deleted",
]);
export type BatchStatus = z.infer<typeof BatchStatus>;

export const BatchDiagnostics = z.object({
  batchId: z.string(),
  status: BatchStatus.optional(),
  /** Rows that failed, whatever their codes. */
  failedRows: BoundedCount.optional(),
  /** The most frequent first. */
  errors: z.array(CodeCount),
  /** Codes beyond those in `errors`. */
  moreErrors: Count,
  files: BatchFiles,
});
export type BatchDiagnostics = z.infer<typeof BatchDiagnostics>;

export const RunDiagnostics = z.object({
  /** Every batch that was asked for, also where nothing is known of it. */
  batches: z.array(BatchDiagnostics),
  /** `false`: a part could not be asked for, or a batch was still under way. */
  complete: z.boolean(),
});
export type RunDiagnostics = z.infer<typeof RunDiagnostics>;

/** So many of a run's batches are asked for; a source run writes one. */
const MOST_BATCHES = 3;

export function askedBatches({ batchIds }: { readonly batchIds: readonly string[] }): string[] {
  return batchIds.slice(0, MOST_BATCHES);
}

/** Whether everything is known that a run's batches have to tell. */
export function tellAllOf(
  diagnostics: RunDiagnostics | undefined,
  run: { readonly batchIds: readonly string[] },
): boolean {
  if (diagnostics?.complete !== true) return false;
  const known = new Set(diagnostics.batches.map(({ batchId }) => batchId));
  return askedBatches(run).every((id) => known.has(id));
}

const UNDER_WAY: ReadonlySet<BatchStatus> = new Set([
  "processing",
  "queued",
  "retrying",
  "loading",
  "loaded",
  "staged",
  "staging",
]);

export function isUnderWay(status: BatchStatus | undefined): boolean {
  return status !== undefined && UNDER_WAY.has(status);
}

const FAILED: ReadonlySet<BatchStatus> = new Set([
  "failure",
  "failed",
  "aborted",
  "abandoned",
  "stalled",
]);

export function hasFailed(status: BatchStatus | undefined): boolean {
  return status !== undefined && FAILED.has(status);
}

export function saysAnything({ status, failedRows, errors, files }: BatchDiagnostics): boolean {
  return (
    status !== undefined ||
    failedRows !== undefined ||
    errors.length > 0 ||
    files.given !== undefined ||
    files.notTaken !== undefined
  );
}
