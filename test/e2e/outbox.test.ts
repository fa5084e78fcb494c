import { afterEach, describe, expect, test } from "@jest/globals";
import { ask } from "../support/ask.ts";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { flatRun } from "../support/flat-run.ts";
import { buttonsOf, cardSaying, repliesSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;
let clock: FakeClock;

async function start(options: Parameters<typeof startFlowrun>[0] = {}): Promise<void> {
  clock = createFakeClock();
  flowrun = await startFlowrun({ clock, ...options });
}

afterEach(async () => {
  await flowrun.close();
});

/** Waits until the outbox has recorded how an attempt ended, then lets the pause pass. */
async function afterFailedAttempt(count: number, pauseMs: number): Promise<void> {
  await flowrun.logged("delivery not said", count);
  clock.advance(pauseMs);
}

describe("while Slack is away", () => {
  test("alerts wait, and come when it is back, each once", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ down: true });

    const answers = await Promise.all([
      simulator.adobe.post(flatRun({ flowId: "a", flowName: "Alpha" })),
      simulator.adobe.post(flatRun({ flowId: "b", flowName: "Beta" })),
    ]);
    await afterFailedAttempt(1, 0);
    simulator.slack.setFaults({ down: false });
    clock.advance(2_000);
    await simulator.slack.waitFor(() => simulator.slack.messages().length === 1);
    clock.advance(2_000);
    await cardSaying(simulator, "Alpha");
    await cardSaying(simulator, "Beta");

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(simulator.slack.messages()).toHaveLength(2);
  });

  test("what happened meanwhile is told in one card, drawn from the state of then", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ down: true });

    await simulator.adobe.post(flatRun({ at: T0 }));
    await simulator.adobe.post(flatRun({ at: T0 + 15 * MINUTE }));
    await simulator.slack.command(DANA, "/flowrun ack #1");
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + 30 * MINUTE }));
    await afterFailedAttempt(1, 0);
    simulator.slack.setFaults({ down: false });
    clock.advance(2_000);
    const card = await cardSaying(simulator, "Recovered");
    for (const line of ["2", "cknowledged", "ecovered"]) {
      clock.advance(10);
      await repliesSaying(simulator, card.ts, line);
    }

    expect(simulator.slack.calls("chat.update")).toEqual([]);
    expect(simulator.slack.messages()).toHaveLength(1);
    expect(simulator.slack.replies(card.ts).map(({ text }) => text)).toEqual([
      expect.stringMatching(/2/),
      expect.stringMatching(/cknowledged/),
      expect.stringMatching(/ecovered/),
    ]);
  });

  test("ten changes while one call is slow cost one update", async () => {
    await start();
    const { simulator } = flowrun;
    await simulator.adobe.post(flatRun({ at: T0 }));
    await cardSaying(simulator, "Failed");

    simulator.slack.setFaults({ slowMs: 200, methods: ["chat.update"] });
    for (let index = 1; index <= 10; index += 1) {
      await simulator.adobe.post(flatRun({ at: T0 + index * MINUTE }));
    }
    await cardSaying(simulator, "11");

    expect(simulator.slack.calls("chat.update").length).toBeLessThanOrEqual(3);
  });
});

describe("outcomes", () => {
  test("a rate limit is waited for as long as Slack says", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ rateLimited: 7 });

    await simulator.adobe.post(flatRun());
    await afterFailedAttempt(1, 0);
    simulator.slack.setFaults({ rateLimited: false });
    clock.advance(6_999);
    expect(simulator.slack.messages()).toEqual([]);
    clock.advance(1);
    await cardSaying(simulator, "Failed");

    expect(simulator.slack.calls("chat.postMessage")).toHaveLength(2);
  });

  /** A card was taken by Slack, and its reply lost; Slack works again two seconds later. */
  async function afterLostReply(more: object = {}): Promise<void> {
    const { slack, adobe } = flowrun.simulator;
    slack.setFaults({ loseReplies: true, methods: ["chat.postMessage"] });
    await adobe.post(flatRun({ at: T0 }));
    await afterFailedAttempt(1, 0);
    slack.setFaults({ loseReplies: false, methods: undefined, ...more });
  }

  test("a lost reply: the card that stands is found, and goes on as if nothing had happened", async () => {
    await start();
    const { simulator } = flowrun;
    await afterLostReply();
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + MINUTE }));
    clock.advance(2_000);
    const card = await cardSaying(simulator, "Recovered");
    await repliesSaying(simulator, card.ts, "Recovered");

    expect(simulator.slack.messages()).toHaveLength(1);
    expect(simulator.slack.calls("chat.postMessage")).toHaveLength(2);
    expect(card.text).not.toContain("repeat");
  });

  test("a lost reply to a thread line: it stands once", async () => {
    await start();
    const { simulator } = flowrun;
    await simulator.adobe.post(flatRun({ at: T0 }));
    const { ts } = await cardSaying(simulator, "Failed");
    simulator.slack.setFaults({ loseReplies: true, methods: ["chat.postMessage"] });
    clock.advance(2_000);
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + MINUTE }));
    await afterFailedAttempt(1, 0);
    simulator.slack.setFaults({ loseReplies: false, methods: undefined });
    clock.advance(2_000);
    await flowrun.logged("looked for a message that may stand already");
    await simulator.adobe.post(flatRun({ flowId: "b", flowName: "Beta" }));
    clock.advance(2_000);
    await cardSaying(simulator, "Beta");

    expect(simulator.slack.replies(ts)).toHaveLength(1);
  });

  test("where the bot may not read, the repeat says that it may be one, and the status says what to do", async () => {
    await start();
    const { simulator } = flowrun;
    await afterLostReply({ error: "missing_scope", methods: ["conversations.history"] });
    clock.advance(2_000);
    const repeat = await cardSaying(simulator, "May be a repeat");
    const status = await ask(flowrun, "/flowrun status");

    expect(visibleText(repeat)).toContain("May be a repeat");
    const [first] = simulator.slack.messages();
    expect(first?.text).not.toContain("May be a repeat");
    expect(first?.metadata?.event_payload["delivery_id"]).toBe(
      repeat.metadata?.event_payload["delivery_id"],
    );
    expect(status.text).toContain("Flowrun cannot read C0FLOWRUNS");
    expect(status.text).toContain("Install the app again");
  });

  test("a channel that cannot be read is known from the start", async () => {
    clock = createFakeClock();
    flowrun = await startFlowrun({
      clock,
      prepare: ({ slack }) =>
        slack.setFaults({ error: "not_in_channel", methods: ["conversations.history"] }),
    });
    const { slack } = flowrun.simulator;
    await slack.waitFor(() => slack.calls("conversations.history").length === 1);

    expect((await ask(flowrun, "/flowrun status")).text).toContain("/invite @Flowrun");
  });

  test.each([
    ["500", { status500: true }],
    ["a page of HTML", { html200: true }],
  ])("%s leaves the outcome unknown: it is looked for, and said once", async (_name, faults) => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults(faults);

    await simulator.adobe.post(flatRun());
    await afterFailedAttempt(1, 0);
    simulator.slack.setFaults({ status500: false, html200: false });
    clock.advance(2_000);

    expect((await cardSaying(simulator, "Failed")).text).not.toContain("repeat");
  });

  test("Slack's client itself never tries again", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ status500: true });

    await simulator.adobe.post(flatRun());
    await afterFailedAttempt(1, 0);

    expect(simulator.slack.calls("chat.postMessage")).toHaveLength(1);
  });

  test.each([
    ["not_in_channel", "/invite @Flowrun"],
    ["is_archived", "Unarchive the channel"],
    ["missing_scope", "Install the app again"],
  ])(
    "while Slack refuses posts with %s alerts wait, /readyz says what to do, and then they come",
    async (error, remedy) => {
      await start();
      const { simulator } = flowrun;
      simulator.slack.setFaults({ error, methods: ["chat.postMessage"] });

      await simulator.adobe.post(flatRun({ flowId: "a", flowName: "Alpha" }));
      await afterFailedAttempt(1, 0);
      await simulator.adobe.post(flatRun({ flowId: "b", flowName: "Beta" }));
      const ready = await fetch(`${flowrun.url}/readyz`);
      const words = await ready.text();
      simulator.slack.setFaults({ error: undefined });
      clock.advance(2_000);
      await simulator.slack.waitFor(() => simulator.slack.messages().length === 1);
      clock.advance(2_000);
      await cardSaying(simulator, "Alpha");
      await cardSaying(simulator, "Beta");

      expect(ready.status).toBe(503);
      expect(words).toContain(error);
      expect(words).toContain(remedy);
      expect((await fetch(`${flowrun.url}/readyz`)).status).toBe(200);
      expect(simulator.slack.messages().some(({ text }) => text.includes("repeat"))).toBe(false);
    },
  );

  test("what Slack refuses for good is counted, and said again after a change", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ error: "msg_too_long", methods: ["chat.postMessage"] });

    await simulator.adobe.post(flatRun({ at: T0 }));
    await afterFailedAttempt(1, 0);
    const metrics = await (await fetch(`${flowrun.url}/metrics`)).text();
    simulator.slack.setFaults({ error: undefined });
    clock.advance(10);
    await simulator.adobe.post(flatRun({ at: T0 + MINUTE }));
    await cardSaying(simulator, "2nd failure");

    expect(metrics).toContain("flowrun_outbox_refused 1");
    expect(flowrun.logs()).toContainEqual(
      expect.objectContaining({ outcome: { kind: "refused", error: "msg_too_long" } }),
    );
  });

  test("a card that somebody deleted is posted anew when its alert changes", async () => {
    await start();
    const { simulator } = flowrun;
    await simulator.adobe.post(flatRun({ at: T0 }));
    const { ts } = await cardSaying(simulator, "Failed");
    simulator.slack.deleteMessage(ts);

    await simulator.adobe.post(flatRun({ status: "success", at: T0 + MINUTE }));
    await afterFailedAttempt(1, 10);
    const card = await cardSaying(simulator, "Recovered");

    expect(card.ts).not.toBe(ts);
    expect(card.text).not.toContain("repeat");
  });

  test("while our token is refused nothing is lost, and /readyz says what to do", async () => {
    await start();
    const { simulator } = flowrun;
    simulator.slack.setFaults({ error: "token_revoked" });
    await simulator.adobe.post(flatRun());
    await afterFailedAttempt(1, 5 * MINUTE);
    await flowrun.logged("Slack does not accept the bot token");
    const answer = await fetch(`${flowrun.url}/readyz`);

    expect(answer.status).toBe(503);

    simulator.slack.setFaults({ error: undefined });
    clock.advance(MINUTE);
    await cardSaying(simulator, "Failed");
  });
});

test("posts in a channel keep the pace that is set; redrawing a card does not wait for it", async () => {
  await start({ env: { SLACK_POSTS_PER_SECOND: "0.5" } });
  const { simulator } = flowrun;

  await simulator.adobe.post(flatRun({ flowId: "a", flowName: "Alpha" }));
  const { ts } = await cardSaying(simulator, "Alpha");
  await simulator.adobe.post(flatRun({ flowId: "b", flowName: "Beta" }));
  await simulator.slack.press(DANA, { ts }, "Acknowledge");
  await cardSaying(simulator, "Acknowledged");

  expect(simulator.slack.messages()).toHaveLength(1);
  clock.advance(2_000);
  await cardSaying(simulator, "Beta");
});

test("Slack that refuses every block gets the words alone, and better looks again afterwards", async () => {
  await start();
  const { simulator } = flowrun;
  simulator.slack.setFaults({ refuseBlocks: true });
  await simulator.adobe.post(flatRun({ at: T0 }));
  const plain = await cardSaying(simulator, "Failed");
  simulator.slack.setFaults({ refuseBlocks: false });
  clock.advance(10);
  await simulator.adobe.post(flatRun({ at: T0 + MINUTE }));
  const card = await cardSaying(simulator, "2nd failure");

  expect(plain.blocks).toEqual([]);
  expect(plain.text).toContain("use /flowrun show, ack and resolve");
  expect(plain.text).toContain("Alert #1");
  expect(card.ts).toBe(plain.ts);
  expect(buttonsOf(card)).toContain("Acknowledge");
  expect(card.text).not.toContain("layout");
});

test("Slack that refuses newer blocks gets the older ones, and the answer still comes", async () => {
  await start();
  const { simulator } = flowrun;
  simulator.slack.setFaults({ refuseNewBlocks: true });

  await simulator.adobe.post(flatRun());
  await cardSaying(simulator, "Failed");
  await simulator.slack.command(DANA, "/flowrun list");
  const answer = await simulator.slack.waitFor(() => simulator.slack.ephemerals(DANA)[0]);

  expect(answer.text).toContain("Orders to Profile");
  expect(JSON.stringify(answer.blocks)).not.toContain('"table"');
});
