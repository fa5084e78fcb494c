import type { RunAlert } from "../domain/alert.ts";
import { endedAt, type FlowRun } from "../domain/flow-run.ts";
import type { Line } from "../domain/line.ts";
import type { AlertKind } from "../domain/run-outcome.ts";
import type { Queries } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";
import type { AlertSurroundings } from "./say-alert.ts";

/** Tells of a run in the thread of the alert of a run before it, once for each run. */
export async function tellDownstream(
  queries: Queries,
  run: FlowRun,
  { source, kind, ...around }: AlertSurroundings & { source: RunAlert; kind: AlertKind },
): Promise<void> {
  if (!(await queries.downstream.markTold(run.runId))) return;
  const { runId, flowId, flowName, family = "unknown" } = run;
  const line: Line = {
    kind: "downstream",
    alertKind: kind,
    family,
    runId,
    flowId,
    ...(flowName === undefined ? {} : { flowName }),
    at: endedAt(run),
  };
  await applyEvent(queries, source, { ...around, event: { kind: "downstream_told" }, line });
}
