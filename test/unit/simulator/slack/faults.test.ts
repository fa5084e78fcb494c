import { describe, expect, test } from "@jest/globals";
import { section } from "../support/blocks.ts";
import { CHANNEL, start } from "../support/with-simulator.ts";

const words = { channel: CHANNEL, text: "x" };
const table = { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };

describe("rate limits", () => {
  test("are per channel, refill with time, and say how long to wait", async () => {
    const { call, clock, simulator } = await start({ postsPerSecond: 1, burst: 2 });
    simulator.slack.addChannel({ id: "C2", name: "other" });
    const post = async (channel = CHANNEL) =>
      (await call("chat.postMessage", { channel, text: "x" })).status;

    expect([await post(), await post(), await post()]).toEqual([200, 200, 429]);
    expect(await post("C2")).toBe(200);
    clock.now += 999;
    expect(await post()).toBe(429);
    clock.now += 1;
    expect(await post()).toBe(200);
  });

  test("answer 429 with Retry-After in whole seconds, and store nothing", async () => {
    const { call, simulator } = await start({ postsPerSecond: 0.25 });
    await call("chat.postMessage", words);

    const refused = await call("chat.postMessage", words);

    expect(refused).toMatchObject({ status: 429, body: { ok: false, error: "ratelimited" } });
    expect(refused.headers.get("retry-after")).toBe("4");
    expect(simulator.slack.messages()).toHaveLength(1);
    expect(simulator.slack.calls().map(({ outcome }) => outcome)).toEqual(["ok", "ratelimited"]);
  });

  test("hold chat.update over the workspace", async () => {
    const { call } = await start({ updatesPerMinute: 1 });
    const { ts } = (await call("chat.postMessage", words)).body;

    expect((await call("chat.update", { ...words, ts })).status).toBe(200);
    expect((await call("chat.update", { ...words, ts })).status).toBe(429);
    expect((await call("chat.postMessage", words)).status).toBe(200);
  });
});

describe("faults", () => {
  test("down: the connection breaks and nothing is stored", async () => {
    const { call, simulator } = await start();
    simulator.slack.setFaults({ down: true });

    await expect(call("chat.postMessage", words)).rejects.toThrow("fetch failed");

    expect(simulator.slack.messages()).toEqual([]);
    expect(simulator.slack.calls()).toMatchObject([{ outcome: "down", args: {} }]);
  });

  test("lost replies: the connection breaks, and the message is there", async () => {
    const { call, simulator } = await start();
    simulator.slack.setFaults({ loseReplies: true });

    await expect(call("chat.postMessage", words)).rejects.toThrow("fetch failed");

    expect(simulator.slack.messages()).toHaveLength(1);
    expect(simulator.slack.calls()).toMatchObject([{ outcome: "reply lost" }]);
  });

  test("rate limited, status 500, HTML, and an error of choice", async () => {
    const { call, simulator } = await start();
    const { slack } = simulator;
    const post = () => call("chat.postMessage", words);

    slack.setFaults({ rateLimited: 7 });
    const limited = await post();
    slack.setFaults({ rateLimited: false, status500: true });
    const broken = await post();
    slack.setFaults({ status500: false, html200: true });
    const html = await post();
    slack.setFaults({ html200: false, error: "fatal_error" });
    const fatal = await post();
    slack.setFaults({ error: undefined });
    const good = await post();

    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(broken.status).toBe(500);
    expect([html.status, html.body]).toEqual([200, expect.stringContaining("<!doctype html>")]);
    expect(fatal.body).toEqual({ ok: false, error: "fatal_error" });
    expect(good.body.ok).toBe(true);
    expect(slack.messages()).toHaveLength(1);
  });

  test("older Slack refuses new blocks only", async () => {
    const { call, simulator } = await start();
    simulator.slack.setFaults({ refuseNewBlocks: true });

    const refused = await call("chat.postMessage", { ...words, blocks: [section, table] });
    const taken = await call("chat.postMessage", { ...words, blocks: [section] });

    expect(refused.body).toMatchObject({
      error: "invalid_blocks",
      errors: [expect.stringContaining("/blocks/1/type")],
    });
    expect(taken.body.ok).toBe(true);
  });

  test("touch the named methods only", async () => {
    const { call, simulator } = await start();
    simulator.slack.setFaults({ status500: true, methods: ["chat.update"] });
    const { ts } = (await call("chat.postMessage", words)).body;

    expect((await call("chat.update", { ...words, ts })).status).toBe(500);
  });

  test("slow: the answer comes late, and closing does not wait for it", async () => {
    const { call, simulator } = await start();
    simulator.slack.setFaults({ slowMs: 20 });
    const startedAt = performance.now();
    await call("auth.test");
    const took = performance.now() - startedAt;
    simulator.slack.setFaults({ slowMs: 600_000 });
    const outcome = call("auth.test").catch((error: Error) => error.message);

    await simulator.close();

    expect(await outcome).toBe("fetch failed");
    expect(took).toBeGreaterThanOrEqual(19);
  });
});

describe("waitFor", () => {
  test("looks again after each change", async () => {
    const { call, simulator } = await start();
    const waited = simulator.slack.waitFor(() => simulator.slack.messages()[1]);

    await call("chat.postMessage", { ...words, text: "first" });
    await call("chat.postMessage", { ...words, text: "second" });

    expect(await waited).toMatchObject({ text: "second" });
  });

  test("gives up with what it waited for and what there is", async () => {
    const { call, simulator } = await start();
    await call("chat.postMessage", { ...words, text: "only this" });

    const waited = simulator.slack.waitFor(() => false, { timeoutMs: 10, what: "a card" });

    await expect(waited).rejects.toThrow(/waited 10 ms for a card; there is:\n.*only this/s);
  });

  test("fails with the probe", async () => {
    const { simulator } = await start();

    const waited = simulator.slack.waitFor(() => {
      throw new Error("the probe is wrong");
    });

    await expect(waited).rejects.toThrow("the probe is wrong");
  });
});
