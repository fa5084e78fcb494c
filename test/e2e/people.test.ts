import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { signRequest } from "../../src/simulator/slack/requests/sign.ts";
import type { StoredMessage } from "../../src/simulator/slack/workspace/stored.ts";
import { DANA, MINUTE, SAM, T0 } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import {
  answerTo,
  buttonsOf,
  cardSaying,
  repliesSaying,
  visibleText,
} from "../support/messages.ts";
import { type Flowrun, SIGNING_SECRET, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

beforeEach(async () => {
  flowrun = await startFlowrun();
});
afterEach(async () => {
  await flowrun.close();
});

async function failure(parts: Parameters<typeof flatRun>[0] = {}): Promise<StoredMessage> {
  await flowrun.simulator.adobe.post(flatRun(parts));
  return cardSaying(flowrun.simulator, parts.flowName ?? "Orders to Profile");
}

describe("buttons", () => {
  test("Acknowledge redraws the card in place, says who took it, and tells the thread", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    const press = await simulator.slack.press(DANA, { ts }, "Acknowledge");
    const card = await cardSaying(simulator, "Acknowledged");

    expect(press.status).toBe(200);
    expect(card.ts).toBe(ts);
    expect(card.text).toContain("Acknowledged by <@U0DANA>");
    expect(buttonsOf(card)).toEqual(["Unacknowledge", "Resolve", "Details", "Open in Adobe"]);
    await repliesSaying(simulator, ts, "<@U0DANA>");
  });

  test("Unacknowledge gives it back", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    await simulator.slack.press(DANA, { ts }, "Acknowledge");
    await cardSaying(simulator, "Acknowledged");
    await simulator.slack.press(SAM, { ts }, "Unacknowledge");
    const card = await cardSaying(simulator, "Failed:");

    expect(buttonsOf(card)).toContain("Acknowledge");
    await repliesSaying(simulator, ts, "<@U0SAM>");
  });

  test("Resolve asks what fixed it, and the note stands on the card and in the thread", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    await simulator.slack.press(DANA, { ts }, "Resolve");
    const modal = await simulator.slack.waitFor(() => simulator.slack.view(DANA));
    expect(modal.title).toBe("Resolve Alert #1");
    await simulator.slack.submitView(DANA, {
      resolve_note: { resolve_note: "rotated the key <!here>" },
    });
    const card = await cardSaying(simulator, "Resolved");

    expect(card.text).toContain("Resolved by <@U0DANA>");
    expect(visibleText(card)).toContain("rotated the key <!here>");
    expect(card.text).not.toContain("<!here>");
    expect(buttonsOf(card)).toEqual(["Details", "Open in Adobe"]);
    await repliesSaying(simulator, ts, "rotated the key");
    expect(simulator.slack.view(DANA)).toBeUndefined();
  });

  test("a note is not needed", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    await simulator.slack.press(DANA, { ts }, "Resolve");
    await simulator.slack.waitFor(() => simulator.slack.view(DANA));
    await simulator.slack.submitView(DANA, {});

    expect((await cardSaying(simulator, "Resolved")).ts).toBe(ts);
  });

  test("Details shows every activity, error, figure, id and time", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure({ runId: "run-details", message: "The file was lost." });

    await simulator.slack.press(DANA, { ts }, "Details");
    const modal = await simulator.slack.waitFor(() => simulator.slack.view(DANA));

    const words = visibleText(modal);
    for (const told of [
      "run-details",
      "flow-orders",
      "133",
      "CONNECTOR-2001-500",
      "The file was lost.",
    ]) {
      expect(words).toContain(told);
    }
  });

  test("a press that comes too late says privately what is the case, and reopens nothing", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure({ at: T0 });
    await simulator.slack.command(SAM, "/flowrun resolve #1 rotated the key");
    await cardSaying(simulator, "Resolved");
    const before = simulator.slack.messages()[0];

    // Sam's page still shows the buttons of before.
    await pressStale(DANA, ts, "alert_acknowledge");
    const told = await answerTo(simulator, DANA, "already resolved");

    expect(told.text).toMatch(/Alert #1.*<@U0SAM>.*rotated the key/);
    expect(simulator.slack.messages()[0]).toEqual(before);
    expect(simulator.slack.ephemerals(SAM).some(({ text }) => text.includes("already"))).toBe(
      false,
    );
  });

  test("of two who acknowledge, the second is told who was first", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();
    await simulator.slack.press(DANA, { ts }, "Acknowledge");
    await cardSaying(simulator, "Acknowledged");

    await pressStale(SAM, ts, "alert_acknowledge");

    expect((await answerTo(simulator, SAM, "already acknowledged")).text).toContain("<@U0DANA>");
  });

  test("Resolve on what has recovered meanwhile opens nothing and says so", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure({ at: T0 });
    await simulator.adobe.post(flatRun({ status: "success", at: T0 + 30 * MINUTE }));
    await cardSaying(simulator, "Recovered");

    await pressStale(DANA, ts, "alert_resolve");

    expect((await answerTo(simulator, DANA, "#1")).text).toContain("recovered");
    expect(simulator.slack.view(DANA)).toBeUndefined();
  });

  test("a button of an alert that is not stored, and one of another version, are answered", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    await pressStale(DANA, ts, "alert_acknowledge", "no-such-alert");
    expect((await answerTo(simulator, DANA, "no longer stored")).text).toContain("/flowrun status");
    await pressStale(SAM, ts, "alert_snooze_2030");
    expect((await answerTo(simulator, SAM, "another version")).text).toContain("/flowrun status");
  });

  test("pressing Open in Adobe is acknowledged and changes nothing", async () => {
    const { simulator } = flowrun;
    const card = await failure();

    const press = await simulator.slack.press(DANA, { ts: card.ts }, "Open in Adobe");

    expect(press.status).toBe(200);
    expect(simulator.slack.messages()).toEqual([card]);
    expect(simulator.slack.ephemerals(DANA)).toEqual([]);
  });

  test("a press is answered at once while Slack's own calls hang, and shows when they come back", async () => {
    const { simulator } = flowrun;
    const { ts } = await failure();
    simulator.slack.setFaults({ down: true });

    const press = await simulator.slack.press(DANA, { ts }, "Acknowledge");

    expect(press.status).toBe(200);
    expect(press.durationMs).toBeLessThan(3_000);
    simulator.slack.setFaults({ down: false });
    await cardSaying(simulator, "Acknowledged");
  });

  /** Presses a button that the card showed some time ago. */
  async function pressStale(
    user: string,
    ts: string,
    actionId: string,
    value?: string,
  ): Promise<void> {
    const card = flowrun.simulator.slack.messages().find((message) => message.ts === ts);
    const alertId = String(card?.metadata?.event_payload["alert_id"]);
    const press = await flowrun.simulator.slack.press(user, { ts }, actionId, {
      staleValue: value ?? alertId,
    });
    expect(press.status).toBe(200);
  }
});

describe("what we do not use", () => {
  test.each([
    { type: "shortcut", callback_id: "x", trigger_id: "t" },
    { type: "message_action", callback_id: "x", trigger_id: "t", message: { ts: "1" } },
    { type: "view_closed", view: { id: "V1", callback_id: "x", type: "modal" } },
    { type: "block_suggestion", action_id: "x", block_id: "b", value: "a" },
  ])("a $type is acknowledged at once", async (payload) => {
    const body = new URLSearchParams({
      payload: JSON.stringify({ user: { id: DANA }, team: { id: "T1" }, ...payload }),
    }).toString();

    const answer = await fetch(`${flowrun.url}/slack/events`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...signRequest(SIGNING_SECRET, body),
      },
      body,
      signal: AbortSignal.timeout(2_500),
    });

    expect(answer.status).toBe(200);
  });
});

describe("who may speak to us", () => {
  test.each([
    ["unsigned", "unsigned"],
    ["signed with another secret", "wrong_signature"],
    ["older than five minutes", "stale"],
  ] as const)("a request that is %s is refused", async (_name, forgery) => {
    const { simulator } = flowrun;
    const { ts } = await failure();

    const command = await simulator.slack.command(DANA, "/flowrun ack #1", { forgery });
    const press = await simulator.slack.press(DANA, { ts }, "Acknowledge", { forgery });

    expect([command.status, press.status]).toEqual([401, 401]);
    expect(simulator.slack.messages()[0]?.text).toContain("Failed:");
    // Slack itself tells the person that the command did not get through; we say nothing.
    expect(simulator.slack.calls("response_url")).toEqual([]);
    expect(simulator.slack.calls("chat.update")).toEqual([]);
  });
});
