import type { RunAlert } from "../domain/alert.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import { isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Queries } from "../store/store.ts";

/** Chains of runs are two or three long; no payload makes us look further. */
const MOST_LOOKED_AT = 40;

/**
 * The alert, in any state, of the nearest run whose data a run works on. A run in between counts only where
 * it is in trouble itself: what went well was no cause.
 */
export async function upstreamAlert(
  queries: Queries,
  run: Pick<FlowRun, "runId" | "predecessors">,
): Promise<RunAlert | undefined> {
  const seen = new Set([run.runId]);
  const waiting = [...(run.predecessors ?? [])];
  for (const id of waiting) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (seen.size > MOST_LOOKED_AT) return undefined;
    const stored = await queries.runs.find(id);
    if (stored === undefined || !isTrouble(outcomeOf(stored.run))) continue;
    if (stored.alertId !== undefined) return queries.alerts.findOnRuns(stored.alertId);
    waiting.push(...(stored.run.predecessors ?? []));
  }
  return undefined;
}
