import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { DiagnosticsLookup } from "../../../src/adobe/diagnostics/diagnostics.ts";
import { AlertId, FlowId, FlowRunId } from "../../../src/domain/ids.ts";
import type { RunDiagnostics } from "../../../src/domain/run-diagnostics.ts";
import {
  createDiagnosticsLearner,
  type DiagnosticsLearner,
} from "../../../src/usecases/learn-diagnostics.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import {
  aFailedRun,
  aFlowRun,
  aGoodRun,
  aNotification,
  CHANNEL,
  MINUTE,
  silentLogger,
  T0,
} from "../../support/builders.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

const FLOW = FlowId.parse("flow-1");
const RUN = FlowRunId.parse("run-1");
const HOUR = 60 * MINUTE;
const GAP = 10_000;

let store: TempStore;
let clock: FakeClock;
let asked: string[];
let answers: DiagnosticsLookup[];
let gate: Promise<void> | undefined;
let logged: object[];
let learned: number;
let learner: DiagnosticsLearner;

beforeEach(async () => {
  store = await openTempStore();
  clock = createFakeClock();
  asked = [];
  answers = [];
  logged = [];
  gate = undefined;
  learned = 0;
  learner = aLearner();
});
afterEach(async () => {
  await learner.stop();
  await store.close();
});

const newAlertId = (): AlertId => AlertId.parse(uuidv7());

function aLearner(write: TempStore["write"] = store.write): DiagnosticsLearner {
  return createDiagnosticsLearner({
    store: { read: store.read, write },
    clock,
    logger: {
      ...silentLogger,
      info: (fields) => logged.push(fields),
      error: (fields) => logged.push(fields),
    },
    channels: [CHANNEL],
    newAlertId,
    diagnostics: {
      async find(batchIds, sandbox) {
        asked.push(`${batchIds.join(",")} ${sandbox}`);
        await gate;
        return answers.shift() ?? { kind: "unavailable" };
      },
    },
    onLearned: () => {
      learned += 1;
    },
  });
}

const record = (...runs: Parameters<typeof aNotification>[0][]) =>
  createRecorder({
    store,
    clock,
    logger: silentLogger,
    channels: [CHANNEL],
    newAlertId,
    onRecorded: () => undefined,
  })(runs.map((run) => aNotification(run)));

function diagnosed(batchId = "b1", complete = true): RunDiagnostics {
  const errors = [{ code: "MAPPER-3700-199", rows: 28, columns: ["birthDate"] }];
  const batch = { batchId, errors, moreErrors: 0, files: { withErrors: [] } };
  return { batches: [{ ...batch, status: "failed" }], complete };
}

const found = (batchId?: string, complete?: boolean): DiagnosticsLookup => ({
  kind: "found",
  diagnostics: diagnosed(batchId, complete),
});

/** Resolves when what the learner has begun is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

const revision = async (number = 1) => (await store.read.alerts.findByNumber(number))?.revision;

test("what is found is kept, and the card asked for again", async () => {
  await record(aFailedRun({ batchIds: ["b1"], sandboxName: "dev" }));
  answers = [found()];

  learner.want([FLOW]);
  await settled();

  expect(asked).toEqual(["b1 dev"]);
  expect(await store.read.diagnostics.find(RUN)).toEqual(diagnosed());
  expect([await revision(), learned]).toEqual([2, 1]);
  expect(logged).toEqual([
    { runId: "run-1", flowId: "flow-1", outcome: "found", changed: true, tried: 1 },
  ]);
});

test("a run is asked for once", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [found(), found()];
  learner.want([FLOW]);
  await settled();

  learner.want([FLOW]);
  await learner.start();
  await settled();
  clock.advance(HOUR);
  await settled();

  expect(asked).toHaveLength(1);
});

test("a batch that a newer notification names is asked for", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [found(), found("b2")];
  learner.want([FLOW]);
  await settled();

  await record(aFailedRun({ batchIds: ["b1", "b2"], updatedAt: T0 + 1 }));
  learner.want([FLOW]);
  await settled();

  expect(asked).toEqual(["b1 prod", "b1,b2 prod"]);
});

test("no more than three batches of a run are asked for", async () => {
  await record(aFailedRun({ batchIds: ["b1", "b2", "b3", "b4"] }));

  learner.want([FLOW]);
  await settled();

  expect(asked).toEqual(["b1,b2,b3 prod"]);
});

test("only the newest run of each open alert is asked for, and none without batches or data", async () => {
  await record(
    aGoodRun({ runId: "good", at: T0 - HOUR }),
    aFailedRun({ runId: "old", batchIds: ["old"], at: T0 }),
    aFailedRun({ runId: "new", batchIds: ["new"], at: T0 + MINUTE }),
    aFailedRun({ runId: "other", batchIds: ["other"], code: "118", at: T0 }),
    aFailedRun({ runId: "copy", code: "2200", at: T0 }),
  );
  await record(
    aGoodRun({ flowId: "flow-2", runId: "g2", at: T0 - HOUR }),
    aFlowRun({ flowId: "flow-2", runId: "empty", batchIds: ["e"], figures: { recordsIn: 0 } }),
  );

  learner.want([FLOW, FlowId.parse("flow-2")]);
  await settled();

  expect(asked.toSorted()).toEqual(["new prod", "other prod"]);
});

test("only the card changes that describes the run", async () => {
  await record(
    aFailedRun({ batchIds: ["b1"] }),
    aFailedRun({ runId: "run-2", code: "118", at: T0 - MINUTE }),
  );
  answers = [found()];

  learner.want([FLOW]);
  await settled();

  expect([await revision(1), await revision(2)]).toEqual([2, 1]);
});

test("the run of a resolved alert is not asked for", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }), aGoodRun({ runId: "run-2", at: T0 + MINUTE }));

  learner.want([FLOW]);
  await settled();

  expect(asked).toEqual([]);
});

test("an alert that closed meanwhile keeps its card; the run's details have what was found", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => (open = resolve));
  answers = [found()];
  learner.want([FLOW]);
  await settled();
  await record(aGoodRun({ runId: "run-2", at: T0 + MINUTE }));
  const before = await revision();

  open();
  await settled();

  expect(await revision()).toBe(before);
  expect(await store.read.diagnostics.find(RUN)).toEqual(diagnosed());
});

test("in a storm one lookup is under way, and the newest run follows after a pause", async () => {
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => (open = resolve));
  answers = [found("b-0"), found("b-200")];
  await record(aFailedRun({ runId: "r-0", batchIds: ["b-0"], at: T0 }));
  for (let at = 0; at < 5; at += 1) learner.want([FLOW]);
  await settled();
  for (let at = 1; at <= 200; at += 1) {
    await record(aFailedRun({ runId: `r-${at}`, batchIds: [`b-${at}`], at: T0 + at * MINUTE }));
    learner.want([FLOW]);
  }
  open();
  await settled();
  expect(asked).toEqual(["b-0 prod"]);

  clock.advance(GAP);
  await settled();
  clock.advance(HOUR);
  await settled();

  expect(asked).toEqual(["b-0 prod", "b-200 prod"]);
  expect(clock.pending()).toBe(0);
});

test("what is unavailable is asked for again ever more seldom, six times in all", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));

  learner.want([FLOW]);
  await settled();
  clock.advance(MINUTE - 1);
  await settled();
  expect(asked).toHaveLength(1);
  clock.advance(1);
  await settled();
  expect(asked).toHaveLength(2);
  clock.advance(4 * MINUTE - 1);
  await settled();
  expect(asked).toHaveLength(2);
  for (let tries = 0; tries < 20; tries += 1) {
    clock.advance(30 * MINUTE);
    await settled();
  }

  expect(asked).toHaveLength(6);
  expect(clock.pending()).toBe(0);
});

test("what is incomplete is shown, and asked for again; the same again changes no card", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [found("b1", false), found("b1", true)];

  learner.want([FLOW]);
  await settled();
  expect([await revision(), learned]).toEqual([2, 1]);
  clock.advance(MINUTE);
  await settled();

  expect([await revision(), learned]).toEqual([2, 1]);
  expect((await store.read.diagnostics.find(RUN))?.complete).toBe(true);
  expect(clock.pending()).toBe(0);
});

test("a second look that sees less takes nothing back", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  const [batch] = diagnosed().batches;
  const less = { batches: [{ ...batch, batchId: "b1", errors: [] }], complete: false };
  answers = [found("b1", false), { kind: "found", diagnostics: less as RunDiagnostics }];

  learner.want([FLOW]);
  await settled();
  clock.advance(MINUTE);
  await settled();

  expect(asked).toHaveLength(2);
  expect(await store.read.diagnostics.find(RUN)).toEqual(diagnosed("b1", false));
});

test("a run of which Adobe has nothing is not asked for again", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [{ kind: "none" }];

  learner.want([FLOW]);
  await settled();
  learner.want([FLOW]);
  await settled();

  expect(asked).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

test("of many flows at once a bounded number is looked up", async () => {
  gate = new Promise(() => undefined);
  await record(
    ...Array.from({ length: 150 }, (_, at) =>
      aFailedRun({ runId: `r-${at}`, flowId: `flow-${at}`, batchIds: [`b-${at}`] }),
    ),
  );

  learner.want(Array.from({ length: 150 }, (_, at) => FlowId.parse(`flow-${at}`)));
  for (let turn = 0; turn < 10; turn += 1) await settled();

  expect(asked).toHaveLength(100);
  // What hangs for ever is not waited for here.
  learner = aLearner();
});

test("a start looks up what is missing on the cards that stand", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [found()];

  await learner.start();
  await settled();

  expect(await revision()).toBe(2);
});

test("after a stop nothing is asked any more", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  learner.want([FLOW]);
  await settled();

  await learner.stop();
  learner.want([FLOW]);
  clock.advance(HOUR);
  await settled();

  expect(asked).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

test("a store that fails is logged, and tried again", async () => {
  await record(aFailedRun({ batchIds: ["b1"] }));
  answers = [found(), found()];
  let isBroken = true;
  const fragile = aLearner((work) =>
    isBroken ? Promise.reject(new Error("disk full")) : store.write(work),
  );

  fragile.want([FLOW]);
  await settled();
  isBroken = false;
  clock.advance(MINUTE);
  await settled();
  await fragile.stop();

  expect(logged[0]).toMatchObject({ flowId: "flow-1", err: new Error("disk full") });
  expect(await store.read.diagnostics.find(RUN)).toEqual(diagnosed());
});
