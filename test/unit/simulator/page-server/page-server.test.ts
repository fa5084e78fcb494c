import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ActionResult, Snapshot } from "../../../../src/simulator/page/contract.ts";
import type { PageOptions } from "../../../../src/simulator/page/page-options.ts";
import { buttons, modal, section } from "../support/blocks.ts";
import { CHANNEL, type Started, start } from "../support/with-simulator.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "flowrun-page-"));
  await writeFile(path.join(folder, "index.html"), "<!doctype html><title>Page</title>");
  await writeFile(path.join(folder, "style.css"), "body {}");
  await writeFile(path.join(folder, ".secret"), "no");
});

afterAll(() => rm(folder, { recursive: true }));

const page = (): PageOptions => ({
  assetsDir: folder,
  browserDir: folder,
  completions: [{ text: "/flowrun status", hint: "What is open" }],
  fixtures: [
    {
      id: "sftp",
      label: "SFTP time-out",
      hint: "A failure",
      make: ({ imsOrgId, clientId }) => ({
        body: { imsOrgId, clientId },
        eventId: "event-1",
        eventCode: "code-1",
      }),
    },
  ],
});

const startPage = () => start({ page: page() });

async function act({ simulator }: Started, action: object): Promise<ActionResult> {
  const response = await fetch(`${simulator.url}/page/act`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: "U0DANA", ...action }),
  });
  return (await response.json()) as ActionResult;
}

/** Reads the stream until a snapshot satisfies; ends the connection then. */
async function follow(
  { simulator }: Started,
  person: string,
  satisfies: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  const response = await fetch(`${simulator.url}/page/stream?person=${person}`);
  let text = "";
  if (response.body === null) throw new Error("no stream");
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^event: snapshot\ndata: (.*)$/s.exec(event)?.[1];
      const snapshot: Snapshot | undefined = data === undefined ? undefined : JSON.parse(data);
      if (snapshot !== undefined && satisfies(snapshot)) return snapshot;
    }
  }
  throw new Error("the stream ended");
}

const now = (started: Started, person = "U0DANA") => follow(started, person, () => true);

async function card(started: Started, blocks: object[] = [section, buttons]) {
  const { body } = await started.call("chat.postMessage", {
    channel: CHANNEL,
    text: "A run failed",
    blocks,
  });
  return body.ts as string;
}

describe("files", () => {
  test("are the page, its styles and its modules, with headers that keep others out", async () => {
    const { simulator } = await startPage();

    const html = await fetch(simulator.url);
    const css = await fetch(`${simulator.url}/assets/style.css`);
    const module = await fetch(`${simulator.url}/assets/browser/style.css`);

    expect(await html.text()).toContain("<title>Page</title>");
    expect([html.status, css.status, module.status]).toEqual([200, 200, 200]);
    for (const { headers } of [html, css, module]) {
      expect(headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.has("x-powered-by")).toBe(false);
    }
  });

  test.each(["/assets/.secret", "/assets/..%2f..%2fetc/passwd", "/assets/none.css"])(
    "%s is not one",
    async (target) => {
      const { simulator } = await startPage();

      expect((await fetch(`${simulator.url}${target}`)).ok).toBe(false);
    },
  );

  test("without the option there is no page", async () => {
    const { simulator } = await start();

    expect((await fetch(simulator.url)).status).toBe(404);
  });
});

describe("who may come", () => {
  const statusFor = (url: string, headers: Record<string, string>, method = "GET") =>
    new Promise<number>((resolve, reject) => {
      const sent = request(url, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject);
      sent.end(method === "POST" ? '{"kind":"set_fault"}' : undefined);
    });

  test.each([
    ["127.0.0.1:1", 200],
    ["localhost:8080", 200],
    ["[::1]", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost@evil.example", 403],
  ])("host %s: %d", async (host, status) => {
    const { simulator } = await startPage();

    expect(await statusFor(simulator.url, { host })).toBe(status);
  });

  test("only the page itself may act, and in JSON", async () => {
    const { simulator } = await startPage();
    const url = `${simulator.url}/page/act`;
    const json = { "content-type": "application/json" };

    expect(await statusFor(url, { ...json, origin: simulator.url }, "POST")).toBe(200);
    expect(await statusFor(url, { ...json, origin: "http://evil.example" }, "POST")).toBe(403);
    expect(await statusFor(url, { "content-type": "text/plain" }, "POST")).toBe(403);
  });
});

describe("the stream", () => {
  test("begins with all there is", async () => {
    const started = await startPage();
    const ts = await card(started);
    await started.call("chat.postMessage", { channel: CHANNEL, text: "reply", thread_ts: ts });
    await started.call("chat.postEphemeral", { channel: CHANNEL, user: "U0SAM", text: "psst" });

    expect(await now(started)).toMatchObject({
      me: { id: "U0DANA", name: "Dana Reyes", initials: "DR" },
      people: [{ id: "U0DANA" }, { id: "U0SAM" }],
      bot: { name: "Flowrun", online: true },
      channel: { id: CHANNEL, name: "aep-alerts" },
      messages: [
        { ts, from: "bot", text: "A run failed", edited: false, ephemeral: false },
        { text: "reply", threadTs: ts },
      ],
      fixtures: [{ id: "sftp", label: "SFTP time-out", hint: "A failure" }],
      completions: [{ text: "/flowrun status" }],
      log: [{ side: "slack", what: "chat.postEphemeral", outcome: "ok", ok: true }, {}, {}],
    });
    expect((await now(started, "U0SAM")).messages.at(-1)).toMatchObject({
      text: "psst",
      ephemeral: true,
    });
  });

  test("goes on with each change", async () => {
    const started = await startPage();
    const seen = follow(started, "U0DANA", ({ messages }) => messages.length === 2);

    await card(started);
    await card(started);

    expect((await seen).messages).toHaveLength(2);
  });

  test("ends with the simulator", async () => {
    const started = await startPage();
    const ended = follow(started, "U0DANA", () => {
      void started.simulator.close();
      return false;
    });

    await expect(ended).rejects.toThrow(/ended|terminated/);
  });

  test("is not for strangers", async () => {
    const { simulator } = await startPage();

    expect((await fetch(`${simulator.url}/page/stream?person=U404`)).status).toBe(404);
  });
});

describe("acting", () => {
  test("sends a fixture, several times under one event id", async () => {
    const started = await startPage();

    expect(await act(started, { kind: "send_fixture", fixture: "sftp", times: 3 })).toEqual({
      ok: true,
    });

    const { received } = started.app;
    expect(received.map(({ raw }) => raw)).toEqual(
      Array(3).fill('{"imsOrgId":"the-org@AdobeOrg","clientId":"the-client"}'),
    );
    expect(new Set(received.map(({ headers }) => headers["x-adobe-event-id"]))).toEqual(
      new Set(["event-1"]),
    );
    expect(received[0]?.headers["x-adobe-event-code"]).toBe("code-1");
  });

  test.each([
    [401, "The app refused it: 401 "],
    [503, "The app answered 503. Adobe keeps the notification and tries again soon."],
  ])("says what became of a fixture answered %d", async (status, error) => {
    const started = await startPage();
    started.app.answerWith(() => ({ status }));

    expect(await act(started, { kind: "send_fixture", fixture: "sftp", times: 1 })).toEqual({
      ok: false,
      error,
    });
  });

  test("says words, in a thread too, and commands", async () => {
    const started = await startPage();
    const ts = await card(started);

    await act(started, { kind: "say", text: " on it " });
    await act(started, { kind: "say", text: "here", threadTs: ts });
    await act(started, { kind: "say", text: "/flowrun status" });

    expect(started.simulator.slack.messages().at(-1)).toMatchObject({
      text: "on it",
      from: "U0DANA",
    });
    expect(started.simulator.slack.replies(ts)).toMatchObject([{ text: "here" }]);
    expect(started.app.received).toMatchObject([{ form: { command: "/flowrun", text: "status" } }]);
  });

  test("presses, fills in and closes", async () => {
    const started = await startPage();
    const ts = await card(started);
    const source = { in: "message", ts, ephemeral: false };
    const press = { kind: "press", source, blockId: "buttons" };
    expect(await act(started, { ...press, actionId: "acknowledge" })).toEqual({ ok: true });
    expect(await act(started, { ...press, actionId: "more", option: "mute" })).toEqual({
      ok: true,
    });
    const trigger_id = started.app.received.at(-1)?.payload.trigger_id;
    const { view } = (await started.call("views.open", { trigger_id, view: modal })).body;
    expect((await now(started)).view).toMatchObject({ id: view.id, submit: "Resolve", errors: {} });
    const values = { note: { text: "" } };

    expect(await act(started, { kind: "submit_view", viewId: view.id, values })).toEqual({
      ok: true,
    });
    expect((await now(started)).view?.errors).toHaveProperty("note");
    expect(await act(started, { kind: "close_view", viewId: view.id })).toEqual({ ok: true });
    expect(await now(started)).not.toHaveProperty("view");
  });

  test("dismisses what was told privately", async () => {
    const started = await startPage();
    const { body } = await started.call("chat.postEphemeral", {
      channel: CHANNEL,
      user: "U0DANA",
      text: "psst",
    });

    expect(await act(started, { kind: "dismiss", ts: body.message_ts })).toEqual({ ok: true });
    expect(started.simulator.slack.ephemerals("U0DANA")).toEqual([]);
  });

  test("turns each fault on and off", async () => {
    const started = await startPage();
    const ids = (await now(started)).faults.map(({ id }) => id);

    for (const on of [true, false]) {
      for (const fault of ids) await act(started, { kind: "set_fault", fault, on });
      expect((await now(started)).faults.every((fault) => fault.on === on)).toBe(true);
    }
    expect(ids).toEqual([
      "slack_down",
      "slack_rate_limited",
      "slack_slow",
      "slack_reply_lost",
      "slack_old_blocks",
      "adobe_keys_down",
      "adobe_apis_hang",
      "adobe_disabled",
      "adobe_retry_lost",
      "adobe_token_refused",
    ]);
  });

  test("turns a fault of the demo's own, and sees whether the app still lives", async () => {
    let on = false;
    const kill = { id: "app_crashed", label: "Dead", hint: "kill -9", isOn: () => on };
    const started: Started = await start({
      page: {
        ...page(),
        extraFaults: [
          {
            ...kill,
            set: async (wanted) => {
              on = wanted;
              await started.app.close();
            },
          },
        ],
      },
    });
    expect((await now(started)).bot.online).toBe(true);

    expect(await act(started, { kind: "set_fault", fault: "app_crashed", on: true })).toEqual({
      ok: true,
    });

    const { bot, faults } = await now(started);
    expect(bot.online).toBe(false);
    expect(faults.at(-1)).toEqual({ id: "app_crashed", label: "Dead", hint: "kill -9", on: true });
  });

  test.each<[object, string]>([
    [{ kind: "dance" }, "That is no action"],
    [{ kind: "send_fixture", fixture: "sftp", times: 0 }, "That is no action: times"],
    [{ kind: "send_fixture", fixture: "none", times: 1 }, 'no fixture "none"'],
    [{ kind: "say", text: "  " }, "nothing to send"],
    [{ kind: "say", text: "/weather" }, "/weather is not a valid command."],
    [{ kind: "say", text: "/flowrun status", threadTs: "1.0" }, "not supported in threads"],
    [{ kind: "say", person: "U404", text: "x" }, "nobody with the id U404"],
    [{ kind: "submit_view", viewId: "V1", values: {} }, "closed"],
    [{ kind: "dismiss", ts: "1.0" }, "can be dismissed"],
    [{ kind: "set_fault", fault: "none", on: true }, 'no switch "none"'],
    [
      { kind: "press", source: { in: "view", viewId: "V1" }, blockId: "b", actionId: "a" },
      "has no view V1 open",
    ],
  ])("%j is refused in words", async (action, words) => {
    const started = await startPage();

    expect(await act(started, action)).toEqual({
      ok: false,
      error: expect.stringContaining(words),
    });
  });

  test("says when the app does not answer, or badly", async () => {
    const started = await start({ page: page(), acknowledgeMs: 50 });
    const ts = await card(started);
    const source = { in: "message", ts, ephemeral: false };
    const press = { kind: "press", source, blockId: "buttons", actionId: "acknowledge" };

    started.app.answerWith(() => "never");
    expect(await act(started, press)).toMatchObject({
      error: expect.stringContaining("did not answer in time"),
    });
    started.app.answerWith(() => ({ status: 404 }));
    expect(await act(started, press)).toMatchObject({
      error: "This app responded with status code 404.",
    });
  });
});
