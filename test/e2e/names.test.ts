import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ApiFault } from "../../src/simulator/adobe/faults.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { ask } from "../support/ask.ts";
import { MINUTE, T0 } from "../support/builders.ts";
import { fixture } from "../support/fixture.ts";
import { flatReport } from "../support/flat-report.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, visibleText } from "../support/messages.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

/** The flow of the published sample that states no name. */
const NAMELESS = "cf4fce79-8822-456d-8fce-798822556dc6";
const LOYALTY = {
  flowId: NAMELESS,
  name: "Loyalty members",
  source: { name: "Acme drop", type: "sftp" },
  dataset: { name: "Loyalty" },
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

/** A notification that states no name. */
function nameless(parts: Parameters<typeof flatRun>[0] = {}): object {
  const { flowName: _none, ...run } = flatRun({ flowId: NAMELESS, ...parts });
  return run;
}

function flowCalls(): number {
  return simulator.adobe.platformCalls().filter((call) => call.includes("/flows/")).length;
}

test("the card is posted at once with ids and changed when the names come", async () => {
  simulator.adobe.flows.define(LOYALTY);
  simulator.adobe.setFaults({ platformDelayMs: 150 });

  await simulator.adobe.post(fixture("flow-run-failure-pipeline"));
  const posted = await cardSaying(simulator, NAMELESS);
  const named = await cardSaying(simulator, "Loyalty members");

  expect(named.ts).toBe(posted.ts);
  expect(visibleText(named)).toMatch(
    /SFTP · dataset <https:\/\/experience\.adobe\.com\/#\/@[\w]+@AdobeOrg\/sname:prod\/platform\/dataset\/browse\/[0-9a-f]{24}\|Loyalty>/,
  );
  expect(named.text).toContain("SFTP · dataset Loyalty");
  expect(simulator.slack.calls("chat.postMessage")).toHaveLength(1);
  expect(simulator.slack.replies(named.ts)).toEqual([]);
});

test("a partly ingested run is told against the share that the flow tolerates", async () => {
  simulator.adobe.flows.define({ ...LOYALTY, partialIngestionPercent: 50 });

  await simulator.adobe.post(nameless({ status: "success", records: 100, rejected: 30 }));
  await cardSaying(simulator, "Loyalty members");
  const card = await cardSaying(simulator, "30 % failed; the flow tolerates 50 %");

  expect(visibleText(card)).toContain(
    "30 of 100 records were not ingested (30 % failed; the flow tolerates 50 %)",
  );
});

test("an alert on one of Adobe's rules, which states no name, gets it, too", async () => {
  simulator.adobe.flows.define(LOYALTY);

  await simulator.adobe.post(flatReport({ flowId: NAMELESS }));

  const named = await cardSaying(simulator, "Delayed: Loyalty members");
  expect(visibleText(named)).toContain("SFTP · dataset Loyalty");
});

test("/flowrun status finds the flow by the name that was looked up, and tells the source", async () => {
  simulator.adobe.flows.define(LOYALTY);
  await simulator.adobe.post(nameless());
  await cardSaying(simulator, "Loyalty members");

  const answer = await ask(flowrun, "/flowrun status loyalty");

  expect(visibleText(answer)).toContain("SFTP · dataset Loyalty");
});

test("what was looked up is on the card of the next failure from the start", async () => {
  simulator.adobe.flows.define(LOYALTY);
  await simulator.adobe.post(nameless());
  await cardSaying(simulator, "Loyalty members");

  await simulator.adobe.post(nameless({ code: "106" }));
  await cardSaying(simulator, "106");
  await flowrun.restart();
  await simulator.adobe.post(nameless({ code: "118" }));
  const card = await cardSaying(simulator, "118");

  expect(card.text).toContain("Loyalty members");
  expect(flowCalls()).toBe(1);
});

test("a storm of 200 failures of one flow asks once", async () => {
  simulator.adobe.flows.define(LOYALTY);

  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      simulator.adobe.post(nameless({ at: T0 + index * MINUTE })),
    ),
  );
  await cardSaying(simulator, "Loyalty members");

  expect(flowCalls()).toBe(1);
  expect(simulator.adobe.platformCalls()).toHaveLength(5);
  expect(simulator.adobe.tokenCalls()).toBe(1);
});

test("a good run asks for nothing", async () => {
  await simulator.adobe.post(flatRun({ status: "success" }));
  await simulator.adobe.post(flatRun({ flowId: "flow-other", flowName: "Other" }));
  await cardSaying(simulator, "Other");
  const calls = await simulator.slack.waitFor(
    () => flowCalls() > 0 && simulator.adobe.platformCalls(),
  );

  expect(calls).toEqual(["GET /data/foundation/flowservice/flows/flow-other"]);
});

test.each(["platform", "ims"] as const)(
  "while %s hangs neither Adobe's answer nor the card waits",
  async (api) => {
    simulator.adobe.setFaults({ [api]: "hang" });

    const before = Date.now();
    const answer = await simulator.adobe.post(nameless());
    await cardSaying(simulator, NAMELESS);
    await simulator.slack.waitFor(() => simulator.adobe.tokenCalls() > 0);

    expect(flowrun.logs().map(({ msg }) => msg)).not.toContain("names of a flow looked up");
    expect(answer.status).toBe(200);
    // A call of Adobe's APIs is given up only after five seconds.
    expect(Date.now() - before).toBeLessThan(2_500);
  },
);

test("a stop does not wait for an API that hangs", async () => {
  simulator.adobe.setFaults({ platform: "hang" });
  await simulator.adobe.post(nameless());
  await simulator.slack.waitFor(() => flowCalls() > 0);

  const before = Date.now();
  await flowrun.stopApp();

  expect(Date.now() - before).toBeLessThan(2_500);
});

test("a token that the platform no longer accepts is renewed once, unseen", async () => {
  simulator.adobe.flows.define(LOYALTY);
  simulator.adobe.flows.define({ flowId: "flow-orders", name: "Orders, renamed" });
  await simulator.adobe.post(nameless());
  await cardSaying(simulator, "Loyalty members");

  simulator.adobe.revokeTokens();
  await simulator.adobe.post(flatRun());
  await cardSaying(simulator, "Orders, renamed");

  expect(simulator.adobe.tokenCalls()).toBe(2);
});

test.each<["platform" | "ims", ApiFault]>([
  ["platform", "down"],
  ["platform", "rate_limited"],
  ["platform", "refused"],
  ["platform", "truncated"],
  ["platform", "html"],
  ["platform", "wrong_types"],
  ["platform", "huge"],
  ["ims", "refused"],
  ["ims", "html"],
])("a bad answer of %s (%s) is harmless, and names come after a restart", async (api, fault) => {
  simulator.adobe.flows.define(LOYALTY);
  simulator.adobe.setFaults({ [api]: fault });

  const answer = await simulator.adobe.post(nameless());
  const card = await cardSaying(simulator, NAMELESS);
  await flowrun.logged("names of a flow looked up");
  await flowrun.stopApp();
  const asked = simulator.adobe.platformCalls().length + simulator.adobe.tokenCalls();
  simulator.adobe.setFaults({ [api]: false });
  await flowrun.startApp();
  const named = await cardSaying(simulator, "Loyalty members");

  expect(answer.status).toBe(200);
  expect(asked).toBeLessThanOrEqual(4);
  expect(named.ts).toBe(card.ts);
  expect(JSON.stringify(flowrun.logs())).not.toContain("NNNNNNNNNN");
});

test("a very long name is cut, and a hostile one stays plain text", async () => {
  const name = `<!channel> ${"long ".repeat(20_000)}`;
  simulator.adobe.flows.define({ flowId: NAMELESS, name, dataset: { name: "<!here>" } });

  await simulator.adobe.post(nameless());
  const card = await cardSaying(simulator, "channel");

  expect(JSON.stringify(card).length).toBeLessThan(20_000);
  expect(JSON.stringify(card.blocks)).not.toMatch(
    /"type":"(broadcast|mrkdwn)"[^}]*<!(channel|here)>/,
  );
  expect(card.text).not.toMatch(/<!(channel|here)>/);
});

test("neither token nor secret is in any line of the log", async () => {
  simulator.adobe.flows.define(LOYALTY);
  await simulator.adobe.post(nameless());
  await cardSaying(simulator, "Loyalty members");
  simulator.adobe.revokeTokens();
  simulator.adobe.setFaults({ platform: "refused" });
  await simulator.adobe.post(flatRun());
  await cardSaying(simulator, "Orders to Profile");
  await simulator.slack.waitFor(() => flowCalls() > 1);

  const log = JSON.stringify(flowrun.logs());

  expect(log).toContain("Adobe issued an access token");
  expect(log).not.toContain("eyJ");
  expect(log).not.toContain(ADOBE_API_ENV.ADOBE_CLIENT_SECRET);
  expect(log).not.toContain("Bearer");
});
