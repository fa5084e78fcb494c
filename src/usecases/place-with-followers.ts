import type { FlowRun } from "../domain/flow-run.ts";
import type { FlowRunId } from "../domain/ids.ts";
import { isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Queries, StoredRun } from "../store/store.ts";
import { placeRun } from "./place-run.ts";
import type { AlertSurroundings } from "./say-alert.ts";

/** Of each run so many followers, and of so many runs: a transaction must not grow with what a payload names. */
const MOST_FOLLOWERS = 50;
const MOST_RUNS = 100;

/**
 * Gives a run its place and, where it is or was in trouble, the runs that work on its data theirs. They may
 * have come before it: whether a run has an alert of its own follows from the runs before it alone.
 */
export async function placeWithFollowers(
  queries: Queries,
  stored: StoredRun,
  { known, ...around }: AlertSurroundings & { readonly known?: FlowRun | undefined },
): Promise<void> {
  const shifted = new Set<FlowRunId>();
  await placeRun(queries, stored, { ...around, known, shifted });
  if ([stored.run, known].some((run) => run !== undefined && isTrouble(outcomeOf(run)))) {
    shifted.add(stored.run.runId);
  }
  // Iterating sees what is added meanwhile, and each run once.
  let looked = 0;
  for (const runId of shifted) {
    looked += 1;
    if (looked > MOST_RUNS) return;
    for (const id of await queries.downstream.followersOf(runId, MOST_FOLLOWERS)) {
      const follower = await queries.runs.find(id);
      if (follower === undefined || !isTrouble(outcomeOf(follower.run))) continue;
      await placeRun(queries, follower, { ...around, shifted });
    }
  }
}
