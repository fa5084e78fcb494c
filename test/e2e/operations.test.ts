import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { ask, metric } from "../support/ask.ts";
import { breakTable } from "../support/break-store.ts";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { flatRun } from "../support/flat-run.ts";
import { startGate } from "../support/gate.ts";
import { cardSaying, repliesSaying } from "../support/messages.ts";
import {
  BOT_TOKEN,
  CLIENT_ID,
  type Flowrun,
  SIGNING_SECRET,
  startFlowrun,
} from "../support/start-flowrun.ts";

const linesWith = (app: Flowrun, msg: string): readonly Record<string, unknown>[] =>
  app.logs().filter((line) => line["msg"] === msg);

describe("/healthz and /readyz", () => {
  let app: Flowrun;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    app = await startFlowrun({ clock });
  });
  afterAll(async () => {
    await app.close();
  });

  async function expectNotReady(part: string, words: RegExp): Promise<void> {
    const answer = await fetch(`${app.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: "not ready",
      checks: expect.objectContaining({ [part]: expect.stringMatching(words) }),
    });
  }

  async function expectReady(): Promise<void> {
    const answer = await fetch(`${app.url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: "ready",
      checks: { store: "ok", outbox: "ok", slack: "ok", channels: "ok" },
    });
  }

  afterEach(expectReady);

  test("the process answers", async () => {
    const answer = await fetch(`${app.url}/healthz`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
  });

  test("not ready while the store does not work", async () => {
    const { mend } = breakTable(app.dataDir, "deliveries");

    await expectNotReady("store", /The store does not work.*DATA_DIR/);

    mend();
  });

  test("not ready while the outbox cannot use the store", async () => {
    const { slack, adobe } = app.simulator;
    const { ts } = slack.say(DANA, "anything to press beside");
    const { mend } = breakTable(app.dataDir, "deliveries");
    // Any action wakes the outbox, also one on an alert that is not there.
    await slack.press(DANA, { ts }, "alert_acknowledge", { staleValue: "no-such-alert" });
    await app.logged("outbox cannot use the store");

    await expectNotReady("outbox", /The outbox cannot use the store/);

    mend();
    clock.advance(1_000);
    await adobe.post(flatRun({ at: T0 }));
    await cardSaying(app.simulator, "Orders to Profile");
  });

  test.each([
    ["token_revoked", /does not accept SLACK_BOT_TOKEN \(token_revoked\).*set the new token/],
    ["account_inactive", /does not accept SLACK_BOT_TOKEN \(account_inactive\).*alerts wait/],
  ])("not ready while Slack answers %s", async (error, words) => {
    const loggedIn = linesWith(app, "logged in to Slack").length;
    const refused = linesWith(app, "Slack does not accept the bot token").length;
    app.simulator.slack.setFaults({ error });
    clock.advance(5 * MINUTE);
    await app.logged("Slack does not accept the bot token", refused + 1);

    await expectNotReady("slack", words);

    app.simulator.slack.setFaults({ error: undefined });
    clock.advance(MINUTE);
    await app.logged("logged in to Slack", loggedIn + 1);
  });

  test("not ready while Slack cannot be reached", async () => {
    const loggedIn = linesWith(app, "logged in to Slack").length;
    app.simulator.slack.setFaults({ down: true });
    clock.advance(5 * MINUTE);
    await app.logged("Slack cannot be reached; alerts wait");

    await expectNotReady("slack", /Slack cannot be reached \(.*\); alerts wait/);

    app.simulator.slack.setFaults({ down: false });
    clock.advance(MINUTE);
    await app.logged("logged in to Slack", loggedIn + 1);
  });
});

describe("what is measured and logged", () => {
  let app: Flowrun;

  beforeAll(async () => {
    app = await startFlowrun();
    const { adobe, slack } = app.simulator;
    await adobe.post({ event_id: "event-1", event: flatRun({ runId: "run-a" }), ...OURS });
    await cardSaying(app.simulator, "Orders to Profile");
    await adobe.post(flatRun({ flowId: "flow-b", flowName: "Beta", runId: "run-b" }));
    const { ts } = await cardSaying(app.simulator, "Beta");
    await slack.press(DANA, { ts }, "Acknowledge");
    await repliesSaying(app.simulator, ts, DANA);
    await app.logged("delivery said", 4);
    await adobe.post({ hello: "nobody knows me", ...OURS });
    await adobe.post("no object");
    await slack.command(DANA, "/flowrun status", { forgery: "wrong_signature" });
  });
  afterAll(async () => {
    await app.close();
  });

  const OURS = { recipient_client_id: CLIENT_ID };

  test("/metrics is in Prometheus' text format, each figure with its help and type", async () => {
    const answer = await fetch(`${app.url}/metrics`);
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text.endsWith("\n")).toBe(true);
    const SAMPLE = /^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? \d+(\.\d+)?$/;
    const COMMENT = /^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge))$/;
    const lines = text.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(line.startsWith("#") ? COMMENT : SAMPLE);
    for (const name of text.match(/^[a-z_]+/gm) ?? []) expect(text).toContain(`# TYPE ${name} `);
  });

  test.each([
    ['flowrun_received_total{outcome="recorded"}', 2],
    ['flowrun_received_total{outcome="not_understood"}', 1],
    ['flowrun_received_total{outcome="not_object_or_array"}', 1],
    ["flowrun_alerts_open", 1],
    ["flowrun_alerts_acknowledged", 1],
    ["flowrun_notifications_not_understood", 1],
    ["flowrun_outbox_waiting", 0],
    ["flowrun_outbox_refused", 0],
  ])("/metrics: %s %d", async (sample, value) => {
    const text = await (await fetch(`${app.url}/metrics`)).text();

    expect(text.split("\n")).toContain(`${sample} ${value}`);
  });

  test.each(["/", "/nothing", "/webhooks/other", "/healthz/more"])("%s is 404", async (path) => {
    const answer = await fetch(`${app.url}${path}`);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: "There is nothing here." });
    expect(answer.headers.get("x-powered-by")).toBeNull();
  });

  test("ids lead through the log from the notification to what was said in Slack", async () => {
    const recorded = linesWith(app, "notification recorded").find(
      ({ notificationId }) => notificationId === "event-1",
    );
    const card = app.simulator.slack.messages()[0]?.metadata?.event_payload;

    expect(recorded).toMatchObject({
      runId: "run-a",
      flowId: "flow-orders",
      status: "failed",
      alertId: card?.["alert_id"],
    });
    expect(linesWith(app, "delivery said")).toContainEqual(
      expect.objectContaining({
        deliveryId: card?.["delivery_id"],
        alertId: card?.["alert_id"],
        channel: "C0FLOWRUNS",
        attempt: 1,
      }),
    );
    expect(linesWith(app, "alert action")).toEqual([
      expect.objectContaining({ alertId: expect.any(String), by: DANA, outcome: "done" }),
    ]);
  });

  test("each line is one JSON object with a level, a time and a constant message", async () => {
    for (const line of app.logs()) {
      expect(line["level"]).toMatch(/^(debug|info|warn|error)$/);
      expect(line["time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(line["msg"]).toMatch(/^[A-Za-z' ,;]+$/);
    }
  });
});

test("no log line holds a secret, at debug level, whatever fails", async () => {
  const app = await startFlowrun({ env: { LOG_LEVEL: "debug" } });
  const { adobe, slack } = app.simulator;

  for (const faults of [{ status500: true }, { html200: true }, { error: "invalid_auth" }]) {
    slack.setFaults(faults);
    await adobe.post(flatRun({ flowId: JSON.stringify(faults) }));
    await slack.command(DANA, "/flowrun status");
    slack.setFaults({ status500: false, html200: false, error: undefined });
  }
  await app.logged("delivery not said");
  await slack.command(DANA, "/flowrun status", { forgery: "wrong_signature" });
  await slack.command(DANA, "/flowrun status", { forgery: "stale" });
  const { mend } = breakTable(app.dataDir, "notifications");
  await adobe.post(flatRun());
  mend();

  const text = app.logs().map((line) => JSON.stringify(line));
  expect(text.length).toBeGreaterThan(8);
  for (const line of text) {
    expect(line).not.toContain(BOT_TOKEN);
    expect(line).not.toContain(SIGNING_SECRET);
    // Signatures of both sides, and Slack's addresses that anybody may answer to.
    expect(line).not.toMatch(/v0=[0-9a-f]{64}|[A-Za-z0-9+/]{80}|\/response\//);
  }
  await app.close();
});

test("after a restart on the same folder the open alert goes on, on the same card", async () => {
  const app = await startFlowrun();
  const { adobe, slack } = app.simulator;
  await adobe.post(flatRun({ at: T0 }));
  const { ts } = await cardSaying(app.simulator, "Failed");

  await app.restart();
  await adobe.post(flatRun({ at: T0 + 15 * MINUTE }));
  const card = await cardSaying(app.simulator, "2nd failure");
  await slack.press(DANA, { ts }, "Acknowledge");
  await cardSaying(app.simulator, "Acknowledged");

  expect(card.ts).toBe(ts);
  expect(slack.messages()).toHaveLength(1);
  expect((await ask(app, "/flowrun status")).text).toContain("No alert is open, 1 acknowledged");
  await app.close();
});

test("stopping waits for the Slack call under way and records how it ended", async () => {
  let slackApiUrl: string | undefined;
  const gate = await startGate(() => slackApiUrl);
  const app = await startFlowrun({ env: { SLACK_API_URL: gate.slackApiUrl } });
  const { adobe, slack } = app.simulator;
  slackApiUrl = app.simulator.slackApiUrl;
  const held = gate.hold("chat.postMessage");
  await adobe.post(flatRun());
  await held;

  const { url } = app;
  let stopped = false;
  const stopping = app.stopApp().then(() => {
    stopped = true;
  });
  await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  const stoppedEarly = stopped;
  gate.open();
  await stopping;
  await app.startApp();
  await adobe.post(flatRun({ flowId: "next", flowName: "Next flow" }));
  await app.logged("delivery said", 2);

  expect(stoppedEarly).toBe(false);
  expect(linesWith(app, "delivery said")[0]).toMatchObject({ attempt: 1, kept: true });
  expect(slack.calls("chat.postMessage")).toHaveLength(2);
  expect(slack.messages().map(({ text }) => text)).toEqual([
    expect.stringContaining("Orders to Profile"),
    expect.stringContaining("Next flow"),
  ]);
  expect(await metric(app, "flowrun_outbox_waiting")).toBe(0);
  await app.close();
  await gate.close();
});
