import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FlowRun } from "../../../src/domain/flow-run.ts";
import { FlowRunId } from "../../../src/domain/ids.ts";
import { alertOfRun } from "../../../src/usecases/alert-of-run.ts";
import { createRecorder, type Recorder } from "../../../src/usecases/record-notifications.ts";
import { aFailedRun, aGoodRun, aNotification, MINUTE, T0 } from "../../support/builders.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

let store: TempStore;
let record: Recorder;

beforeAll(async () => {
  store = await openTempStore();
  record = createRecorder(recorderParts(store));
});
afterAll(async () => {
  await store.close();
});

/** Each run and the runs whose data it works on. `earlier` is a run of the source's flow. */
const CHAIN = {
  earlier: [],
  source: [],
  other: [],
  identity: ["source"],
  profile: ["source", "other"],
  last: ["identity"],
} as const satisfies Record<string, readonly string[]>;
type Name = keyof typeof CHAIN;
const NAMES = Object.keys(CHAIN) as readonly Name[];

type Outcome = "good" | "failed" | "partly" | "empty";
/** What was told of a run, the newest last; an older report may say otherwise. */
type Story = Readonly<Record<Name, readonly Outcome[]>>;

const told = fc.array(fc.constantFrom<Outcome>("good", "failed", "failed", "partly"), {
  minLength: 1,
  maxLength: 3,
});
const story: fc.Arbitrary<Story> = fc.record({
  earlier: fc.constantFrom<readonly Outcome[]>([], ["good"]),
  source: fc.oneof(told, fc.constant<readonly Outcome[]>(["empty"])),
  other: told,
  identity: told,
  profile: told,
  last: told,
});

let stories = 0;
const idOf = (name: string): FlowRunId => FlowRunId.parse(`s${stories}-${name}`);

function runOf(name: Name, outcome: Outcome, version: number): FlowRun {
  const predecessors = CHAIN[name].map(idOf);
  const parts = {
    runId: idOf(name),
    flowId: `s${stories}-flow-${name === "earlier" ? "source" : name}`,
    at: T0 + NAMES.indexOf(name) * MINUTE,
    updatedAt: T0 + version,
    ...(predecessors.length === 0 ? {} : { predecessors }),
  };
  switch (outcome) {
    case "good":
      return aGoodRun(parts);
    case "failed":
      return aFailedRun(parts);
    case "empty":
      return aGoodRun({ ...parts, figures: { recordsIn: 0 } });
    case "partly":
      return aGoodRun({ ...parts, figures: { recordsIn: 9, recordsFailed: 1 } });
  }
}

type Fate = "fine" | "alert" | "told";

function expected(given: Story): Record<string, Fate> {
  const fates: Record<string, Fate> = {};
  for (const name of NAMES) {
    const before = CHAIN[name].some((of) => fates[of] !== "fine");
    const last = given[name].at(-1) ?? "good";
    // Only who knows that the flow brings data calls a run without any troubled.
    const isFine = last === "good" || (last === "empty" && given.earlier.length === 0);
    if (isFine) fates[name] = "fine";
    else fates[name] = before ? "told" : "alert";
  }
  return fates;
}

/** Where each run stands, and that an alert without a run is withdrawn. */
async function fates(): Promise<Record<string, Fate>> {
  const found: Record<string, Fate> = {};
  for (const name of NAMES) {
    const stored = await store.read.runs.find(idOf(name));
    const alert = stored && (await alertOfRun(store.read, stored));
    if (alert === undefined) found[name] = "fine";
    else found[name] = alert.alertId === stored?.alertId ? "alert" : "told";
  }
  return found;
}

test("in any order, whether a run has an alert of its own follows from the runs before it", async () => {
  const drawn = fc.tuple(
    story,
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })).map((stream) => stream.take(20)),
  );
  await fc.assert(
    fc.asyncProperty(drawn, async ([given, randoms]) => {
      stories += 1;
      const keys = [...randoms];
      const shuffled = NAMES.flatMap((name) =>
        given[name].map((outcome, version) => runOf(name, outcome, version)),
      )
        .map((run, index) => ({ run, key: keys[index] ?? 0 }))
        .toSorted((one, other) => one.key - other.key);
      for (const { run } of shuffled) await record([aNotification(run)]);

      expect(await fates()).toEqual(expected(given));
      for (const name of NAMES) if (name !== "earlier") await expectSound(name);
    }),
    { numRuns: 150 },
  );
}, 60_000);

/** No alert is left open without a run, and the thread tells of a run once. */
async function expectSound(name: Name): Promise<void> {
  const stored = await store.read.runs.find(idOf(name));
  const unresolved = await store.read.alerts.listUnresolved(5, runOf(name, "good", 0).flowId);
  expect(unresolved.map(({ alertId }) => alertId)).toEqual(
    stored?.alertId === undefined ? [] : [stored.alertId],
  );
  if (stored === undefined || stored.alertId !== undefined) return;
  if ((await alertOfRun(store.read, stored)) === undefined) return;
  expect(await store.write((queries) => queries.downstream.markTold(idOf(name)))).toBe(false);
}

test("runs that name one another, or themselves, are recorded, and one of them has an alert", async () => {
  stories += 1;
  const failed = (name: string, predecessors: readonly string[]): FlowRun =>
    aFailedRun({
      runId: idOf(name),
      flowId: `s${stories}-flow-${name}`,
      predecessors: predecessors.map(idOf),
    });
  const runs = [failed("a", ["b", "a"]), failed("b", ["c"]), failed("c", ["a"])];

  for (const run of [...runs, ...runs]) await record([aNotification(run)]);

  const stored = await Promise.all(runs.map(({ runId }) => store.read.runs.find(runId)));
  expect(stored.filter((run) => run?.alertId !== undefined).length).toBeGreaterThan(0);
});

test("a run before it in the same flow and alert tells of a run as any other does", async () => {
  stories += 1;
  const flowId = `s${stories}-flow`;
  const follower = aFailedRun({ runId: idOf("b"), flowId, predecessors: [idOf("a")] });
  const first = aFailedRun({ runId: idOf("a"), flowId });

  for (const run of [follower, first]) await record([aNotification(run)]);

  const [alert] = await store.read.alerts.listUnresolved(5, first.flowId);
  expect(alert).toMatchObject({ failureCount: 1, latestRunId: first.runId });
  expect((await store.read.runs.find(follower.runId))?.alertId).toBeUndefined();
});
