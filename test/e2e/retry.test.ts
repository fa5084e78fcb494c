import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ApiFault } from "../../src/simulator/adobe/faults.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import type { StoredMessage } from "../../src/simulator/slack/workspace/stored.ts";
import { ask } from "../support/ask.ts";
import { DANA, MINUTE, SAM, T0 } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import {
  answerTo,
  buttonsOf,
  cardSaying,
  repliesSaying,
  visibleText,
} from "../support/messages.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const FLOW = { flowId: "flow-orders", flowName: "Orders to Profile" };

let flowrun: Flowrun;
let simulator: Simulator;

async function start(env: Readonly<Record<string, string>> = ADOBE_API_ENV): Promise<void> {
  flowrun = await startFlowrun({ env });
  simulator = flowrun.simulator;
}

beforeEach(async () => {
  await start();
});
afterEach(async () => {
  await flowrun.close();
});

/** With other settings. */
async function startWith(env: Readonly<Record<string, string>>): Promise<void> {
  await flowrun.close();
  await start(env);
}

async function failure(parts: Parameters<typeof flatRun>[0] = {}): Promise<StoredMessage> {
  await simulator.adobe.post(flatRun({ runId: "run-bad", ...FLOW, ...parts }));
  return cardSaying(simulator, "Orders to Profile");
}

function press(user: string, { ts }: { readonly ts: string }): Promise<{ status: number }> {
  return simulator.slack.press(user, { ts }, "Retry run");
}

/** Presses what the card showed some time ago. */
async function pressStale(user: string, { ts }: StoredMessage, runId: string): Promise<void> {
  await simulator.slack.press(user, { ts }, "alert_retry_run", { staleValue: runId });
}

function retryCalls(): readonly string[] {
  return simulator.adobe.platformCalls().filter((call) => call.startsWith("POST "));
}

async function newRunId(): Promise<string> {
  const started = await simulator.slack.waitFor(() => simulator.adobe.runs.started().at(-1));
  return started.runId;
}

describe("Retry run", () => {
  test("asks first, naming flow and run", async () => {
    const card = await failure();

    const button = card.blocks
      .flatMap((block) => (block["type"] === "actions" ? [block["elements"]] : []))
      .flat()
      .find((element) => JSON.stringify(element).includes("alert_retry_run"));

    expect(button).toMatchObject({
      value: "run-bad",
      confirm: { text: { text: expect.stringMatching(/"Orders to Profile".*run-bad/) } },
    });
    expect(retryCalls()).toEqual([]);
  });

  test("asks Adobe once, tells the thread, and the button is gone while the new run is under way", async () => {
    const card = await failure();

    await press(DANA, card);
    const told = await repliesSaying(simulator, card.ts, "retried");
    const redrawn = await cardSaying(simulator, "Retry started");

    expect(retryCalls()).toEqual(["POST /data/foundation/flowservice/runs/run-bad/action"]);
    expect(told.text).toMatch(/<@U0DANA> retried run run-bad; new run /);
    expect(told.text).toContain(await newRunId());
    expect(redrawn.ts).toBe(card.ts);
    expect(redrawn.text).toMatch(/Retry started by <@U0DANA>, .*; new run /);
    expect(buttonsOf(redrawn)).not.toContain("Retry run");
    expect(simulator.slack.ephemerals(DANA)).toEqual([]);
  });

  test("its good new run resolves the alert, and card and thread say that the retry did it", async () => {
    const card = await failure();
    await press(DANA, card);
    const runId = await newRunId();

    await simulator.adobe.post(
      flatRun({ runId, ...FLOW, status: "success", at: T0 + 30 * MINUTE, records: 10 }),
    );
    const recovered = await cardSaying(simulator, "Recovered:");

    expect(recovered.text).toContain("Recovered by the retry that <@U0DANA> started");
    expect(visibleText(recovered)).toContain("Recovered by the retry");
    await repliesSaying(simulator, card.ts, "Recovered by the retry that <@U0DANA> started");
  });

  test("the new run resolves it also where its own times stand before the failure", async () => {
    const card = await failure();
    await simulator.adobe.post(flatRun({ ...FLOW, at: T0 + 20 * MINUTE }));
    await repliesSaying(simulator, card.ts, "2nd failure");
    await press(DANA, card);
    const runId = await newRunId();

    await simulator.adobe.post(
      flatRun({ runId, ...FLOW, status: "success", at: T0 - 60 * MINUTE, records: 10 }),
    );

    expect((await cardSaying(simulator, "Recovered:")).text).toContain("2 failures");
  });

  test("a new run that fails too joins the alert, which can be retried again", async () => {
    const card = await failure();
    await press(DANA, card);
    const runId = await newRunId();

    await simulator.adobe.post(flatRun({ runId, ...FLOW, at: T0 + 30 * MINUTE }));
    const again = await repliesSaying(simulator, card.ts, "Failed again");
    const redrawn = await simulator.slack.waitFor(() =>
      simulator.slack.messages().find((each) => buttonsOf(each).includes("Retry run")),
    );

    expect(again.text).toContain("in the retry that <@U0DANA> started: 2nd failure");
    expect(redrawn.ts).toBe(card.ts);
    expect(redrawn.text).not.toContain("Retry started");
    await press(SAM, redrawn);
    await repliesSaying(simulator, card.ts, "<@U0SAM> retried");
    expect(retryCalls().at(-1)).toContain(runId);
  });

  test("a new run that fails for another reason has its own alert, and the first one's thread names it", async () => {
    const card = await failure();
    await press(DANA, card);
    const runId = await newRunId();

    await simulator.adobe.post(flatRun({ runId, ...FLOW, code: "106", at: T0 + 30 * MINUTE }));
    const told = await repliesSaying(simulator, card.ts, "another reason");

    expect(told.text).toContain("Alert #2");
    await simulator.slack.waitFor(() => {
      const first = simulator.slack.messages().find(({ ts }) => ts === card.ts);
      return first?.text.includes("Retry started") === false;
    });
  });

  test("two people at once: Adobe is asked once, and one of them is told who was first", async () => {
    const card = await failure();
    simulator.adobe.setFaults({ platformDelayMs: 200 });

    await Promise.all([press(DANA, card), press(SAM, card)]);
    await repliesSaying(simulator, card.ts, "retried");
    const told = await simulator.slack.waitFor(
      () => [...simulator.slack.ephemerals(DANA), ...simulator.slack.ephemerals(SAM)][0],
    );

    expect(told.text).toMatch(/<@U0(DANA|SAM)> asked Adobe to retry this run/);
    expect(retryCalls()).toHaveLength(1);
  });

  test("pressed again on a card that lags behind, nothing is asked a second time", async () => {
    const card = await failure();
    await press(DANA, card);
    await repliesSaying(simulator, card.ts, "retried");

    await pressStale(DANA, card, "run-bad");
    expect((await answerTo(simulator, DANA, "not asked a second time")).text).toContain("new run");
    const runId = await newRunId();
    await simulator.adobe.post(flatRun({ runId, ...FLOW, at: T0 + 30 * MINUTE }));
    await repliesSaying(simulator, card.ts, "Failed again");
    await pressStale(DANA, card, "run-bad");

    expect((await answerTo(simulator, DANA, "retried already")).text).toContain(runId);
    expect(retryCalls()).toHaveLength(1);
  });

  test("pressed on a screen that does not show yet that the flow has recovered, nothing is asked", async () => {
    const card = await failure();
    await simulator.adobe.post(flatRun({ ...FLOW, status: "success", at: T0 + 30 * MINUTE }));
    await cardSaying(simulator, "Recovered:");

    await pressStale(DANA, card, "run-bad");

    expect((await answerTo(simulator, DANA, "Alert #1")).text).toContain("the flow recovered");
    expect(retryCalls()).toEqual([]);
  });

  test("a success without records can be retried", async () => {
    const at = T0 + 60 * MINUTE;
    await simulator.adobe.post(flatRun({ ...FLOW, status: "success", records: 10 }));
    await simulator.adobe.post(
      flatRun({ ...FLOW, runId: "run-empty", status: "success", records: 0, at }),
    );
    const card = await cardSaying(simulator, "No data");

    await press(DANA, card);

    const told = await repliesSaying(simulator, card.ts, "retried run run-empty");
    expect(told.text).toContain(await newRunId());
  });

  test("without credentials for Adobe nothing is offered, and the command says what is missing", async () => {
    await startWith({});
    const card = await failure();

    expect(buttonsOf(card)).not.toContain("Retry run");
    expect((await ask(flowrun, "/flowrun retry #1")).text).toContain("ADOBE_CLIENT_SECRET");
  });

  test("is not offered for what Adobe does not retry", async () => {
    await simulator.adobe.post({ ...flatRun(FLOW), flowType: "streaming" });

    expect(buttonsOf(await cardSaying(simulator, "Orders to Profile"))).not.toContain("Retry run");
  });
});

describe("Adobe's answers", () => {
  test.each([
    ["1386-400", { frequency: "once" as const }, "schedule"],
    ["1388-400", { state: "disabled" as const }, "not enabled"],
  ])("%s is told in plain words, and the button stays", async (_code, flow, words) => {
    simulator.adobe.flows.define({ ...FLOW, name: FLOW.flowName, ...flow });
    const card = await failure();

    await press(DANA, card);
    const told = await repliesSaying(simulator, card.ts, "Retry refused");
    const redrawn = await simulator.slack.waitFor(() =>
      simulator.slack.messages().find((each) => buttonsOf(each).includes("Retry run")),
    );

    expect(told.text).toContain(words);
    expect(told.text).toContain("no new run was started");
    expect(redrawn.text).not.toContain("Retry started");
  });

  test.each([
    ["1385", { streaming: true }],
    ["1387", { status: "inProgress" }],
  ])("%s too", async (code, run) => {
    const card = await failure();
    simulator.adobe.runs.define({
      runId: "run-bad",
      flowId: "flow-orders",
      status: "failed",
      ...run,
    });

    await press(DANA, card);

    const words = { 1385: "on demand", 1387: "in the state" }[code];
    expect((await repliesSaying(simulator, card.ts, "Retry refused")).text).toContain(words);
  });

  test.each([
    ["forbidden", "Manage Sources"],
    ["refused", "did not accept Flowrun's access token"],
    ["rate_limited", "no more requests"],
  ] as const)("%s: no new run was started, and a person may try again", async (fault, words) => {
    const card = await failure();
    simulator.adobe.setFaults({ actions: fault });

    await press(DANA, card);
    const told = await repliesSaying(simulator, card.ts, "Retry refused");
    simulator.adobe.setFaults({ actions: false });
    await simulator.slack.waitFor(() =>
      buttonsOf(simulator.slack.messages()[0] ?? card).includes("Retry run"),
    );
    await press(DANA, card);

    expect(told.text).toContain(words);
    await repliesSaying(simulator, card.ts, "retried");
    expect(retryCalls()).toHaveLength(2);
  });

  test("a run that Adobe does not know", async () => {
    const card = await failure();
    simulator.adobe.runs.define({
      runId: "run-bad",
      flowId: "flow-orders",
      sandbox: "another",
      status: "failed",
    });

    await press(DANA, card);

    const told = await repliesSaying(simulator, card.ts, "Retry refused");
    expect(told.text).toContain("does not know the run");
  });

  test.each<ApiFault>([
    "down",
    "status500",
    "redirect",
    "truncated",
    "html",
    "wrong_types",
    "huge",
  ])(
    "%s: the outcome is unknown, nothing is asked again, and a person may do so after looking",
    async (fault) => {
      const card = await failure();
      simulator.adobe.setFaults({ actions: fault });

      await press(DANA, card);
      const told = await repliesSaying(simulator, card.ts, "unknown outcome");
      const redrawn = await cardSaying(simulator, "Retry with unknown outcome");

      expect(told.text).toContain("Look at the flow's runs in Adobe");
      expect(retryCalls()).toHaveLength(1);
      expect(buttonsOf(redrawn)).toContain("Retry run");
      simulator.adobe.setFaults({ actions: false });
      await press(SAM, redrawn);
      await repliesSaying(simulator, card.ts, "<@U0SAM> retried");
      expect(retryCalls()).toHaveLength(2);
    },
  );

  test("a press is answered at once while Adobe hangs", async () => {
    const card = await failure();
    simulator.adobe.setFaults({ actions: "hang" });

    const pressed = await simulator.slack.press(DANA, card, "Retry run");
    const redrawn = await cardSaying(simulator, "Adobe has not answered yet");

    expect(pressed.status).toBe(200);
    expect(pressed.durationMs).toBeLessThan(2_500);
    expect(buttonsOf(redrawn)).not.toContain("Retry run");
    simulator.adobe.setFaults({ actions: false });
  });
});

describe("who may", () => {
  test("by default the members of the channel; others are told so, and Adobe is not asked", async () => {
    const card = await failure();
    simulator.slack.setMembers([DANA]);

    await press(SAM, card);
    const told = await answerTo(simulator, SAM, "may not retry");

    expect(told.text).toContain("<#C0FLOWRUNS>");
    expect(retryCalls()).toEqual([]);
    await press(DANA, card);
    await repliesSaying(simulator, card.ts, "<@U0DANA> retried");
  });

  test("a channel of several pages is read to its end", async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => `U${1_000 + index}`);
    simulator.slack.setMembers([...many, DANA]);
    const card = await failure();

    await press(DANA, card);

    await repliesSaying(simulator, card.ts, "retried");
    expect(simulator.slack.calls("conversations.members")).toHaveLength(3);
  });

  test("people and user groups that are named; a refusal names them", async () => {
    await startWith({ ...ADOBE_API_ENV, FLOWRUN_RETRY_ALLOWED: "U0OTHER, S0ONCALL" });
    simulator.slack.putUserGroup("S0ONCALL", [DANA]);
    const card = await failure();

    await press(SAM, card);
    const told = await answerTo(simulator, SAM, "may not retry");
    await press(DANA, card);

    expect(told.text).toMatch(/<@U0OTHER>, <!subteam\^S0ONCALL> may/);
    await repliesSaying(simulator, card.ts, "<@U0DANA> retried");
    expect(retryCalls()).toHaveLength(1);
    expect(simulator.slack.calls("conversations.members")).toEqual([]);
  });

  test("a person who is named is not asked about", async () => {
    await startWith({ ...ADOBE_API_ENV, FLOWRUN_RETRY_ALLOWED: "U0DANA" });
    simulator.slack.setFaults({ error: "internal_error", methods: ["usergroups.users.list"] });
    const card = await failure();

    await press(DANA, card);

    await repliesSaying(simulator, card.ts, "retried");
    expect(simulator.slack.calls("usergroups.users.list")).toEqual([]);
  });

  test.each([
    ["missing_scope", { error: "missing_scope" }],
    ["a status of 500", { status500: true }],
  ])("when Slack cannot tell because of %s, it is refused with words", async (_what, fault) => {
    const card = await failure();
    simulator.slack.setFaults({ ...fault, methods: ["conversations.members"] });

    await press(DANA, card);
    const told = await answerTo(simulator, DANA, "Slack did not tell");

    expect(told.text).toContain("nothing was started");
    expect(told.text).toContain("tell your operator");
    expect(retryCalls()).toEqual([]);
  });

  test("a group that Slack does not know allows nobody", async () => {
    await startWith({ ...ADOBE_API_ENV, FLOWRUN_RETRY_ALLOWED: "S0GONE" });
    const card = await failure();

    await press(DANA, card);

    expect((await answerTo(simulator, DANA, "no_such_subteam")).text).toContain("nothing was");
    expect(retryCalls()).toEqual([]);
  });

  test("Slack is not asked anew at every press", async () => {
    const card = await failure();
    simulator.adobe.setFaults({ actions: "forbidden" });
    await press(DANA, card);
    await repliesSaying(simulator, card.ts, "Retry refused");
    await simulator.slack.waitFor(() =>
      buttonsOf(simulator.slack.messages()[0] ?? card).includes("Retry run"),
    );

    await press(DANA, card);
    await simulator.slack.waitFor(() => retryCalls().length === 2);

    expect(simulator.slack.calls("conversations.members")).toHaveLength(1);
  });
});

describe("/flowrun retry", () => {
  test.each(["#1", "run-bad"])(
    "%s asks back, and the press on its button does it",
    async (words) => {
      const card = await failure();

      const question = await ask(flowrun, `/flowrun retry ${words}`);
      expect(visibleText(question)).toContain("run-bad");
      expect(visibleText(question)).toContain("Orders to Profile");
      expect(retryCalls()).toEqual([]);
      await press(DANA, question);

      await repliesSaying(simulator, card.ts, "<@U0DANA> retried");
      const answer = await answerTo(simulator, DANA, "retried run run-bad");
      expect(answer.ts).toBe(question.ts);
      expect(buttonsOf(answer)).toEqual([]);
    },
  );

  test("a run without an alert is retried too, and only the person is told", async () => {
    await simulator.adobe.post(
      flatRun({ ...FLOW, runId: "run-empty", status: "success", records: 0 }),
    );
    const question = await ask(flowrun, "/flowrun retry run-empty");

    await press(DANA, question);

    await answerTo(simulator, DANA, "retried run run-empty");
    expect(simulator.slack.messages()).toEqual([]);
  });

  test.each([
    [{ status: "success", records: 3 }, "brought some"],
    [{ status: "inProgress" }, "not known to have ended"],
  ])("says why not: %j", async (run, words) => {
    await simulator.adobe.post(flatRun({ ...FLOW, runId: "run-other", ...run }));

    const answer = await ask(flowrun, "/flowrun retry run-other");

    expect(answer.text).toContain(words);
    expect(buttonsOf(answer)).toEqual([]);
  });

  test("of what nobody knows", async () => {
    expect((await ask(flowrun, "/flowrun retry #9")).text).toContain('known as "#9"');
    expect((await ask(flowrun, "/flowrun retry nothing")).text).toContain('known as "nothing"');
  });

  test("names the new run where the retry's own run failed too, and who asked where one is under way", async () => {
    const card = await failure();
    await press(DANA, card);
    await repliesSaying(simulator, card.ts, "retried");
    const runId = await newRunId();

    expect((await ask(flowrun, "/flowrun retry #1", SAM)).text).toContain("<@U0DANA> asked Adobe");
    await simulator.adobe.post(flatRun({ runId, ...FLOW, at: T0 + 30 * MINUTE }));
    await repliesSaying(simulator, card.ts, "Failed again");

    expect(visibleText(await ask(flowrun, "/flowrun retry run-bad", SAM))).toContain(runId);
  });
});

describe("Flowrun ends while Adobe is asked", () => {
  test("a stop does not wait for ever, and the outcome is told after the next start", async () => {
    const card = await failure();
    simulator.adobe.setFaults({ actions: "hang" });
    await press(DANA, card);
    await cardSaying(simulator, "Adobe has not answered yet");

    await flowrun.restart();

    await repliesSaying(simulator, card.ts, "unknown outcome");
    expect(retryCalls()).toHaveLength(1);
    simulator.adobe.setFaults({ actions: false });
  }, 15_000);
});
