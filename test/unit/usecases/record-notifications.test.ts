import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { FlowId } from "../../../src/domain/ids.ts";
import type { MetricAlert } from "../../../src/domain/metric-alert.ts";
import type { Notification, NotificationContent } from "../../../src/domain/notification.ts";
import type { Store } from "../../../src/store/store.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import {
  aFailedRun,
  aFlowRun,
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

function recorder(onRecorded = (): void => undefined): ReturnType<typeof createRecorder> {
  return createRecorder({ ...parts(), onRecorded });
}

const parts = () => recorderParts(store);

test("each notification is told apart: new, delivered before, saying nothing new, not understood", async () => {
  const run = aFailedRun({ runId: "r-1", flowId: "f-1" });
  const odd: Notification = {
    ...aNotification(run, "odd"),
    content: { kind: "not_understood", form: "audit" },
  };
  const record = recorder();

  const outcomes = await record([
    aNotification(run, "first"),
    aNotification(run, "first"),
    aNotification(run, "other-event"),
    odd,
  ]);

  const [alert] = await store.read.alerts.listUnresolved(5, run.flowId);
  expect(outcomes).toEqual([
    { outcome: "new", alertId: alert?.alertId },
    { outcome: "duplicate" },
    { outcome: "nothing_new" },
    { outcome: "not_understood" },
  ]);
});

test("one that cannot be recorded costs the others of its request nothing", async () => {
  const failing: Pick<Store, "write"> = {
    write: (work) =>
      store.write((queries) =>
        work({
          ...queries,
          notifications: {
            ...queries.notifications,
            insertIfNew(notification) {
              if (notification.notificationId === "bad") throw new Error("planned");
              return queries.notifications.insertIfNew(notification);
            },
          },
        }),
      ),
  };
  const record = createRecorder({ ...parts(), store: failing });
  const runs = ["r-one", "r-bad", "r-two"].map((runId) => aFailedRun({ runId, flowId: runId }));
  const ids = ["good-1", "bad", "good-2"];

  const answer = record(runs.map((run, at) => aNotification(run, ids[at])));

  await expect(answer).rejects.toThrow("planned");
  const kept = await Promise.all(runs.map(({ runId }) => store.read.runs.find(runId)));
  expect(kept.map((found) => found !== undefined)).toEqual([true, false, true]);
});

test.each<NotificationContent>([
  { kind: "audit", action: "create", assetType: "dataset" },
  { kind: "ingestion", ingestion: { ingestionId: "i", status: "failed" } },
])("what is only recorded tells nothing: %j", async (content) => {
  const waiting = await store.read.deliveries.countWaiting();

  const outcomes = await recorder()([{ ...aNotification(aFlowRun(), content.kind), content }]);

  expect(outcomes).toEqual([{ outcome: "recorded_only" }]);
  expect(await store.read.deliveries.countWaiting()).toBe(waiting);
});

test("of Adobe's rules what fires is news, an end of it too, and an end alone only recorded", async () => {
  const record = recorder();
  const flowId = FlowId.parse("f-rule");
  const tell = async (parts: Partial<MetricAlert>): Promise<unknown> =>
    (await record([aReportNotification(aReport({ flowId, ...parts }))]))[0];

  expect(await tell({ state: "inactive", at: T0 })).toEqual({ outcome: "recorded_only" });
  const fired = await tell({ at: T0 + MINUTE });
  const [alert] = await store.read.alerts.listUnresolved(5, flowId);
  expect(fired).toEqual({ outcome: "new", alertId: alert?.alertId });
  expect(await tell({ at: T0 + MINUTE })).toEqual({ outcome: "nothing_new" });
  expect(await tell({ state: "inactive", at: T0 + 2 * MINUTE })).toEqual({ outcome: "new" });
  expect(await store.read.alerts.listUnresolved(5, flowId)).toEqual([]);
});

test("a flow that only one of Adobe's rules names is wanted by its id, as one that failed", async () => {
  const flowId = FlowId.parse("f-named-by-rule");
  const wanted: FlowId[] = [];
  const record = createRecorder({ ...parts(), onRecorded: (flows) => wanted.push(...flows) });

  await record([
    aReportNotification(aReport({ flowId })),
    aReportNotification(aReport({ flowId, state: "inactive", at: T0 - 1 })),
  ]);

  expect(wanted).toEqual([flowId]);
  expect(await store.read.flows.find(flowId)).toMatchObject({ flowId, sandboxName: "prod" });
});

test("the outbox is woken after the commit, not before", async () => {
  const run = aFailedRun({ runId: "r-2", flowId: "f-2" });
  const known: boolean[] = [];
  const record = recorder(() => {
    void store.read.runs.find(run.runId).then((found) => known.push(found !== undefined));
  });

  await record([aNotification(run)]);
  await store.read.alerts.countByState();

  expect(known).toEqual([true]);
});

test("a run whose cause becomes known later keeps its alert, under the new cause", async () => {
  const record = recorder();
  const vague = aFlowRun({
    runId: "r-3",
    flowId: "f-3",
    status: "failed",
    errors: [{ code: "CONNECTOR-1001-500" }],
    updatedAt: T0,
  });
  const exact = aFailedRun({ runId: "r-3", flowId: "f-3", updatedAt: T0 + MINUTE });
  await record([aNotification(vague)]);
  const [before] = await store.read.alerts.listUnresolved(5, vague.flowId);
  await record([aNotification(exact)]);

  const after = await store.read.alerts.listUnresolved(5, vague.flowId);

  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({ alertId: before?.alertId, causeCode: "133", failureCount: 1 });
});

test("a run that turns out to belong to an alert that stands closes the one it had", async () => {
  const record = recorder();
  const parts = { flowId: "f-4" };
  await record([aNotification(aFailedRun({ ...parts, runId: "r-4a", at: T0 }))]);
  const vague = aFlowRun({
    ...parts,
    runId: "r-4b",
    status: "failed",
    createdAt: T0,
    updatedAt: T0 + MINUTE,
    errors: [{ code: "CONNECTOR-1001-500" }],
  });
  await record([aNotification(vague)]);
  const exact = aFailedRun({ ...parts, runId: "r-4b", at: T0 + 2 * MINUTE, createdAt: T0 });
  await record([aNotification(exact)]);

  const open = await store.read.alerts.listUnresolved(5, vague.flowId);

  expect(open).toHaveLength(1);
  expect(open[0]).toMatchObject({ causeCode: "133", failureCount: 2 });
});
