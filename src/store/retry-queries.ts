import type { FlowRunId } from "../domain/ids.ts";
import type { RequestedRetry, Retry } from "../domain/retry.ts";

/** A part of the store's port. */
export interface RetryQueries {
  find(runId: FlowRunId): Promise<Retry | undefined>;
  /** The retry that started this run. */
  findByNewRun(newRunId: FlowRunId): Promise<Retry | undefined>;
  /** Compare-and-swap: `false` when what is stored is not `before` (absent: when anything is stored). */
  save(retry: Retry, before?: Retry): Promise<boolean>;
  /** Those that wait for Adobe's answer and were asked for up to an instant, oldest first; a hundred at most. */
  listRequested(upTo: number): Promise<readonly RequestedRetry[]>;
}
