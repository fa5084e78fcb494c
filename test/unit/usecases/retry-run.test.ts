import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { FlowRun } from "../../../src/domain/flow-run.ts";
import { AlertId, FlowRunId } from "../../../src/domain/ids.ts";
import type { RetryOutcome } from "../../../src/domain/retry.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { createRunRetries, type RetryAnswer } from "../../../src/usecases/retry-run.ts";
import { settleLeftOver } from "../../../src/usecases/settle-retry.ts";
import {
  aFailedRun,
  aGoodRun,
  aNotification,
  CHANNEL,
  DANA,
  MINUTE,
  SAM,
  silentLogger,
  T0,
} from "../../support/builders.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

const BAD = FlowRunId.parse("bad");
const NEW = FlowRunId.parse("new");

let store: TempStore;
let clock: FakeClock;
let asked: string[];
let answer: () => Promise<RetryOutcome>;

beforeEach(async () => {
  store = await openTempStore();
  clock = createFakeClock(T0);
  asked = [];
  answer = async () => ({ kind: "started", newRunId: NEW });
});
afterEach(async () => {
  await store.close();
});

const changes = () => ({
  store,
  clock,
  logger: silentLogger,
  channels: [CHANNEL],
  newAlertId: () => AlertId.parse(uuidv7()),
  onRecorded: () => undefined,
  onChanged: () => undefined,
});

async function record(...runs: readonly FlowRun[]): Promise<void> {
  await createRecorder(changes())(runs.map((run) => aNotification(run)));
}

const aBadRun = (parts: Parameters<typeof aFailedRun>[0] = {}): FlowRun =>
  aFailedRun({ runId: BAD, family: "source", ...parts });

function retry(runId = BAD, by = DANA): Promise<RetryAnswer> {
  const ask = async (id: string, sandbox: string): Promise<RetryOutcome> => {
    asked.push(`${id} in ${sandbox}`);
    return answer();
  };
  return createRunRetries({ ...changes(), ask })({ runId, by });
}

test("Adobe is asked in the run's own sandbox, in that of its flow, or in the usual one", async () => {
  const nameless = { flowId: "other", sandboxName: undefined };
  await record(
    aBadRun({ sandboxName: "dev" }),
    aBadRun({ runId: "of-flow", ...nameless, flowId: "flow-1" }),
    aBadRun({ runId: "of-none", ...nameless }),
  );

  for (const id of [BAD, "of-flow", "of-none"]) await retry(FlowRunId.parse(id));

  expect(asked).toEqual(["bad in dev", "of-flow in dev", "of-none in prod"]);
});

test("of ten who press at once one has Adobe asked", async () => {
  await record(aBadRun());

  const answers = await Promise.all(Array.from({ length: 10 }, () => retry()));

  expect(asked).toHaveLength(1);
  expect(answers.map(({ kind }) => kind).toSorted()).toEqual([
    "settled",
    ...Array.from({ length: 9 }, () => "under_way"),
  ]);
});

test("a request that nobody answered for minutes is unknown to whoever comes next, and only then asked again", async () => {
  await record(aBadRun());
  let release: (outcome: RetryOutcome) => void = () => undefined;
  answer = () => new Promise((resolve) => (release = resolve));
  const hanging = retry();
  await new Promise(setImmediate);

  clock.advance(2 * MINUTE);
  expect(await retry(BAD, SAM)).toMatchObject({ kind: "under_way", retry: { by: DANA } });
  clock.advance(1);
  expect(await retry(BAD, SAM)).toMatchObject({
    kind: "settled",
    retry: { state: "unknown", by: DANA },
  });
  expect(asked).toHaveLength(1);
  answer = async () => ({ kind: "started", newRunId: NEW });
  expect(await retry(BAD, SAM)).toMatchObject({ retry: { state: "done", by: SAM, attempt: 2 } });
  const before = await store.read.alerts.findByNumber(1);
  release({ kind: "refused", reason: "1387" });
  await hanging;

  expect(await store.read.alerts.findByNumber(1)).toEqual(before);
  expect(await store.read.retries.find(BAD)).toMatchObject({ state: "done", by: SAM });
});

test("what is left over is unknown at the next start; where others may hold the store, only after minutes", async () => {
  await record(aBadRun());
  answer = () => new Promise(() => undefined);
  void retry();
  await store.write(async () => undefined);
  const shared = { ...changes(), store: { ...store, exclusive: false } };

  await settleLeftOver(shared);
  expect(await store.read.retries.find(BAD)).toMatchObject({ state: "requested" });
  await settleLeftOver(changes());
  expect(await store.read.retries.find(BAD)).toMatchObject({ state: "unknown" });
});

test("the new run stands after all that its alert counts, whatever its times", async () => {
  await record(aBadRun(), aBadRun({ runId: "later", at: T0 + 60 * MINUTE }));
  await retry();

  await record(aGoodRun({ runId: NEW, at: T0 - 90 * MINUTE }));

  const alert = await store.read.alerts.findByNumber(1);
  expect(alert).toMatchObject({ state: "resolved", resolution: { kind: "recovered", runId: NEW } });
});

test("also where Adobe tells of the new run before it answers", async () => {
  await record(aBadRun());
  answer = async () => {
    await record(aGoodRun({ runId: NEW, at: T0 - 90 * MINUTE }));
    return { kind: "started", newRunId: NEW };
  };

  await retry();

  expect(await store.read.alerts.findByNumber(1)).toMatchObject({ state: "resolved" });
});

test("a run that fails after the press is not ended by the new run's late report", async () => {
  await record(aBadRun());
  await retry();
  await record(aBadRun({ runId: "later", at: T0 + 60 * MINUTE }));

  await record(aGoodRun({ runId: NEW, at: T0 + 5 * MINUTE }));

  expect(await store.read.alerts.listUnresolved(10)).toMatchObject([{ latestRunId: "later" }]);
});

test("the same report of the new run again changes nothing", async () => {
  await record(aBadRun());
  await retry();
  await record(aGoodRun({ runId: NEW, at: T0 - 90 * MINUTE }));
  const before = await store.read.alerts.findByNumber(1);

  await record(aGoodRun({ runId: NEW, at: T0 - 90 * MINUTE }));

  expect(await store.read.alerts.findByNumber(1)).toEqual(before);
});
