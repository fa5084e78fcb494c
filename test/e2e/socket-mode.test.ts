import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AppError } from "../../src/domain/errors.ts";
import { ask } from "../support/ask.ts";
import { DANA } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, repliesSaying } from "../support/messages.ts";
import { APP_TOKEN, type Flowrun, SOCKET_MODE, startFlowrun } from "../support/start-flowrun.ts";

let flowrun: Flowrun;

const connected = (count = 1): Promise<boolean> =>
  flowrun.simulator.slack.waitFor(() => flowrun.simulator.slack.sockets() === count, {
    what: `${count} connections of Socket Mode`,
  });

const ready = async (): Promise<unknown> => (await fetch(`${flowrun.url}/readyz`)).json();

describe("in Socket Mode", () => {
  beforeEach(async () => {
    flowrun = await startFlowrun(SOCKET_MODE);
  });
  afterEach(async () => {
    await flowrun.close();
  });

  test("a failure is told, acknowledged, resolved with a note, and asked about; nothing of Slack's comes in by HTTP", async () => {
    const { simulator, url } = flowrun;
    await simulator.adobe.post(flatRun());
    const { ts } = await cardSaying(simulator, "Failed");

    const press = await simulator.slack.press(DANA, { ts }, "Acknowledge");
    await cardSaying(simulator, "Acknowledged by <@U0DANA>");
    await simulator.slack.press(DANA, { ts }, "Resolve");
    await simulator.slack.waitFor(() => simulator.slack.view(DANA));
    const submitted = await simulator.slack.submitView(DANA, {
      resolve_note: { resolve_note: "rotated the key" },
    });
    await cardSaying(simulator, "Resolved by <@U0DANA>");
    await repliesSaying(simulator, ts, "rotated the key");
    const status = await ask(flowrun, "/flowrun status");

    expect(press.status).toBe(200);
    expect(submitted).toEqual({ status: 200, body: "" });
    expect(simulator.slack.view(DANA)).toBeUndefined();
    expect(status.text).toContain("no alert is open");
    expect((await fetch(`${url}/slack/events`, { method: "POST" })).status).toBe(404);
  });

  test("/readyz has the connection", async () => {
    expect(await ready()).toMatchObject({ status: "ready", checks: { "slack socket": "ok" } });
  });

  test.each(["cut", "refresh"] as const)("it connects again after: %s", async (how) => {
    const { simulator } = flowrun;
    const opened = simulator.slack.calls("apps.connections.open").length;

    simulator.slack.disconnectSocket(how);
    await simulator.slack.waitFor(
      () => simulator.slack.calls("apps.connections.open").length > opened,
    );
    await flowrun.logged("connected to Slack's socket", 2);
    await connected();

    expect((await ask(flowrun, "/flowrun help")).text).toContain("/flowrun status");
  });

  test("while it is down the card is posted all the same, /readyz says so, and it comes back", async () => {
    const { simulator } = flowrun;
    simulator.slack.setFaults({ down: true, methods: ["apps.connections.open"] });

    simulator.slack.disconnectSocket("cut");
    await flowrun.logged("Slack's socket is not connected");
    await simulator.adobe.post(flatRun());
    const { ts } = await cardSaying(simulator, "Failed");
    const unready = await fetch(`${flowrun.url}/readyz`);
    const lost = await simulator.slack.press(DANA, { ts }, "Acknowledge");

    expect(unready.status).toBe(503);
    expect(await unready.text()).toContain("connection for commands and buttons is down");
    expect(lost.status).toBe(0);
    simulator.slack.setFaults({ down: false });
    await connected();
    await simulator.slack.press(DANA, { ts }, "Acknowledge");
    await cardSaying(simulator, "Acknowledged");
  });

  test("an app token that is refused later is said, and tried again", async () => {
    const { simulator } = flowrun;
    simulator.slack.setFaults({ error: "token_revoked", methods: ["apps.connections.open"] });

    simulator.slack.disconnectSocket("cut");
    await flowrun.logged("Slack does not accept the app token");

    expect(JSON.stringify(await ready())).toContain("SLACK_APP_TOKEN (token_revoked)");
    simulator.slack.setFaults({ error: undefined });
    await flowrun.logged("connected to Slack's socket", 2);
  });

  test("it stops in order: a press that was acknowledged is finished, and the connection is closed", async () => {
    const { simulator } = flowrun;
    await simulator.adobe.post(flatRun());
    const { ts } = await cardSaying(simulator, "Failed");

    await simulator.slack.press(DANA, { ts }, "Acknowledge");
    await flowrun.stopApp();

    await connected(0);
    await flowrun.startApp();

    expect((await cardSaying(simulator, "Acknowledged")).ts).toBe(ts);
  });

  test("neither token is logged", () => {
    const log = JSON.stringify(flowrun.logs());

    expect(log).not.toContain(APP_TOKEN);
    expect(log).not.toContain("ticket");
  });
});

describe("at the start", () => {
  test.each(["invalid_auth", "not_allowed_token_type", "missing_scope"])(
    "an app token that Slack answers %s is refused",
    async (error) => {
      const refused = startFlowrun({
        ...SOCKET_MODE,
        prepare: ({ slack }) => slack.setFaults({ error, methods: ["apps.connections.open"] }),
      });

      await expect(refused).rejects.toThrow(AppError);
      await expect(refused).rejects.toMatchObject({
        code: "slack_app_token_refused",
        message: expect.stringContaining(`SLACK_APP_TOKEN (${error})`),
      });
    },
  );

  test("a Slack that cannot be reached keeps nothing from being recorded", async () => {
    flowrun = await startFlowrun({
      ...SOCKET_MODE,
      prepare: ({ slack }) => slack.setFaults({ down: true }),
    });
    const { simulator } = flowrun;

    const { status } = await simulator.adobe.post(flatRun());
    const unready = JSON.stringify(await ready());
    simulator.slack.setFaults({ down: false });
    await flowrun.logged("connected to Slack's socket");

    expect(status).toBe(200);
    expect(unready).toContain("connection for commands and buttons is down");
    await flowrun.close();
  });
});
