import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "../support/ask.ts";
import { breakTable } from "../support/break-store.ts";
import { DANA, MINUTE, SAM } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { buttonsOf, cardSaying, visibleText } from "../support/messages.ts";
import { CLIENT_ID, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const HOUR = 60 * MINUTE;
const NOW = Date.now();

/** Every answer goes by Slack's response_url; Slack shows it to all unless it says otherwise. */
function expectAllPrivate({ simulator }: Flowrun): void {
  const answers = simulator.slack.calls("response_url");
  expect(answers.length).toBeGreaterThan(0);
  for (const { args } of answers) expect(args["response_type"]).toBe("ephemeral");
  expect(
    simulator.slack.messages().every(({ text }) => /Alert #\d|Not understood/.test(text)),
  ).toBe(true);
}

describe("before anything has come", () => {
  let app: Flowrun;

  beforeAll(async () => {
    app = await startFlowrun();
  });
  afterAll(async () => {
    expectAllPrivate(app);
    await app.close();
  });

  test.each(["/flowrun", "/flowrun status", "/flowrun STATUS"])("%s", async (command) => {
    const { text } = await ask(app, command);

    expect(text).toContain("All good: no alert is open");
    expect(text).toContain("Running now: nothing");
    expect(text).toContain("No notification from Adobe yet");
    expect(text).not.toMatch(/not understood|waiting|refused/);
  });

  test.each(["list", "list failed", "list open", "recent", "list all page 7"])(
    "/flowrun %s",
    async (words) => {
      const answer = await ask(app, `/flowrun ${words}`);

      expect(answer.text).toContain("No such run is known.");
      expect(buttonsOf(answer)).toEqual([]);
    },
  );

  test.each([
    "status Nightly",
    "status #42",
    "show no-such-run",
    "show #42",
    "list Nightly",
    "ack #42",
    "unack #42",
    "resolve #42 mended",
    "ack no-such-run",
  ])("/flowrun %s names nothing that is known", async (words) => {
    const named = /#42|no-such-run|Nightly/.exec(words)?.[0];

    const { text } = await ask(app, `/flowrun ${words}`);

    expect(text).toContain(`No flow, run or alert is known as "${named}"`);
    expect(text).toContain("/flowrun list");
  });
});

/**
 * Orders to Profile: failed twice, open. Nightly CRM import: failed, acknowledged by Dana. Nightly CRM
 * export: good. Web clicks: running. Landing page: 22 good runs.
 */
async function tellStory(app: Flowrun): Promise<void> {
  const { adobe, slack } = app.simulator;
  const orders = { flowId: "flow-orders", flowName: "Orders to Profile" };
  await adobe.post(flatRun({ ...orders, runId: "run-orders-1", at: NOW - 3 * HOUR }));
  await cardSaying(app.simulator, "Orders to Profile");
  await adobe.post(flatRun({ ...orders, runId: "run-orders-2", at: NOW - 2 * HOUR }));
  const crm = { flowId: "flow-crm", flowName: "Nightly CRM import", code: "MAPPER-3700-400" };
  await adobe.post(flatRun({ ...crm, runId: "run-crm", at: NOW - HOUR }));
  const { ts } = await cardSaying(app.simulator, "Nightly CRM import");
  await slack.press(DANA, { ts }, "Acknowledge");
  await cardSaying(app.simulator, "Acknowledged");
  const good = { status: "success", records: 1_234 };
  await adobe.post([
    flatRun({ ...good, flowId: "flow-export", flowName: "Nightly CRM export", at: NOW - HOUR }),
    flatRun({ status: "inProgress", flowId: "flow-web", flowName: "Web clicks", at: NOW }),
    ...Array.from({ length: 22 }, (_, index) =>
      flatRun({
        ...good,
        runId: `run-landing-${index + 1}`,
        flowId: "flow-landing",
        flowName: "Landing page",
        at: NOW - 5 * HOUR - index * MINUTE,
      }),
    ),
  ]);
  await adobe.post({ hello: "nobody knows me", recipient_client_id: CLIENT_ID });
}

describe("questions", () => {
  let app: Flowrun;

  beforeAll(async () => {
    app = await startFlowrun();
    await tellStory(app);
  });
  afterAll(async () => {
    expectAllPrivate(app);
    await app.close();
  });

  test("status: what is open, taken, running, and how the last day went", async () => {
    const answer = await ask(app, "/flowrun status");

    expect(answer.text).toContain("1 alert open, 1 acknowledged");
    expect(answer.text).toMatch(/Alert #1.*Orders to Profile/s);
    expect(answer.text).toMatch(/Alert #2.*Nightly CRM import/s);
    expect(answer.text.indexOf("Alert #1")).toBeLessThan(answer.text.indexOf("Alert #2"));
    expect(answer.text).toContain(`<@${DANA}>`);
    expect(answer.text).toMatch(/Running now: 1.*Web clicks/);
    expect(answer.text).toMatch(/Last 24 hours:.*26 runs.*3 failed/);
    expect(answer.text).toContain("1 notification not understood");
    expect(visibleText(answer)).toContain("Details");
  });

  test.each([
    ["its id", "flow-orders"],
    ["its name", "Orders to Profile"],
    ["its name in quotes", '"orders to profile"'],
    ["a part of its name", "ORDERS"],
  ])("status of a flow by %s", async (_how, words) => {
    const { text } = await ask(app, `/flowrun status ${words}`);

    expect(text).toContain("Orders to Profile");
    expect(text).toContain("Alert #1");
    expect(text).toMatch(/Last 7 days:.*2 failed/);
    expect(text).not.toContain("Nightly");
  });

  test("status of words that fit several flows asks which one, and the button shows it", async () => {
    const { slack } = app.simulator;
    const answer = await ask(app, "/flowrun status nightly crm");
    const told = slack.ephemerals(DANA).length;

    expect(answer.text).toContain("2 flows fit these words.");
    expect(answer.text).toContain("Nightly CRM import");
    expect(answer.text).toContain('/flowrun status "flow-export"');
    const [, second] = answer.blocks.filter((block) => "accessory" in block);
    await slack.press(DANA, { ts: answer.ts, ephemeral: true }, "Show", {
      blockId: String(second?.["block_id"]),
    });
    const shown = await slack.waitFor(() => slack.ephemerals(DANA)[told]);
    expect(shown.text).toMatch(/^\S+ \S.*: Nightly CRM (im|ex)port/);
    expect(shown.text).not.toContain("flows fit");
    const typed = await ask(app, '/flowrun status "flow-export"');
    expect(typed.text).toContain("Nightly CRM export");
    expect(typed.text).not.toContain("flows fit");
  });

  test.each(["status run-crm", "show run-crm"])("/flowrun %s: all about the run", async (words) => {
    const answer = await ask(app, `/flowrun ${words}`);

    expect(answer.text).toContain("Nightly CRM import");
    expect(answer.text).toContain("run-crm");
    expect(answer.text).toContain("MAPPER-3700-400");
    expect(answer.text).toContain("Alert #2");
    expect(buttonsOf(answer)).toEqual(["Details", "Open in Adobe"]);
  });

  test.each(["status #1", "show #1", "show 1", "show alert #1", "status A-1"])(
    "/flowrun %s: all about the alert",
    async (words) => {
      const { text } = await ask(app, `/flowrun ${words}`);

      expect(text).toContain("Alert #1");
      expect(text).toContain("2nd failure");
      expect(text).toContain("What to do");
    },
  );

  test("show of a good run tells its figures, and no cause", async () => {
    const { text } = await ask(app, "/flowrun show run-landing-1");

    expect(text).toContain("Landing page");
    expect(text).toContain("1,234");
    expect(text).not.toContain("What to do");
  });

  test.each([
    ["list", "Recent runs", "1 to 10 of 27"],
    ["list all", "Recent runs", "1 to 10 of 27"],
    ["list failed", "Failed runs", "1 to 3 of 3"],
    ["list open", "Failed runs with an open alert", "1 to 3 of 3"],
    ["list failed orders", "Failed runs of Orders to Profile", "1 to 2 of 2"],
    ["list flow-landing", "Recent runs of Landing page", "1 to 10 of 22"],
    ["list landing page", "Recent runs of Landing page", "1 to 10 of 22"],
    ["list page 3", "Recent runs", "21 to 27 of 27"],
    ["list page 99", "Recent runs", "21 to 27 of 27"],
  ])("/flowrun %s", async (words, title, position) => {
    const { text } = await ask(app, `/flowrun ${words}`);

    expect(text.split("\n")[0]).toBe(title);
    expect(text).toContain(position);
  });

  test("list of words that fit several flows asks which one", async () => {
    expect((await ask(app, "/flowrun list Nightly")).text).toContain("2 flows fit");
  });

  test("Next and Previous turn the page in the same message", async () => {
    const { slack } = app.simulator;
    const { ts } = await ask(app, "/flowrun list flow-landing");
    const told = slack.ephemerals(DANA).length;
    const page = (): string => slack.ephemerals(DANA).find((each) => each.ts === ts)?.text ?? "";
    const shows = (position: string) => slack.waitFor(() => page().includes(position));
    const press = async (button: string): Promise<void> => {
      expect((await slack.press(DANA, { ts, ephemeral: true }, button)).status).toBe(200);
    };

    expect(buttonsOf(answerOf(ts))).toEqual(["Next"]);
    await press("Next");
    await shows("11 to 20 of 22");
    expect(buttonsOf(answerOf(ts))).toEqual(["Previous", "Next"]);
    await press("Next");
    await shows("21 to 22 of 22");
    expect(buttonsOf(answerOf(ts))).toEqual(["Previous"]);
    await press("Previous");
    await shows("11 to 20 of 22");

    expect(page().split("\n")[0]).toBe("Recent runs of Landing page");
    expect(slack.ephemerals(DANA)).toHaveLength(told);
  });

  function answerOf(ts: string) {
    const found = app.simulator.slack.ephemerals(DANA).find((each) => each.ts === ts);
    if (found === undefined) throw new Error(`there is no answer ${ts}`);
    return found;
  }

  test("help names every command", async () => {
    const { text } = await ask(app, "/flowrun help");

    for (const verb of ["status", "list", "show", "ack", "unack", "resolve", "help"]) {
      expect(text).toContain(`/flowrun ${verb}`);
    }
  });

  test.each(["status", "list", "show", "ack", "unack", "resolve", "help", "recent", "close"])(
    "help %s gives examples",
    async (verb) => {
      const { text } = await ask(app, `/flowrun help ${verb}`);

      expect(text).toMatch(/Examples?\n/);
      expect(text).toMatch(/\/flowrun \w+/);
    },
  );

  test.each([
    ["statsu", "Did you mean `/flowrun status`?"],
    ["lsit failed", "Did you mean `/flowrun list failed`?"],
    ["acknowlege #1", "Did you mean `/flowrun ack #1`?"],
    ["reslove #1 mended", "Did you mean `/flowrun resolve #1 mended`?"],
    ["help statsu", "Did you mean `/flowrun help status`?"],
    ["42", "Did you mean `/flowrun show #42`?"],
  ])("a mistyped command is asked back about: %s", async (typed, question) => {
    const { text } = await ask(app, `/flowrun ${typed}`);

    expect(text.replaceAll("`", "")).toContain(question.replaceAll("`", ""));
    expect(text).toContain("/flowrun help");
  });

  test.each([
    ["show", "show needs a run's id or an alert's number.", "/flowrun show #42"],
    ["ack", "ack needs an alert's number or a run's id.", "/flowrun ack #42"],
    ["ack #1 #2", "ack takes one alert or run at a time.", "/flowrun ack #42"],
    ["unack", "unack needs an alert's number or a run's id.", "/flowrun unack #42"],
    ["resolve", "resolve needs an alert's number or a run's id.", "/flowrun resolve #42"],
    ["list page two", "A page is a number from 1 on.", "/flowrun list page 2"],
    [`status ${"x".repeat(300)}`, "longer than 200 characters", "/flowrun status"],
    [`resolve #1 ${"x".repeat(501)}`, "at most 500 characters", "/flowrun resolve #42"],
    ["x".repeat(2_001), "at most 2000 characters", "/flowrun help"],
    ["xyzzy plugh", '"xyzzy" is not a command.', "/flowrun"],
  ])("wrong input is answered with what was wrong and an example: %.20s", async (...row) => {
    const [typed, wrong, example] = row;

    const { text } = await ask(app, `/flowrun ${typed}`);

    expect(text).toContain(wrong);
    expect(text).toContain(example);
  });

  test("a command that is not ours is answered, not left to time out", async () => {
    const { text } = await ask(app, "/other status");

    expect(text).toBe("Flowrun only knows the command /flowrun.");
  });

  test("while Slack is slow the request itself is answered at once, and the answer comes", async () => {
    const { slack } = app.simulator;
    const told = slack.ephemerals(SAM).length;
    slack.setFaults({ slowMs: 300 });

    const { status, durationMs } = await slack.command(SAM, "/flowrun status");
    const toldAtOnce = slack.ephemerals(SAM).length;
    const { text } = await slack.waitFor(() => slack.ephemerals(SAM)[told]);

    slack.setFaults({ slowMs: 0 });
    expect(status).toBe(200);
    expect(durationMs).toBeLessThan(3_000);
    expect(toldAtOnce).toBe(told);
    expect(text).toContain("1 alert open");
  });

  test("while the store cannot be read the person is told, with an id that the log has too", async () => {
    const { mend } = breakTable(app.dataDir, "runs");

    const { text } = await ask(app, "/flowrun list");
    mend();

    const incident = /tell your operator "(\w+)"/.exec(text)?.[1];
    expect(text).toContain("Try again in a minute");
    expect(app.logs()).toContainEqual(
      expect.objectContaining({
        level: "error",
        msg: "a Slack request could not be carried out",
        incident,
      }),
    );
    expect((await ask(app, "/flowrun list")).text).toContain("1 to 10 of 27");
  });
});

describe("changes", () => {
  let app: Flowrun;
  let lastAlert = 0;

  beforeAll(async () => {
    app = await startFlowrun();
  });
  afterAll(async () => {
    expectAllPrivate(app);
    await app.close();
  });

  /** A new open alert of a flow of its own. */
  async function anAlert(): Promise<{ flowName: string; runId: string; number: number }> {
    lastAlert += 1;
    const flowName = `Flow ${lastAlert}.`;
    const runId = `run-of-flow-${lastAlert}`;
    const flow = { flowId: `flow-${lastAlert}`, flowName };
    await app.simulator.adobe.post(flatRun({ ...flow, runId, at: NOW - HOUR }));
    const { text } = await cardSaying(app.simulator, flowName);
    return { flowName, runId, number: Number(/Alert #(\d+)/.exec(text)?.[1]) };
  }

  const cardOf = (flowName: string, words: string) =>
    app.simulator.slack.waitFor(() =>
      app.simulator.slack
        .messages()
        .find(({ text }) => text.includes(flowName) && text.includes(words)),
    );

  test.each(["its number", "its run's id"])("ack and unack by %s", async (how) => {
    const { flowName, runId, number } = await anAlert();
    const subject = how === "its number" ? `#${number}` : runId;

    const taken = await ask(app, `/flowrun ack ${subject}`, DANA);
    await cardOf(flowName, `Acknowledged by <@${DANA}>`);
    const given = await ask(app, `/flowrun unack ${subject}`, SAM);
    const card = await cardOf(flowName, "Failed:");

    expect(taken.text).toBe(`Alert #${number} is yours; its card says so.`);
    expect(given.text).toBe(`Alert #${number} is open again; its card says so.`);
    expect(buttonsOf(card)).toContain("Acknowledge");
  });

  test.each(["its number", "its run's id"])("resolve by %s, with a note", async (how) => {
    const { flowName, runId, number } = await anAlert();
    const subject = how === "its number" ? `#${number}` : runId;

    const told = await ask(app, `/flowrun resolve ${subject} rotated the *SFTP* key`, SAM);
    const card = await cardOf(flowName, `Resolved by <@${SAM}>`);

    expect(told.text).toBe(`Alert #${number} is resolved; its card says so.`);
    expect(visibleText(card)).toContain("rotated the");
    expect(card.text).toContain("SFTP");
  });

  test("resolve without a note", async () => {
    const { flowName, number } = await anAlert();

    const told = await ask(app, `/flowrun resolve #${number}`);
    await cardOf(flowName, `Resolved by <@${DANA}>`);

    expect(told.text).toContain("is resolved");
  });

  test("what comes too late is told, and changes nothing", async () => {
    const { flowName, number } = await anAlert();
    await ask(app, `/flowrun ack #${number}`, DANA);
    await cardOf(flowName, "Acknowledged");

    const second = await ask(app, `/flowrun ack #${number}`, SAM);
    await ask(app, `/flowrun resolve #${number} mended`, SAM);
    const card = await cardOf(flowName, "Resolved");
    const late = await ask(app, `/flowrun ack #${number}`, DANA);
    const never = await ask(app, `/flowrun unack #${number}`, DANA);

    expect(second.text).toContain(`already acknowledged, by <@${DANA}>`);
    expect(late.text).toMatch(/already resolved by <@U0SAM>.*mended/);
    expect(never.text).toContain("already resolved");
    expect(await cardOf(flowName, "Resolved")).toEqual(card);
  });

  test("unack of what nobody has taken says so", async () => {
    const { number } = await anAlert();

    expect((await ask(app, `/flowrun unack #${number}`)).text).toContain("is not acknowledged");
  });

  test("a run that did not fail has nothing to take", async () => {
    await app.simulator.adobe.post(flatRun({ runId: "run-good", status: "success", at: NOW }));

    const { text } = await ask(app, "/flowrun ack run-good");

    expect(text).toBe("This run has no alert: it did not fail.");
  });

  test("a note cannot call anybody", async () => {
    const { flowName, number } = await anAlert();

    await ask(app, `/flowrun resolve #${number} see <!channel> and <@U0SAM|sam> *now*`);
    const card = await cardOf(flowName, "Resolved");

    expect(card.text).not.toContain("<!channel>");
    expect(card.text).not.toContain("<@U0SAM");
    expect(visibleText(card)).toContain("see @channel and @sam");
  });
});
