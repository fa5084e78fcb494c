import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { ask } from "../support/ask.ts";
import { MINUTE, T0 } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, repliesSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

beforeEach(async () => {
  flowrun = await startFlowrun();
});
afterEach(async () => {
  await flowrun.close();
});

const post = (body: object): Promise<unknown> => flowrun.simulator.adobe.post(body);
const source = (): object => flatRun({ runId: "run-source", flowName: "Orders import" });
const profile = (parts: Parameters<typeof flatRun>[0] = {}): object => ({
  ...flatRun({
    runId: "run-profile",
    flowId: "flow-profile",
    flowName: "Orders to Profile store",
    at: T0 + MINUTE,
    ...parts,
  }),
  predecessors: [{ flowId: "flow-orders", flowRunId: "run-source" }],
  header: { _adobeio: { eventCode: "profile_ingestion_error" } },
});

test("a run that fails after its source is told in the thread of the source's alert, once", async () => {
  await post(source());
  const card = await cardSaying(flowrun.simulator, "Failed: Orders import");
  await post(profile());
  await post(profile());
  await post({ ...profile(), updatedAt: T0 + 9 * MINUTE });

  const line = await repliesSaying(flowrun.simulator, card.ts, "Downstream");
  expect(line.text).toContain("Profile run run-profile of Orders to Profile store failed, too");
  await post(flatRun({ flowId: "flow-last", flowName: "The last one" }));
  await cardSaying(flowrun.simulator, "The last one");
  const { slack } = flowrun.simulator;
  expect(slack.messages()).toHaveLength(2);
  expect(slack.replies(card.ts)).toHaveLength(1);
});

test("a run that failed before its source was known to have is taken back, and points there", async () => {
  await post(profile());
  const alone = await cardSaying(flowrun.simulator, "Failed: Orders to Profile store");
  await post(source());

  const first = await cardSaying(flowrun.simulator, "Failed: Orders import");
  await repliesSaying(flowrun.simulator, first.ts, "Downstream");
  const withdrawn = await cardSaying(flowrun.simulator, "Withdrawn: Orders to Profile store");
  expect(withdrawn.ts).toBe(alone.ts);
  expect(visibleText(withdrawn)).toContain("the thread of Alert #2 tells of it");
  await repliesSaying(flowrun.simulator, alone.ts, "the thread of Alert #2 tells of it");
});

test("alone it has an alert of its own, and a source that did well after all gives it back", async () => {
  await post(source());
  await cardSaying(flowrun.simulator, "Failed: Orders import");
  await post(profile());
  await post({
    ...flatRun({ runId: "run-source", flowName: "Orders import", status: "success", records: 9 }),
    updatedAt: T0 + 5 * MINUTE,
  });

  const card = await cardSaying(flowrun.simulator, "Failed: Orders to Profile store");
  expect(visibleText(card)).toContain("First time in 7 days");
});

test("commands lead from the run to the alert that tells of it", async () => {
  await post(source());
  await post(profile());
  await cardSaying(flowrun.simulator, "Failed: Orders import");

  const shown = (await ask(flowrun, "/flowrun show run-profile")).text;
  expect(shown).toContain("A run whose data it works on is in trouble; its alert:");
  expect(shown).toContain("Alert #1 · Orders import");
  expect((await ask(flowrun, "/flowrun ack run-profile")).text).toContain("Alert #1 is yours");
});
