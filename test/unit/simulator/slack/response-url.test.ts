import { describe, expect, test } from "@jest/globals";
import { buttons, section } from "../support/blocks.ts";
import { CHANNEL, start } from "../support/with-simulator.ts";

const MINUTE = 60_000;

/** The response_url of a press on a card. */
async function pressed() {
  const started = await start();
  const { body } = await started.call("chat.postMessage", {
    channel: CHANNEL,
    text: "card",
    blocks: [section, buttons],
  });
  await started.simulator.slack.press("U0DANA", { ts: body.ts }, "acknowledge");
  const url: string = started.app.received.at(-1)?.payload.response_url;
  return { ...started, ts: body.ts as string, respond: (reply: unknown) => respond(url, reply) };
}

async function respond(url: string, reply: unknown) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(reply),
  });
  return { status: response.status, body: await response.text() };
}

describe("a response_url", () => {
  test("says something privately unless told otherwise", async () => {
    const { respond, simulator } = await pressed();

    expect(await respond({ text: "too late" })).toEqual({ status: 200, body: "ok" });
    await respond({ text: "for all", response_type: "in_channel" });

    expect(simulator.slack.ephemerals("U0DANA")).toMatchObject([{ text: "too late" }]);
    expect(simulator.slack.messages()).toMatchObject([{ text: "card" }, { text: "for all" }]);
  });

  test("replaces or deletes the message of the press", async () => {
    const { respond, simulator, ts } = await pressed();

    await respond({ replace_original: true, text: "new" });
    expect(simulator.slack.messages()).toMatchObject([{ ts, text: "new", blocks: [] }]);
    await respond({ delete_original: true });
    expect(simulator.slack.messages()).toEqual([]);
  });

  test("of a command replaces the command's own answer", async () => {
    const { app, simulator } = await start();
    app.answerWith(() => ({ json: { text: "one moment" } }));
    await simulator.slack.command("U0DANA", "/flowrun list");

    await respond(app.received[0]?.form["response_url"] ?? "", {
      replace_original: true,
      text: "page 2",
    });

    expect(simulator.slack.ephemerals("U0DANA")).toMatchObject([{ text: "page 2" }]);
  });

  test("works five times", async () => {
    const { respond, simulator } = await pressed();
    for (const text of ["1", "2", "3", "4", "5"]) await respond({ text });

    expect(await respond({ text: "6" })).toEqual({
      status: 404,
      body: '{"ok":false,"error":"used_url"}',
    });
    expect(simulator.slack.ephemerals("U0DANA")).toHaveLength(5);
  });

  test("works for thirty minutes", async () => {
    const { clock, respond } = await pressed();

    clock.now += 30 * MINUTE;
    expect((await respond({ text: "x" })).status).toBe(200);
    clock.now += 1;
    expect(await respond({ text: "x" })).toMatchObject({
      status: 404,
      body: expect.stringContaining("expired_url"),
    });
  });

  test.each<[unknown, string]>([
    [{}, "no_text"],
    [{ text: "x", response_type: "loud" }, "invalid_response_type"],
    [{ text: "x", blocks: [{ type: "marquee" }] }, "invalid_blocks"],
  ])("refuses %j with %s", async (reply, error) => {
    const { respond, simulator } = await pressed();

    expect(await respond(reply)).toEqual({
      status: 400,
      body: JSON.stringify({ ok: false, error }),
    });
    expect(simulator.slack.calls("response_url")).toMatchObject([{ outcome: error }]);
  });

  test("feels Slack's faults", async () => {
    const { respond, simulator } = await pressed();
    simulator.slack.setFaults({ down: true, methods: ["response_url"] });
    await expect(respond({ text: "x" })).rejects.toThrow("fetch failed");
    simulator.slack.setFaults({ down: false, loseReplies: true });
    await expect(respond({ text: "kept" })).rejects.toThrow("fetch failed");
    simulator.slack.setFaults({ loseReplies: false, status500: true });

    expect((await respond({ text: "x" })).status).toBe(500);
    expect(simulator.slack.ephemerals("U0DANA")).toMatchObject([{ text: "kept" }]);
    expect(simulator.slack.calls("response_url").map(({ outcome }) => outcome)).toEqual([
      "down",
      "reply lost",
      "status 500",
    ]);
  });
});
