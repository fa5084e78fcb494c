import { z } from "zod";
import { type Activity, type FlowRun, isFailed, isGood, type RunError } from "./flow-run.ts";

/** What can be the matter with a run that needs a person. */
export const AlertKind = z.enum(["failed", "partly_ingested", "no_data"]);
export type AlertKind = z.infer<typeof AlertKind>;

/**
 * What a run came to. `partly_ingested`: Adobe calls it a success, and states errors or failed
 * records. `no_data`: a success that brought nothing. `unended`: it runs, or its status is unknown.
 */
export type RunOutcome = AlertKind | "clean" | "unended";

export function outcomeOf(run: FlowRun): RunOutcome {
  if (isFailed(run)) return "failed";
  if (!isGood(run)) return "unended";
  if (run.status === "partial_success" || statesErrors(run)) return "partly_ingested";
  return run.figures.recordsIn === 0 ? "no_data" : "clean";
}

/** Input minus output is never taken for a number of failed records: a flow may filter. */
function statesErrors(run: FlowRun): boolean {
  if ((run.figures.recordsFailed ?? 0) > 0) return true;
  return stated([...run.errors, ...run.failedInfo]) || run.activities.some(activityStatesErrors);
}

function activityStatesErrors(activity: Activity): boolean {
  return (
    (activity.figures.recordsFailed ?? 0) > 0 ||
    stated([...activity.errors, ...activity.nestedErrors, ...activity.failedInfo])
  );
}

function stated(errors: readonly RunError[]): boolean {
  return errors.some(({ code, message, count }) => {
    return (code !== undefined || message !== undefined) && count !== 0;
  });
}

/** Which outcomes of a later run end an alert of each kind. */
export const ENDS = {
  failed: ["clean", "partly_ingested", "no_data"],
  partly_ingested: ["clean"],
  no_data: ["clean", "partly_ingested"],
} as const satisfies Record<AlertKind, readonly RunOutcome[]>;

export function endsKind(outcome: RunOutcome, kind: AlertKind): boolean {
  const ends: readonly RunOutcome[] = ENDS[kind];
  return ends.includes(outcome);
}

export function isTrouble(outcome: RunOutcome): outcome is AlertKind {
  return outcome !== "clean" && outcome !== "unended";
}

/** How many records were not ingested, where Adobe states it. */
export function recordsFailedOf(run: FlowRun): number | undefined {
  if (run.figures.recordsFailed !== undefined) return run.figures.recordsFailed;
  const counts = run.activities.flatMap(({ figures }) => figures.recordsFailed ?? []);
  return counts.length === 0 ? undefined : Math.max(...counts);
}
