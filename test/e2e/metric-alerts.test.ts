import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ask } from "../support/ask.ts";
import { DANA, MINUTE, SAM, T0 } from "../support/builders.ts";
import { fixture } from "../support/fixture.ts";
import { flatReport } from "../support/flat-report.ts";
import { flatRun } from "../support/flat-run.ts";
import { buttonsOf, cardSaying, repliesSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

beforeEach(async () => {
  flowrun = await startFlowrun();
});
afterEach(async () => {
  await flowrun.close();
});

const post = (body: Parameters<Flowrun["simulator"]["adobe"]["post"]>[0]): Promise<unknown> =>
  flowrun.simulator.adobe.post(body);
const messages = () => flowrun.simulator.slack.messages();

/** The last of several posts is told: nothing that came before it is still to be said. */
async function settled(): Promise<void> {
  await post(flatRun({ flowId: "flow-last", flowName: "The last one" }));
  await cardSaying(flowrun.simulator, "The last one");
}

describe("a rule of Adobe's that fires", () => {
  test("a delay says which run, how long, what to do, and has the buttons of every card", async () => {
    await post(flatRun({ runId: "run-late", status: "inProgress", at: T0 }));
    await post(flatReport({ runId: "run-late", at: T0 + 150 * MINUTE }));

    const card = await cardSaying(flowrun.simulator, "Delayed: Orders to Profile");
    const words = visibleText(card);

    expect(words).toContain("🟠 Delayed: Orders to Profile");
    expect(words).toContain("A run of this flow takes longer than Adobe's rule allows.");
    expect(words).toContain("The value that Adobe states is 161 minutes.");
    expect(words).toContain("Sources Flow Run Delay above 150 minutes.");
    expect(words).toContain("the run had run for 2 h 40 min by then");
    expect(words).toContain("see which activity of the run has not ended");
    expect(words).toContain("run-late");
    expect(words).not.toContain("Triggered");
    expect(card.text).toContain("What to do");
    expect(buttonsOf(card)).toEqual(["Acknowledge", "Resolve", "Details", "Open in Adobe"]);
  });

  test.each([
    ["sources_ingestion_error_rate_exceeded", "High error rate", "161 %"],
    ["destination_skippage_rate_exceeds_threshold", "High skip rate", "161 %"],
    ["segment_definition_disabled", "Adobe alert", "161"],
  ])("the rule %s is told as %s", async (rule, title, value) => {
    await post(flatReport({ rule }));

    const card = await cardSaying(flowrun.simulator, `${title}: flow flow-orders`);

    expect(visibleText(card)).toContain(`The value that Adobe states is ${value}.`);
    expect(visibleText(card)).toContain(rule);
  });

  test("a capacity alert, which concerns no flow, is told of its sandbox", async () => {
    await post(fixture("metric-alert-throughput-capacity"));
    const card = await cardSaying(flowrun.simulator, "Throughput capacity: sandbox prod");
    expect(visibleText(card)).toContain("80 %");
    expect(JSON.stringify(card.blocks)).toContain("license-usage/capacity");

    await post({
      ...Object(fixture("metric-alert-throughput-capacity")),
      status: "INACTIVE",
      resolvedAt: "2024-05-14T11:00:00.000Z",
    });

    const over = await cardSaying(flowrun.simulator, "Over: sandbox prod");
    expect(over.ts).toBe(card.ts);
    expect(visibleText(over)).toContain("Over after 1 h 30 min");
    await repliesSaying(flowrun.simulator, card.ts, "Adobe's rule fires no more");
  });

  test("the same again only raises the figures, and a link to a stranger is not taken over", async () => {
    await post(flatReport({ url: "https://evil.example/x" }));
    const card = await cardSaying(flowrun.simulator, "Delayed");
    await post(flatReport());
    await post(flatReport({ at: T0 + 5 * MINUTE }));

    const again = await cardSaying(flowrun.simulator, "reported 2 times");
    expect(again.ts).toBe(card.ts);
    expect(JSON.stringify(again.blocks)).not.toContain("evil.example");
    expect(JSON.stringify(again.blocks)).toContain("/dataflows/flow-orders/activity");
    await repliesSaying(flowrun.simulator, card.ts, "Delayed again");
    expect(messages()).toHaveLength(1);
  });
});

describe("the end of it", () => {
  test("what ended before we heard that it fired is told as over", async () => {
    await post(flatReport({ firing: false, at: T0 + 60 * MINUTE }));
    await post(flatReport({ at: T0 }));

    const card = await cardSaying(flowrun.simulator, "Over: flow flow-orders");

    expect(visibleText(card)).toContain("Over after 1 h");
    expect(buttonsOf(card)).toEqual(["Details", "Open in Adobe"]);
    expect(messages()).toHaveLength(1);
  });

  test("an end without a beginning is nothing to tell", async () => {
    await post(fixture("metric-alert-error-rate-resolved"));
    await settled();

    expect(messages()).toHaveLength(1);
  });

  test("a second time is a second alert, which counts the first", async () => {
    await post(flatReport({ at: T0 }));
    await post(flatReport({ firing: false, at: T0 + MINUTE }));
    await cardSaying(flowrun.simulator, "Over");
    await post(flatReport({ at: T0 + 2 * MINUTE }));

    const second = await cardSaying(flowrun.simulator, "Delayed");
    expect(visibleText(second)).toContain("2nd time in 7 days");
    expect(messages()).toHaveLength(2);
  });

  test("the run that was late ends its delay, also when it failed and has an alert of its own", async () => {
    await post(flatReport({ runId: "run-late" }));
    const card = await cardSaying(flowrun.simulator, "Delayed");
    await post(flatRun({ runId: "run-late", at: T0 + 30 * MINUTE }));

    const over = await cardSaying(flowrun.simulator, "Run ended: Orders to Profile");
    expect(over.ts).toBe(card.ts);
    expect(visibleText(over)).toContain("The run has ended: failed");
    await repliesSaying(flowrun.simulator, card.ts, "The run has ended: failed");
    await cardSaying(flowrun.simulator, "Failed: Orders to Profile");
  });

  test("where no run is named, the flow's next run that ends does; an error rate waits for Adobe", async () => {
    await post(flatReport());
    await post(flatReport({ rule: "sources_ingestion_error_rate_exceeded" }));
    await cardSaying(flowrun.simulator, "High error rate");
    await post(flatRun({ status: "success", records: 9, at: T0 + MINUTE }));

    await cardSaying(flowrun.simulator, "Run ended: Orders to Profile");
    await settled();
    expect(visibleText(await cardSaying(flowrun.simulator, "High error rate"))).toContain("🟠");
  });
});

describe("people and questions", () => {
  test("it is taken and resolved by button, and what Adobe says later changes nothing", async () => {
    const { slack } = flowrun.simulator;
    await post(flatReport());
    const { ts } = await cardSaying(flowrun.simulator, "Delayed");
    await slack.press(DANA, { ts }, "Acknowledge");
    await cardSaying(flowrun.simulator, "Acknowledged: flow flow-orders");
    await ask(flowrun, "/flowrun resolve #1 the source was slow");
    await cardSaying(flowrun.simulator, "Resolved: flow flow-orders");

    await repliesSaying(flowrun.simulator, ts, "Resolved");

    await post(flatReport({ firing: false, at: T0 + MINUTE }));
    await settled();

    const card = await cardSaying(flowrun.simulator, "Resolved: flow flow-orders");
    expect(visibleText(card)).toContain("the source was slow");
    expect(slack.replies(ts).map(({ text }) => text.split(" ")[0])).toEqual([
      "Acknowledged",
      "Resolved",
    ]);
  });

  test("what fires after somebody resolved it is a new alert", async () => {
    await post(flatReport());
    await cardSaying(flowrun.simulator, "Delayed");
    await ask(flowrun, "/flowrun resolve #1");
    await cardSaying(flowrun.simulator, "Resolved");
    await post(flatReport({ at: T0 + MINUTE }));
    await post(flatReport({ at: Date.now() + 60 * MINUTE }));

    const second = await cardSaying(flowrun.simulator, "Delayed: flow flow-orders");
    expect(visibleText(second)).toContain("Alert #2");
    expect(messages()).toHaveLength(2);
  });

  test("status, list open, show and ack know it, by number, flow and run", async () => {
    await post(flatRun({ runId: "run-late", status: "inProgress", at: T0 }));
    await post(flatReport({ runId: "run-late", at: T0 + 150 * MINUTE }));
    await post(fixture("metric-alert-throughput-capacity"));
    await cardSaying(flowrun.simulator, "Throughput");
    const told = async (command: string): Promise<string> => (await ask(flowrun, command)).text;

    const status = await told("/flowrun status");
    expect(status).toContain("2 alerts open");
    expect(status).toContain("Alert #1 · Orders to Profile · open · delayed");
    expect(status).toContain("Alert #2 · sandbox prod · open · throughput capacity");
    expect(await told("/flowrun list open")).toContain("Alert #2 · sandbox prod");
    expect(await told("/flowrun list open flow-orders")).not.toContain("sandbox prod ·");
    expect(await told("/flowrun status flow-orders")).toContain("🟠 Delayed: Orders to Profile");
    expect(await told("/flowrun show #2")).toContain("Throughput capacity: sandbox prod");
    expect(await told("/flowrun show run-late")).toContain("Alert #1 · Orders to Profile");
    expect(await told("/flowrun ack run-late")).toContain("Alert #1 is yours");
  });

  test("Details tell all of it", async () => {
    const { slack } = flowrun.simulator;
    await post(flatReport({ runId: "run-late" }));
    const { ts } = await cardSaying(flowrun.simulator, "Delayed");

    await slack.press(SAM, { ts }, "Details");
    const view = await slack.waitFor(() => slack.view(SAM), { what: "Details" });

    const words = visibleText(view);
    expect(words).toContain("Delayed: flow flow-orders");
    expect(words).toContain("sources_flow_run_delay");
    expect(words).toContain("high");
  });
});
