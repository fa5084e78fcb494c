import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ApiFault } from "../../src/simulator/adobe/faults.ts";
import type { SimulatedFlow } from "../../src/simulator/adobe/registry.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import type { StoredMessage, StoredView } from "../../src/simulator/slack/workspace/stored.ts";
import { DANA, SAM } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import {
  answerTo,
  buttonsOf,
  cardSaying,
  repliesSaying,
  visibleText,
} from "../support/messages.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const FLOW = {
  flowId: "flow-orders",
  name: "Orders to Profile",
  source: { name: "Acme drop", type: "sftp" },
};

let flowrun: Flowrun;
let simulator: Simulator;

beforeEach(async () => {
  flowrun = await startFlowrun({ env: ADOBE_API_ENV });
  simulator = flowrun.simulator;
});
afterEach(async () => {
  await flowrun.close();
});

async function failure(
  flow: SimulatedFlow = FLOW,
  code = "SftpNetworkIssue",
): Promise<StoredMessage> {
  simulator.adobe.flows.define(flow);
  await simulator.adobe.post(flatRun({ code }));
  return cardSaying(simulator, "Orders to Profile");
}

async function openDetails(user: string, { ts }: StoredMessage): Promise<StoredView> {
  await simulator.slack.press(user, { ts }, "Details");
  return simulator.slack.waitFor(() => simulator.slack.view(user));
}

function pressTest(user: string, { id: viewId }: StoredView): Promise<{ status: number }> {
  return simulator.slack.press(user, { viewId }, "Test connection");
}

function detailsSaying(user: string, words: string): Promise<string> {
  return simulator.slack.waitFor(
    () => {
      const view = simulator.slack.view(user);
      const text = view === undefined ? "" : visibleText(view);
      return text.includes(words) && text;
    },
    { what: `details that say "${words}"` },
  );
}

function tests(): readonly string[] {
  return simulator.adobe.platformCalls().filter((call) => call.endsWith("/test"));
}

test.each([
  [true, "The connection works"],
  [false, "The connection does not work"],
])("Adobe tries it, and the modal and the thread say so: %s", async (works, words) => {
  const card = await failure({ ...FLOW, source: { ...FLOW.source, works } });

  await pressTest(DANA, await openDetails(DANA, card));
  const shown = await detailsSaying(DANA, words);
  const told = await repliesSaying(simulator, card.ts, words);

  expect(told.text).toContain("Tested by <@U0DANA>");
  expect(shown).not.toContain("Test connection");
  expect(tests()).toHaveLength(1);
});

test("the modal says that Adobe is at it, and the press is answered at once", async () => {
  const card = await failure();
  const details = await openDetails(DANA, card);
  simulator.adobe.setFaults({ actions: "hang" });

  const { status } = await pressTest(DANA, details);

  expect(status).toBe(200);
  await detailsSaying(DANA, "Adobe is testing the connection");
  simulator.adobe.setFaults({ actions: false });
});

test("while one person tests, another is told who", async () => {
  const card = await failure();
  const [first, second] = [await openDetails(DANA, card), await openDetails(SAM, card)];
  simulator.adobe.setFaults({ actions: "hang" });
  await pressTest(DANA, first);
  await simulator.slack.waitFor(() => tests().length > 0);

  await pressTest(SAM, second);

  await simulator.slack.waitFor(() =>
    JSON.stringify(simulator.slack.view(SAM)?.blocks).includes("is testing it just now"),
  );
  expect(tests()).toHaveLength(1);
  simulator.adobe.setFaults({ actions: false });
});

test("where the modal was closed meanwhile, the person is told privately", async () => {
  const card = await failure();
  const details = await openDetails(DANA, card);
  simulator.adobe.setFaults({ platformDelayMs: 150 });

  await pressTest(DANA, details);
  await simulator.slack.closeView(DANA);

  const told = await answerTo(simulator, DANA, "The connection works");
  expect(told.text).toContain("A retry may go well");
});

test.each<[ApiFault, string]>([
  ["forbidden", "View Sources"],
  ["rate_limited", "no more requests"],
  ["status500", "gave no answer"],
  ["down", "gave no answer"],
  ["html", "makes no sense"],
])("%s: it is said what is not known, and the thread is not troubled", async (fault, words) => {
  const card = await failure();
  const details = await openDetails(DANA, card);
  simulator.adobe.setFaults({ actions: fault });

  await pressTest(DANA, details);

  await detailsSaying(DANA, words);
  expect(simulator.slack.replies(card.ts)).toEqual([]);
});

test("a flow that Adobe does not know", async () => {
  const card = await failure({ ...FLOW, sandbox: "another" });

  await pressTest(DANA, await openDetails(DANA, card));

  await detailsSaying(DANA, "knows no connection of this flow");
  expect(tests()).toEqual([]);
});

test("is not offered where the connection is not in question", async () => {
  const card = await failure(FLOW, "133");

  expect(buttonsOf(await openDetails(DANA, card))).toEqual([]);
});

test("whoever may not is told who may", async () => {
  const card = await failure();
  simulator.slack.setMembers([DANA]);

  await pressTest(SAM, await openDetails(SAM, card));

  await detailsSaying(SAM, "You may not retry runs or test connections");
  expect(JSON.stringify(simulator.slack.view(SAM)?.blocks)).toContain("C0FLOWRUNS");
  expect(tests()).toEqual([]);
});
