import type { Alert, RunAlert } from "../domain/alert.ts";
import { endedAt, type FlowRun } from "../domain/flow-run.ts";
import type { FlowRunId } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import type { Retry, SettledRetry } from "../domain/retry.ts";
import { outcomeOf } from "../domain/run-outcome.ts";
import type { Queries } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import { placeWithFollowers } from "./place-with-followers.ts";
import { type AlertSurroundings, sayAlert } from "./say-alert.ts";

/** The alert that counts the run. */
export async function runAlertOf(
  queries: Queries,
  runId: FlowRunId,
): Promise<RunAlert | undefined> {
  const stored = await queries.runs.find(runId);
  return stored?.alertId === undefined ? undefined : queries.alerts.findOnRuns(stored.alertId);
}

/**
 * Redraws the card, and tells the thread where there is a line; of a resolved alert only the thread is told.
 * @throws AlertChangedMeanwhile
 */
export async function tellRetry(
  queries: Queries,
  alert: Alert,
  { line, ...around }: AlertSurroundings & { readonly line?: Line | undefined },
): Promise<void> {
  if (alert.state !== "resolved") {
    await applyEvent(queries, alert, { ...around, event: { kind: "retried" }, line });
  } else if (line !== undefined) await sayAlert(queries, alert, { ...around, line });
}

/** The run as the retry that started it lets it stand. */
export function placedAfter(run: FlowRun, retry: Retry | undefined): FlowRun {
  return retry === undefined ? run : { ...run, standsAfter: retry.standsAfter };
}

/** Adobe may have told of the new run before it answered the retry. */
export async function linkNewRun(
  queries: Queries,
  retry: SettledRetry,
  around: AlertSurroundings,
): Promise<void> {
  if (retry.state !== "done" || retry.newRunId === undefined) return;
  const stored = await queries.runs.find(retry.newRunId);
  if (stored === undefined) return;
  const run = placedAfter(stored.run, retry);
  await queries.runs.save({ ...stored, run });
  await placeWithFollowers(queries, { ...stored, run }, { ...around, known: stored.run });
  await tellRetryEnd(queries, { retry, run }, around);
}

/**
 * An alert hears by itself of a new run that it counts or that ends it. Where the new run needs a person for
 * another reason, it belongs to another alert, and this one has to be told.
 */
export async function tellRetryEnd(
  queries: Queries,
  ended: {
    /** The one that started the run, if one did. */
    readonly retry: Retry | undefined;
    readonly run: FlowRun;
    readonly known?: FlowRun | undefined;
  },
  around: AlertSurroundings,
): Promise<void> {
  const { retry, run, known } = ended;
  if (retry === undefined) return;
  const outcome = outcomeOf(run);
  if (outcome === "unended" || (known !== undefined && outcomeOf(known) === outcome)) return;
  const alert = await runAlertOf(queries, retry.runId);
  if (alert === undefined || alert.state === "resolved") return;
  const other = await runAlertOf(queries, run.runId);
  if (other?.alertId === alert.alertId) return;
  await tellRetry(queries, alert, {
    ...around,
    line: other && {
      kind: "retry_ended_otherwise",
      by: retry.by,
      newRunId: run.runId,
      alertKind: other.kind,
      alertNumber: other.number,
      at: endedAt(run),
    },
  });
}
