import type { FixtureContext } from "../page/page-options.ts";
import type { Simulator } from "../simulator.ts";
import { GOOD } from "./demo-fixtures.ts";
import { asNewRun } from "./demo-runs.ts";

/** About what a short run takes; who looks at the demo would not wait for longer. */
const RUN_TAKES_MS = 6_000;
const RECORDS = 48_210;

/** A run that a retry started ends well a moment later, and Adobe tells of it. */
export function endRetriedRuns({ adobe }: Simulator, context: Omit<FixtureContext, "now">): void {
  let seen = 0;
  adobe.runs.whenStarted(() => {
    const started = adobe.runs.started().slice(seen);
    seen += started.length;
    for (const { runId, flowId, flowName = "" } of started) {
      setTimeout(() => {
        const endedAt = Date.now();
        const flow = { id: flowId, name: flowName };
        const records = { in: RECORDS, out: RECORDS };
        const made = asNewRun(GOOD, {
          context: { ...context, now: endedAt },
          change: { runId, flow, records, endedAt },
        });
        // Where the app is dead meanwhile, the journal of a real Adobe would have it.
        adobe.post(made.body, { eventId: made.eventId }).catch(() => undefined);
      }, RUN_TAKES_MS).unref();
    }
  });
}
