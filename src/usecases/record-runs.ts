import type { Clock } from "../clock.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { AlertId, ChannelId } from "../domain/ids.ts";
import type { Queries, Store } from "../store/store.ts";
import { recordRun } from "./record-notifications.ts";

interface Parts {
  readonly store: Pick<Store, "write">;
  readonly clock: Pick<Clock, "now">;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
}

interface Recording {
  /** `history`: nothing is told that is not told already. `held`: new cards wait (ADR-0006). */
  readonly as: { readonly kind: "history" } | { readonly kind: "held"; readonly until: number };
}

/** Answers how many of the runs were new, or known otherwise. Resolves once all of it is on disk. */
export type RunRecorder = (
  runs: readonly FlowRun[],
  recording: Recording,
) => Promise<{ readonly fresh: number }>;

/** So many share a transaction; others get their turn between two. */
const SLICE = 50;

/** Runs that were asked for, not brought by a notification: the same record path, without a notification. */
export function createRunRecorder({ store, clock, channels, newAlertId }: Parts): RunRecorder {
  return async (runs, { as }) => {
    const how = as.kind === "history" ? { quiet: true } : { holdUntil: as.until };
    let fresh = 0;
    for (let from = 0; from < runs.length; from += SLICE) {
      const slice = runs.slice(from, from + SLICE);
      const around = { channels, newAlertId, now: clock.now(), ...how };
      fresh += await store.write(async (queries) => {
        const results = [];
        for (const run of slice) {
          results.push(await recordRun(queries, await withKnown(queries, run), around));
        }
        return results.filter(({ outcome }) => outcome === "new").length;
      });
    }
    return { fresh };
  };
}

/** Flow Service's list states less than notifications do; what one of them said is not forgotten over it. */
async function withKnown(queries: Queries, heard: FlowRun): Promise<FlowRun> {
  const known = (await queries.runs.find(heard.runId))?.run;
  if (known === undefined) return heard;
  const family = (heard.family ?? "unknown") === "unknown" ? known.family : heard.family;
  return {
    ...heard,
    flowName: heard.flowName ?? known.flowName,
    flowType: heard.flowType ?? known.flowType,
    imsOrgId: heard.imsOrgId ?? known.imsOrgId,
    sandboxName: heard.sandboxName ?? known.sandboxName,
    url: heard.url ?? known.url,
    ...(family === undefined ? {} : { family }),
    ...(known.predecessors === undefined ? {} : { predecessors: known.predecessors }),
  };
}
