import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowId, FlowRunId } from "../../../src/domain/ids.ts";
import type { Notification } from "../../../src/domain/notification.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import {
  aFailedRun,
  aGoodRun,
  aNotification,
  aReport,
  aReportNotification,
  MINUTE,
  T0,
} from "../../support/builders.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

let store: TempStore;

beforeAll(async () => {
  store = await openTempStore();
});
afterAll(async () => {
  await store.close();
});

/** Anything that may be said of two flows and four runs; a run's flow, end and predecessors may change. */
const said = fc.record({
  what: fc.constantFrom("firing", "firing", "inactive", "good", "failed"),
  flow: fc.constantFrom("x", "y"),
  run: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
  after: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
  slot: fc.nat({ max: 6 }),
  version: fc.nat({ max: 6 }),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

let stories = 0;

function toNotification({ what, flow, run, after, slot, version }: Said): Notification {
  const runId = (index: number): FlowRunId => FlowRunId.parse(`k${stories}-run-${index}`);
  const flowId = FlowId.parse(`k${stories}-${flow}`);
  const at = T0 + slot * 15 * MINUTE;
  if (what === "firing" || what === "inactive") {
    const named = run === undefined ? {} : { runId: runId(run) };
    return aReportNotification(aReport({ flowId, state: what, at, ...named }));
  }
  const parts = {
    runId: runId(run ?? 0),
    flowId,
    at,
    updatedAt: T0 + version,
    ...(after === undefined ? {} : { predecessors: [runId(after)] }),
  };
  return aNotification(what === "good" ? aGoodRun(parts) : aFailedRun(parts));
}

test("whatever is said of rules and runs is recorded, and no alert is left open over nothing", async () => {
  const record = createRecorder(recorderParts(store));

  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 14 }), async (all) => {
      stories += 1;
      for (const one of all) {
        const [outcome] = await record([toNotification(one)]);
        expect(outcome?.outcome).not.toBe("duplicate");
      }
      for (const flow of ["x", "y"]) await expectHeld(FlowId.parse(`k${stories}-${flow}`));
    }),
    { numRuns: 200, endOnFailure: true },
  );
}, 60_000);

async function expectHeld(flowId: FlowId): Promise<void> {
  for (const { alertId, failureCount } of await store.read.alerts.listUnresolved(20, flowId)) {
    const held =
      (await store.read.reports.firingsOf(alertId))?.firings ??
      (await store.read.runs.failuresOf(alertId))?.failures;
    expect(held?.failureCount).toBe(failureCount);
  }
}
