import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowId, FlowRunId } from "../../../src/domain/ids.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { aFailedRun, aGoodRun, aNotification, MINUTE, T0 } from "../../support/builders.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

let store: TempStore;

beforeAll(async () => {
  store = await openTempStore();
});
afterAll(async () => {
  await store.close();
});

/** One report; later ones may contradict it in everything but the run's id. */
const report = fc.record({
  run: fc.nat({ max: 3 }),
  flow: fc.constantFrom("x", "x", "x", "y"),
  outcome: fc.constantFrom("good", "133", "133", "SftpNetworkIssue"),
  slot: fc.nat({ max: 5 }),
  version: fc.nat({ max: 6 }),
});

let stories = 0;

test("reports that contradict one another never fail to be recorded, and never hide a flow that fails", async () => {
  const record = createRecorder(recorderParts(store));

  await fc.assert(
    fc.asyncProperty(fc.array(report, { minLength: 1, maxLength: 12 }), async (reports) => {
      stories += 1;
      const flowOf = (name: string) => `c${stories}-${name}`;
      for (const { run, flow, outcome, slot, version } of reports) {
        const parts = {
          runId: `c${stories}-run-${run}`,
          flowId: flowOf(flow),
          at: T0 + slot * 15 * MINUTE,
          updatedAt: T0 + version,
        };
        const told = outcome === "good" ? aGoodRun(parts) : aFailedRun({ ...parts, code: outcome });
        await record([aNotification(told)]);
      }
      for (const name of ["x", "y"]) await expectNotHidden(FlowId.parse(flowOf(name)));
    }),
    { numRuns: 200 },
  );
}, 60_000);

/** When the newest run of a flow has failed, an alert of its cause is not resolved, and it counts the run. */
async function expectNotHidden(flowId: FlowId): Promise<void> {
  const [newest] = await store.read.runs.list({ flowId }, { limit: 1, offset: 0 });
  if (newest?.status !== "failed") return;
  const stored = await store.read.runs.find(FlowRunId.parse(newest.runId));
  const unresolved = await store.read.alerts.listUnresolved(10, flowId);

  expect(unresolved).toContainEqual(
    expect.objectContaining({
      alertId: stored?.alertId,
      causeCode: stored?.causeCode,
      kind: "failed",
    }),
  );
}
