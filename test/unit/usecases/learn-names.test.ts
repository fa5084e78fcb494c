import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { NameLookup } from "../../../src/adobe/names.ts";
import type { FlowNames } from "../../../src/domain/flow-names.ts";
import { AlertId, FlowId } from "../../../src/domain/ids.ts";
import { createNameLearner, type NameLearner } from "../../../src/usecases/learn-names.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import {
  aFailedRun,
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
const HOUR = 60 * MINUTE;
const AGAIN = 5 * MINUTE + 1_000;

let store: TempStore;
let clock: FakeClock;
let asked: string[];
let answers: NameLookup[];
let learned: number;
let learner: NameLearner;

beforeEach(async () => {
  store = await openTempStore();
  clock = createFakeClock();
  asked = [];
  answers = [];
  learned = 0;
  learner = aLearner();
});
afterEach(async () => {
  await learner.stop();
  await store.close();
});

const newAlertId = (): AlertId => AlertId.parse(uuidv7());

function aLearner(): NameLearner {
  return createNameLearner({
    store,
    clock,
    logger: silentLogger,
    channels: [CHANNEL],
    newAlertId,
    names: {
      find: async (flowId, sandbox) => {
        asked.push(`${flowId} ${sandbox}`);
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

const found = (names: FlowNames, complete = true): NameLookup => ({
  kind: "found",
  names,
  complete,
});

/** Resolves when what the learner has begun is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

async function wantedRevision(): Promise<number | undefined> {
  const claimed = await store.write((q) =>
    q.deliveries.claim({
      channel: CHANNEL,
      now: clock.now(),
      leaseBy: "test",
      leaseUntil: clock.now(),
    }),
  );
  return claimed?.revision;
}

test("a name that the store does not have is kept, and the open card is asked for again", async () => {
  await record(aFailedRun({ flowName: undefined }));
  answers = [found({ flowName: "Loyalty", sourceType: "SFTP", datasetName: "Members" })];

  learner.want([FLOW]);
  await settled();

  expect(await store.read.flows.find(FLOW)).toMatchObject({
    flowName: "Loyalty",
    sourceType: "SFTP",
    datasetName: "Members",
    lookedUpAt: clock.now(),
  });
  expect(await wantedRevision()).toBe(2);
  expect(learned).toBe(1);
});

test("a card with the same names already is left alone", async () => {
  await record(aFailedRun({ flowName: "Loyalty" }));
  answers = [found({ flowName: "Loyalty" })];

  learner.want([FLOW]);
  await settled();

  expect([await wantedRevision(), learned]).toEqual([1, 0]);
});

test("the card of a resolved alert is left alone", async () => {
  await record(aFailedRun(), aGoodRun({ runId: "run-2", at: T0 + MINUTE }));
  const before = await store.read.alerts.findByNumber(1);
  answers = [found({ flowName: "Renamed" })];

  learner.want([FLOW]);
  await settled();

  expect(await store.read.alerts.findByNumber(1)).toEqual(before);
});

test("a flow is asked for again only after a day", async () => {
  await record(aFailedRun());
  answers = [found({ flowName: "One" }), found({ flowName: "Two" })];
  learner.want([FLOW]);
  await settled();

  clock.advance(24 * HOUR - 1);
  learner.want([FLOW]);
  await settled();
  expect(asked).toHaveLength(1);

  clock.advance(1);
  learner.want([FLOW]);
  await settled();
  expect(asked).toEqual(["flow-1 prod", "flow-1 prod"]);
  expect(await store.read.flows.find(FLOW)).toMatchObject({ flowName: "Two" });
});

test("what Adobe cannot tell now is asked for again, in the end an hour long, and only once each time", async () => {
  await record(aFailedRun());

  learner.want([FLOW, FLOW]);
  learner.want([FLOW]);
  await settled();
  expect(asked).toHaveLength(1);
  learner.want([FLOW]);
  clock.advance(AGAIN - 1);
  await settled();
  expect(asked).toHaveLength(1);

  for (let tries = 0; tries < 30; tries += 1) {
    clock.advance(AGAIN);
    await settled();
  }
  expect(asked).toHaveLength(12);
  expect(clock.pending()).toBe(0);
});

test("what is missing comes later and takes nothing back", async () => {
  await record(aFailedRun({ flowName: undefined }));
  answers = [
    found({ flowName: "Loyalty", sourceType: "SFTP" }, false),
    found({ datasetName: "D" }),
  ];

  learner.want([FLOW]);
  await settled();
  expect(await store.read.flows.find(FLOW)).not.toHaveProperty("lookedUpAt");
  clock.advance(AGAIN);
  await settled();

  expect(await store.read.flows.find(FLOW)).toMatchObject({
    flowName: "Loyalty",
    sourceType: "SFTP",
    datasetName: "D",
  });
  expect(await wantedRevision()).toBe(3);
});

test("a flow that Adobe does not know is not asked for again by itself", async () => {
  await record(aFailedRun());
  answers = [{ kind: "none" }];

  learner.want([FLOW]);
  await settled();

  expect(clock.pending()).toBe(0);
});

test("a start looks up what is missing on the cards that stand", async () => {
  await record(
    aFailedRun({ runId: "r-1", flowId: "open", sandboxName: "dev" }),
    aFailedRun({ runId: "r-2", flowId: "closed" }),
    aGoodRun({ runId: "r-3", flowId: "closed", at: T0 + MINUTE }),
  );

  await learner.start();
  await settled();

  expect(asked).toEqual(["open dev"]);
});

test("after a stop nothing is asked any more", async () => {
  await record(aFailedRun());
  learner.want([FLOW]);
  await settled();

  await learner.stop();
  learner.want([FlowId.parse("flow-2")]);
  clock.advance(HOUR);
  await settled();

  expect(asked).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

test("a flow that is not in the store is not asked for", async () => {
  learner.want([FlowId.parse("nobody")]);
  await settled();

  expect(asked).toEqual([]);
});

test("a store that fails is logged, and tried again", async () => {
  await record(aFailedRun({ flowName: undefined }));
  const errors: string[] = [];
  let isBroken = true;
  const failing: Pick<TempStore, "read" | "write"> = {
    read: store.read,
    write: (work) => (isBroken ? Promise.reject(new Error("disk full")) : store.write(work)),
  };
  const fragile = createNameLearner({
    store: failing,
    clock,
    logger: { ...silentLogger, error: (_fields, msg) => errors.push(msg) },
    channels: [CHANNEL],
    newAlertId,
    names: { find: async () => found({ flowName: "Loyalty" }) },
    onLearned: () => undefined,
  });

  fragile.want([FLOW]);
  await settled();
  isBroken = false;
  clock.advance(AGAIN);
  await settled();

  expect(errors).toEqual(["names could not be kept"]);
  expect(await store.read.flows.find(FLOW)).toMatchObject({ flowName: "Loyalty" });
});
