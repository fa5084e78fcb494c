import type { Retrying } from "../domain/alert-view.ts";
import type { FlowRunId } from "../domain/ids.ts";
import type { Retry } from "../domain/retry.ts";
import { outcomeOf } from "../domain/run-outcome.ts";
import type { Queries, StoredRun } from "../store/store.ts";

/** Further retries of one run's retries; nobody presses so often. */
const LONGEST_CHAIN = 20;

/** The run itself, or the last of its retries' runs that ended badly too; `undefined`: it is not stored. */
export async function findRetrying(
  queries: Queries,
  runId: FlowRunId,
): Promise<Retrying | undefined> {
  let stored = await queries.runs.find(runId);
  for (let hops = 0; stored !== undefined; hops += 1) {
    const { run } = stored;
    const retry = await queries.retries.find(run.runId);
    if (retry === undefined) return { run, newRunEnded: false };
    const next = await endedNewRun(queries, retry);
    if (next?.alertId === undefined || hops >= LONGEST_CHAIN) {
      return { run, retry, newRunEnded: next !== undefined };
    }
    stored = next;
  }
  return undefined;
}

/** The run that the retry started, once it is known to have ended. */
export async function endedNewRun(queries: Queries, retry: Retry): Promise<StoredRun | undefined> {
  if (retry.state !== "done" || retry.newRunId === undefined) return undefined;
  const stored = await queries.runs.find(retry.newRunId);
  return stored === undefined || outcomeOf(stored.run) === "unended" ? undefined : stored;
}
