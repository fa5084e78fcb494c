import type { Alert } from "../domain/alert.ts";
import { isTrouble, outcomeOf } from "../domain/run-outcome.ts";
import type { Queries, StoredRun } from "../store/store.ts";
import { upstreamAlert } from "./upstream-alert.ts";

/**
 * The alert that stands for a run: the one that counts it, else the one of a run before it whose thread tells
 * of it, else the newest on a rule of Adobe's that names it.
 */
export async function alertOfRun(
  queries: Queries,
  { run, alertId }: StoredRun,
): Promise<Alert | undefined> {
  if (alertId !== undefined) return queries.alerts.find(alertId);
  const source = isTrouble(outcomeOf(run)) ? await upstreamAlert(queries, run) : undefined;
  if (source !== undefined) return source;
  const onRule = await queries.reports.alertOfRun(run.runId);
  return onRule === undefined ? undefined : queries.alerts.find(onRule);
}
