import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { StoredMessage, StoredView } from "../../src/simulator/slack/workspace/stored.ts";
import { ask } from "../support/ask.ts";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { markupOf, repliesSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, ORG_ID, startFlowrun } from "../support/start-flowrun.ts";

/** What a payload may hold, what of it a person must see as it stands, and what Slack must never get. */
const HOSTILE: readonly {
  readonly name: string;
  readonly text: string;
  readonly shown: string;
}[] = [
  { name: "a call to the channel", text: "a <!channel> b", shown: "a <!channel> b" },
  { name: "a call to everyone", text: "<!everyone|x> <!here>", shown: "<!everyone|x> <!here>" },
  { name: "a mention", text: "ask <@U0SAM> now", shown: "ask <@U0SAM> now" },
  { name: "a group", text: "<!subteam^S0ADMIN>", shown: "<!subteam^S0ADMIN>" },
  {
    name: "a link with another label",
    text: "<https://evil.example/a|Open in Adobe>",
    shown: "https://evil.example/a",
  },
  { name: "a channel", text: "<#C0FLOWRUNS|general>", shown: "<#C0FLOWRUNS|general>" },
  { name: "a date", text: "<!date^0^{date}|x>", shown: "<!date^0^{date}|x>" },
  { name: "escapes", text: "&lt;!channel&gt; &amp;", shown: "&lt;!channel&gt; &amp;" },
  { name: "markup", text: "*bold* _it_ ~no~ > quote", shown: "*bold* _it_ ~no~ > quote" },
  { name: "bidi characters", text: "good\u202E\u2066 dab\u2069\u200F", shown: "good dab" },
  { name: "zero-width characters", text: "in\u200Bvis\u200D\uFEFFible\u00AD", shown: "invisible" },
  { name: "controls", text: "bell\u0007 esc\u001B[31m", shown: "bell esc[31m" },
  { name: "line breaks", text: "one\r\ntwo\u2028three", shown: "one two three" },
  {
    name: "lone surrogates",
    text: "half \uD83D and \uDE00 half",
    shown: "half \uFFFD and \uFFFD half",
  },
  { name: "U+0000", text: "nul\u0000l", shown: "nul\uFFFDl" },
  {
    name: "stacked marks",
    text: `Z${"\u0301".repeat(50)}algo`,
    shown: "Z\u0301\u0301\u0301\u0301algo",
  },
];

/** Angle brackets of Slack's own in what it reads as markup: dates, mentions of people who acted, links. */
const OURS = /^<(!date\^\d+\^[^|<>]+\|[^<>]+|@U0DANA|https:\/\/[^|<>]+(\|[^<>]+)?)>$/;

function expectHarmless(message: Pick<StoredMessage, "blocks" | "text">): void {
  const markup = markupOf(message);
  for (const [sign] of markup.matchAll(/<[^>]*>?/g)) {
    expect(sign).toMatch(OURS);
    expect(sign).not.toContain("evil.example");
  }
  // JSON writes a control character or half a pair as an escape.
  expect(JSON.stringify(message)).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|\\u|\\[bfrt]/u);
}

/** The strict Slack of the simulator took everything at the first try. */
function expectAllSaid(app: Flowrun): void {
  expect(app.logs().filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  const outcomes = app.simulator.slack.calls().map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(["ok"]));
}

const withText = (view: StoredView): Pick<StoredMessage, "blocks" | "text"> => ({
  blocks: view.blocks,
  text: view.title,
});

describe("texts that want to be more than text", () => {
  let app: Flowrun;
  let number = 0;

  beforeAll(async () => {
    app = await startFlowrun();
  });
  afterAll(async () => {
    expectAllSaid(app);
    await app.close();
  });

  /** A failed run that has the text in every field that holds any. Ids are only ever what they can be. */
  function hostileRun(text: string, ids: { runId: string; flowId: string }): object {
    const error = { code: text, message: text };
    const statusSummary = {
      status: "failed",
      errors: [error],
      extensions: { errors: [{ code: text, message: text }], failedInfo: [{ exceptions: text }] },
    };
    const durationSummary = { startedAtUTC: T0 - MINUTE, completedAtUTC: T0 };
    return {
      id: ids.runId,
      flowId: ids.flowId,
      flowName: text,
      flowType: text,
      sandboxName: text,
      providerRefId: text,
      url: text,
      imsOrgId: ORG_ID,
      createdAt: T0 - MINUTE,
      updatedAt: T0,
      metrics: { durationSummary, statusSummary },
      activities: [
        { id: text, name: text, activityType: text, durationSummary, statusSummary },
        { id: "copyActivity", durationSummary, statusSummary },
      ],
    };
  }

  /** The card of a new alert with this text everywhere. */
  async function cardOf(text: string): Promise<{ card: StoredMessage; runId: string }> {
    number += 1;
    const ids = { runId: `hostile-run-${number}`, flowId: `hostile-flow-${number}` };
    const before = app.simulator.slack.messages().length;
    const answer = await app.simulator.adobe.post(hostileRun(text, ids));
    expect(answer.status).toBe(200);
    const card = await app.simulator.slack.waitFor(() => app.simulator.slack.messages()[before]);
    return { card, runId: ids.runId };
  }

  async function detailsOf(ts: string): Promise<StoredView> {
    const { slack } = app.simulator;
    await slack.press(DANA, { ts }, "Details");
    const view = await slack.waitFor(() => slack.view(DANA));
    await slack.closeView(DANA);
    return view;
  }

  test.each(HOSTILE)(
    "$name on the card, in Details, in the thread and in every answer",
    async (row) => {
      const { card, runId } = await cardOf(row.text);
      const details = await detailsOf(card.ts);
      const answers = [
        await ask(app, "/flowrun status"),
        await ask(app, "/flowrun list failed"),
        await ask(app, `/flowrun show ${runId}`),
        await ask(app, `/flowrun status hostile-flow-${number}`),
        await ask(app, `/flowrun status ${row.text}`),
        await ask(app, `/flowrun list ${row.text}`),
        await ask(app, `/flowrun ${row.text}`),
        await ask(app, `/flowrun resolve ${runId} ${row.text}`),
      ];
      const line = await repliesSaying(app.simulator, card.ts, "esolved");
      const resolved = await app.simulator.slack.waitFor(() =>
        app.simulator.slack
          .messages()
          .find(({ ts, text }) => ts === card.ts && /Resolved/.test(text)),
      );

      expect(visibleText(card)).toContain(row.shown);
      expect(visibleText(details)).toContain(row.shown);
      for (const said of [card, resolved, line, withText(details), ...answers])
        expectHarmless(said);
    },
  );

  test("back-ticks do not end a code span of ours", async () => {
    const { card } = await cardOf("a`b```c");

    expect(visibleText(card)).toContain("a");
    for (const span of markupOf(card).matchAll(/`+/g)) expect(span[0]).toBe("`");
    expect((markupOf(card).match(/`/g)?.length ?? 0) % 2).toBe(0);
  });

  test.each([
    ["100,000 letters", "x".repeat(100_000)],
    ["20,000 pairs of surrogates", "😀".repeat(20_000)],
  ])("%s are cut with …, between characters, and told as far as they fit", async (_name, text) => {
    const { card, runId } = await cardOf(text);
    const details = await detailsOf(card.ts);
    const answers = [
      await ask(app, `/flowrun show ${runId}`),
      await ask(app, "/flowrun list"),
      await ask(app, "/flowrun status"),
    ];

    for (const said of [card, withText(details), ...answers]) {
      expectHarmless(said);
      expect(visibleText(said)).toContain("…");
      expect(JSON.stringify(said)).not.toContain("\uFFFD");
    }
    expect(visibleText(details).length).toBeGreaterThan(visibleText(card).length);
  });

  test.each([
    ["a lone surrogate", "run-\uD83D"],
    ["U+0000", "run-\u0000"],
    ["a zero-width character", "run-\u200B-1"],
    ["100,000 characters", "r".repeat(100_000)],
  ])("a run id with %s is no id: kept as not understood, no card", async (_name, runId) => {
    const cards = (): StoredMessage[] =>
      app.simulator.slack.messages().filter(({ text }) => !text.includes("Not understood"));
    const before = cards().length;
    const answer = await app.simulator.adobe.post(hostileRun("Odd id", { runId, flowId: "odd" }));

    expect(answer.status).toBe(200);
    expect((await ask(app, "/flowrun status")).text).toMatch(/notifications? not understood/);
    expect(cards()).toHaveLength(before);
  });

  test.each([
    ["a call to the channel", "<!channel>"],
    ["back-ticks", "`run`"],
    ["blanks", "run of today"],
    ["200 characters", "r".repeat(200)],
  ])("a run id that is %s works as an id", async (_name, runId) => {
    number += 1;
    const flowId = `odd-flow-${number}`;
    const before = app.simulator.slack.messages().length;
    await app.simulator.adobe.post(hostileRun("Odd id", { runId, flowId }));
    const card = await app.simulator.slack.waitFor(() => app.simulator.slack.messages()[before]);
    const typed = runId.replaceAll("<", "&lt;").replaceAll(">", "&gt;");

    const answer = await ask(app, `/flowrun show "${typed}"`);

    expectHarmless(card);
    expectHarmless(answer);
    expect(answer.text).toContain("Odd id");
    expect(answer.text).not.toContain("No flow, run or alert");
  });
});
