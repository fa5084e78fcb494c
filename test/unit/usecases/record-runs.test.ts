import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FlowRunId } from "../../../src/domain/ids.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { createRunRecorder } from "../../../src/usecases/record-runs.ts";
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

const parts = () => recorderParts(store);
const importing = (): ReturnType<typeof createRunRecorder> => createRunRecorder(parts());
const HISTORY = { as: { kind: "history" } } as const;

test("what is new is counted; what is known already is not", async () => {
  const runs = [aGoodRun({ runId: "a-1", flowId: "a" }), aFailedRun({ runId: "a-2", flowId: "a" })];

  expect(await importing()(runs, HISTORY)).toEqual({ fresh: 2 });
  expect(await importing()(runs, HISTORY)).toEqual({ fresh: 0 });
});

test("more than share a transaction are all recorded", async () => {
  const runs = Array.from({ length: 120 }, (_, index) =>
    aGoodRun({ runId: `b-${index}`, flowId: "b", at: T0 + index * MINUTE }),
  );

  expect(await importing()(runs, HISTORY)).toEqual({ fresh: 120 });
});

test("what a notification stated of a run is not forgotten over the list, which states less", async () => {
  const told = aFailedRun({
    runId: "c-1",
    flowId: "c",
    flowName: "Orders",
    url: "https://experience.adobe.com/#/x",
    family: "destination",
    predecessors: [FlowRunId.parse("before")],
  });
  await createRecorder(parts())([aNotification(told)]);
  const { flowName: _n, url: _u, predecessors: _p, ...listed } = told;

  await importing()([{ ...listed, family: "unknown", updatedAt: T0 + MINUTE }], HISTORY);

  expect((await store.read.runs.find(told.runId))?.run).toMatchObject({
    flowName: "Orders",
    url: "https://experience.adobe.com/#/x",
    family: "destination",
    predecessors: ["before"],
    updatedAt: T0 + MINUTE,
  });
});

test("no notification is made of it", async () => {
  const before = await store.read.notifications.lastReceivedAt();
  await importing()([aFailedRun({ runId: "d-1", flowId: "d" })], HISTORY);

  expect(await store.read.notifications.lastReceivedAt()).toBe(before);
});
