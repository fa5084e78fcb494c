import { afterEach, expect, test } from "@jest/globals";
import { DANA } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { answerTo, cardSaying, repliesSaying } from "../support/messages.ts";
import {
  ADOBE_API_ENV,
  type Flowrun,
  SOCKET_MODE,
  startFlowrun,
} from "../support/start-flowrun.ts";

let flowrun: Flowrun;

afterEach(async () => {
  await flowrun.close();
});

test("the whole main job with no inbound port but health: the journal brings, the socket answers", async () => {
  flowrun = await startFlowrun({
    simulator: SOCKET_MODE.simulator,
    env: { ...ADOBE_API_ENV, ...SOCKET_MODE.env },
    journal: true,
    prepare: (simulator) => {
      simulator.adobe.journal.add(flatRun({ runId: "run-1", at: Date.now() - 60_000 }));
    },
  });
  const { simulator } = flowrun;

  const card = await cardSaying(simulator, "Failed: Orders to Profile");
  await simulator.slack.press(DANA, { ts: card.ts }, "Acknowledge");
  await cardSaying(simulator, "Acknowledged");
  await simulator.slack.press(DANA, { ts: card.ts }, "Resolve");
  await simulator.slack.waitFor(() => simulator.slack.view(DANA));
  await simulator.slack.submitView(DANA, { resolve_note: { resolve_note: "rotated the key" } });
  await repliesSaying(simulator, card.ts, "rotated the key");
  await simulator.slack.command(DANA, "/flowrun status run-1");
  await answerTo(simulator, DANA, "run-1");

  expect((await fetch(`${flowrun.url}/slack/events`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${flowrun.url}/readyz`)).status).toBe(200);
  expect(simulator.slack.messages()).toHaveLength(1);
});
