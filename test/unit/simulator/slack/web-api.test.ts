import { describe, expect, test } from "@jest/globals";
import { buttons, modal, section } from "../support/blocks.ts";
import { BOT_TOKEN, CHANNEL, start } from "../support/with-simulator.ts";

const table = { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };
const long = (count: number) => ({
  type: "section",
  text: { type: "plain_text", text: "x".repeat(count) },
});
const metadata = { event_type: "alert", event_payload: { delivery: "d-1" } };

describe("who may call", () => {
  test.each<[string, Record<string, string>, string]>([
    ["nobody", {}, "not_authed"],
    ["a wrong token", { authorization: "Bearer xoxb-of-another" }, "invalid_auth"],
    [
      "a token of the same length",
      { authorization: `Bearer ${"x".repeat(BOT_TOKEN.length)}` },
      "invalid_auth",
    ],
    ["another scheme", { authorization: `Basic ${BOT_TOKEN}` }, "not_authed"],
  ])("%s", async (_name, headers, error) => {
    const { simulator } = await start();

    const response = await fetch(`${simulator.slackApiUrl}auth.test`, { method: "POST", headers });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ok: false, error });
  });

  test("a token among the arguments counts for nothing and is not kept", async () => {
    const { simulator } = await start();

    const response = await fetch(`${simulator.slackApiUrl}auth.test`, {
      method: "POST",
      body: new URLSearchParams({ token: BOT_TOKEN }),
    });

    expect(await response.json()).toMatchObject({ ok: false, error: "not_authed" });
    expect(JSON.stringify(simulator.slack.calls())).not.toContain(BOT_TOKEN);
  });

  test("the app itself, which is told who it is", async () => {
    const { call } = await start();

    const { body, headers } = await call("auth.test");

    expect(body).toMatchObject({ ok: true, bot_id: "B0FLOWRUN", user_id: "U0FLOWRUN" });
    expect(headers.get("x-oauth-scopes")).toContain("chat:write");
  });
});

describe("how a call is written", () => {
  test("JSON does as well as a form", async () => {
    const { simulator } = await start();

    const response = await fetch(`${simulator.slackApiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${BOT_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: CHANNEL, text: "hello", blocks: [section] }),
    });

    expect(await response.json()).toMatchObject({ ok: true, message: { text: "hello" } });
    expect(simulator.slack.messages()).toMatchObject([{ text: "hello", blocks: [section] }]);
  });

  test.each([
    ["text/plain", "channel=C", "invalid_post_type"],
    ["application/json", "{", "invalid_json"],
    ["application/json", "[]", "json_not_object"],
  ])("%s with %s is refused", async (type, body, error) => {
    const { simulator } = await start();

    const response = await fetch(`${simulator.slackApiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${BOT_TOKEN}`, "content-type": type },
      body,
    });

    expect(await response.json()).toMatchObject({ ok: false, error });
  });

  test("an unknown method is refused, and noted", async () => {
    const { call, simulator } = await start();

    expect((await call("chat.shout")).body).toMatchObject({ error: "unknown_method" });
    expect(simulator.slack.calls("chat.shout")).toMatchObject([{ outcome: "unknown_method" }]);
  });
});

describe("chat.postMessage", () => {
  test("keeps the message, gives every block an id, and answers as Slack does", async () => {
    const { call, simulator } = await start();

    const { body } = await call("chat.postMessage", {
      channel: CHANNEL,
      text: "A run failed",
      blocks: [section, buttons],
      metadata,
    });

    expect(body).toMatchObject({
      ok: true,
      channel: CHANNEL,
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: {
        type: "message",
        ts: body.ts,
        bot_id: "B0FLOWRUN",
        text: "A run failed",
        metadata,
      },
    });
    expect(simulator.slack.messages()).toMatchObject([
      {
        ts: body.ts,
        from: "bot",
        metadata,
        blocks: [{ block_id: expect.any(String) }, { block_id: "buttons" }],
      },
    ]);
  });

  test("cuts a text above 40,000 and says so", async () => {
    const { call, simulator } = await start();

    const { body } = await call("chat.postMessage", { channel: CHANNEL, text: "x".repeat(40_001) });

    expect(body).toMatchObject({ ok: true, warning: "message_truncated" });
    expect(simulator.slack.messages()[0]?.text).toHaveLength(40_000);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no channel", { text: "x" }, "invalid_arguments"],
    ["an unknown channel", { channel: "C404", text: "x" }, "channel_not_found"],
    ["no words", { channel: CHANNEL }, "no_text"],
    ["no words and no blocks", { channel: CHANNEL, text: "", blocks: [] }, "no_text"],
    ["blocks that are not JSON", { channel: CHANNEL, blocks: "[" }, "invalid_blocks_format"],
    ["blocks that are no list", { channel: CHANNEL, blocks: {} }, "invalid_blocks_format"],
    ["a bad block", { channel: CHANNEL, text: "x", blocks: [long(3_001)] }, "invalid_blocks"],
    ["two tables", { channel: CHANNEL, text: "x", blocks: [table, table] }, "invalid_blocks"],
    [
      "too much",
      { channel: CHANNEL, text: "x", blocks: Array(5).fill(long(2_900)) },
      "msg_blocks_too_long",
    ],
    [
      "attachments",
      { channel: CHANNEL, text: "x", attachments: [{ text: "y" }] },
      "invalid_attachments",
    ],
    [
      "metadata that is not JSON",
      { channel: CHANNEL, text: "x", metadata: "{" },
      "invalid_metadata_format",
    ],
    [
      "metadata without a type",
      { channel: CHANNEL, text: "x", metadata: { event_payload: {} } },
      "invalid_metadata_format",
    ],
    [
      "large metadata",
      {
        channel: CHANNEL,
        text: "x",
        metadata: { event_type: "a", event_payload: { a: "x".repeat(8_000) } },
      },
      "metadata_too_large",
    ],
    [
      "an unknown thread",
      { channel: CHANNEL, text: "x", thread_ts: "1.000000" },
      "thread_not_found",
    ],
  ])("refuses %s", async (_name, args, error) => {
    const { call, simulator } = await start();

    const { body } = await call("chat.postMessage", args);

    expect(body).toMatchObject({ ok: false, error });
    expect(simulator.slack.messages()).toEqual([]);
    expect(simulator.slack.calls("chat.postMessage")).toMatchObject([{ outcome: error }]);
  });

  test("says which block is bad and where", async () => {
    const { call } = await start();

    const { body } = await call("chat.postMessage", { channel: CHANNEL, blocks: [long(3_001)] });

    expect(body.errors).toEqual([expect.stringContaining("[json-pointer:/blocks/0/text/text]")]);
  });

  test("puts replies in their thread, and broadcast ones in the channel too", async () => {
    const { call, simulator } = await start();
    const { ts } = (await call("chat.postMessage", { channel: CHANNEL, text: "parent" })).body;
    const reply = { channel: CHANNEL, thread_ts: ts };

    const quiet = (await call("chat.postMessage", { ...reply, text: "quiet" })).body;
    await call("chat.postMessage", { ...reply, text: "loud", reply_broadcast: true });
    await call("chat.postMessage", { channel: CHANNEL, thread_ts: quiet.ts, text: "to a reply" });

    expect(simulator.slack.messages()).toMatchObject([{ text: "parent" }]);
    expect(simulator.slack.replies(ts)).toMatchObject([
      { text: "quiet", isBroadcast: false },
      { text: "loud", isBroadcast: true },
      { text: "to a reply", threadTs: ts },
    ]);
  });

  test("needs a channel that is not archived, and membership", async () => {
    const { call, simulator } = await start();
    const post = async () => (await call("chat.postMessage", { channel: CHANNEL, text: "x" })).body;

    simulator.slack.removeBotFromChannel();
    expect(await post()).toMatchObject({ error: "not_in_channel" });
    simulator.slack.archiveChannel();
    expect(await post()).toMatchObject({ error: "is_archived" });
  });

  test("with chat:write.public needs no membership, but cannot read back", async () => {
    const { call, simulator } = await start({ mayPostWithoutJoining: true });
    simulator.slack.removeBotFromChannel();

    expect((await call("chat.postMessage", { channel: CHANNEL, text: "x" })).body.ok).toBe(true);
    expect((await call("conversations.history", { channel: CHANNEL })).body).toMatchObject({
      error: "not_in_channel",
    });
  });

  test("never learns of a private channel that it is not in", async () => {
    const { call, simulator } = await start({ mayPostWithoutJoining: true });
    simulator.slack.addChannel({ id: "G1", name: "secret", isPrivate: true, hasBot: false });

    for (const method of ["chat.postMessage", "conversations.info", "conversations.history"]) {
      expect((await call(method, { channel: "G1", text: "x" })).body).toMatchObject({
        error: "channel_not_found",
      });
    }
  });
});

describe("chat.update", () => {
  async function posted(args: Record<string, unknown> = {}) {
    const started = await start();
    const { body } = await started.call("chat.postMessage", {
      channel: CHANNEL,
      text: "before",
      blocks: [section],
      metadata,
      ...args,
    });
    const update = async (more: Record<string, unknown>) =>
      (await started.call("chat.update", { channel: CHANNEL, ts: body.ts, ...more })).body;
    return { ...started, ts: body.ts as string, update };
  }

  test("with text alone takes the blocks away and keeps the metadata", async () => {
    const { simulator, ts, update } = await posted();

    const answer = await update({ text: "after" });

    expect(answer).toMatchObject({ ok: true, ts, text: "after", channel: CHANNEL });
    expect(simulator.slack.messages()).toMatchObject([
      { ts, text: "after", blocks: [], metadata, edited: { user: "U0FLOWRUN" } },
    ]);
  });

  test("takes new metadata, and clears it with an empty object", async () => {
    const { simulator, update } = await posted();
    const other = { event_type: "other", event_payload: {} };

    await update({ text: "a", metadata: other });
    expect(simulator.slack.messages()[0]?.metadata).toEqual(other);
    await update({ text: "b", metadata: {} });
    expect(simulator.slack.messages()[0]?.metadata).toBeUndefined();
  });

  test("keeps a reply in its thread", async () => {
    const { call, simulator, ts } = await posted();
    const reply = (await call("chat.postMessage", { channel: CHANNEL, text: "r", thread_ts: ts }))
      .body;

    await call("chat.update", { channel: CHANNEL, ts: reply.ts, text: "r2" });

    expect(simulator.slack.replies(ts)).toMatchObject([{ text: "r2", threadTs: ts }]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an unknown message", { ts: "1.000000", text: "x" }, "message_not_found"],
    ["no words", {}, "no_text"],
    ["4001 characters", { text: "x".repeat(4_001) }, "msg_too_long"],
    ["bad blocks", { text: "x", blocks: [{ type: "marquee" }] }, "invalid_blocks"],
  ])("refuses %s", async (_name, args, error) => {
    const { simulator, update } = await posted();

    expect(await update(args)).toMatchObject({ ok: false, error });
    expect(simulator.slack.messages()).toMatchObject([{ text: "before" }]);
  });

  test("changes neither a person's message nor what was deleted nor an ephemeral one", async () => {
    const { call, simulator, ts, update } = await posted();
    const said = simulator.slack.say("U0DANA", "hello");
    const told = await call("chat.postEphemeral", {
      channel: CHANNEL,
      user: "U0DANA",
      text: "psst",
    });
    const change = async (target: string) =>
      (await call("chat.update", { channel: CHANNEL, ts: target, text: "x" })).body.error;

    expect(await change(said.ts)).toBe("cant_update_message");
    expect(await change(told.body.message_ts)).toBe("message_not_found");
    simulator.slack.deleteMessage(ts);
    expect(await update({ text: "x" })).toMatchObject({ error: "message_not_found" });
  });

  test("needs membership, and a channel that is not archived", async () => {
    const { simulator, update } = await posted();

    simulator.slack.archiveChannel();
    expect(await update({ text: "x" })).toMatchObject({ error: "is_archived" });
    simulator.slack.removeBotFromChannel();
    expect(await update({ text: "x" })).toMatchObject({ error: "not_in_channel" });
  });
});

describe("chat.postEphemeral", () => {
  test("is seen by one person and stays out of history", async () => {
    const { call, simulator } = await start();

    const { body } = await call("chat.postEphemeral", {
      channel: CHANNEL,
      user: "U0SAM",
      text: "psst",
    });

    expect(body).toMatchObject({ ok: true, message_ts: expect.any(String) });
    expect(simulator.slack.ephemerals("U0SAM")).toMatchObject([{ text: "psst" }]);
    expect(simulator.slack.ephemerals("U0DANA")).toEqual([]);
    expect((await call("conversations.history", { channel: CHANNEL })).body.messages).toEqual([]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ user: "U404", text: "x" }, "user_not_in_channel"],
    [{ text: "x" }, "invalid_arguments"],
    [{ user: "U0SAM" }, "no_text"],
    [{ user: "U0SAM", text: "x", thread_ts: "1.000000" }, "thread_not_found"],
  ])("refuses %j with %s", async (args, error) => {
    const { call } = await start();

    const { body } = await call("chat.postEphemeral", { channel: CHANNEL, ...args });

    expect(body).toMatchObject({ ok: false, error });
  });
});

describe("reading back", () => {
  async function channelOfFive() {
    const started = await start();
    const all: string[] = [];
    for (const text of ["1", "2", "3", "4", "5"]) {
      started.clock.now += 1_000;
      const { body } = await started.call("chat.postMessage", { channel: CHANNEL, text, metadata });
      all.push(body.ts);
    }
    const history = async (args: Record<string, unknown> = {}) =>
      (await started.call("conversations.history", { channel: CHANNEL, ...args })).body;
    const texts = async (args: Record<string, unknown>) =>
      (await history(args)).messages.map((message: { text: string }) => message.text).join("");
    return { ...started, all, history, texts };
  }

  test("comes newest first, within a window", async () => {
    const { all, texts } = await channelOfFive();
    const window = { oldest: all[1], latest: all[3] };

    expect(await texts({})).toBe("54321");
    expect(await texts({ ...window, inclusive: true })).toBe("432");
    expect(await texts(window)).toBe("3");
  });

  test("comes in pages", async () => {
    const { history } = await channelOfFive();

    const first = await history({ limit: 3 });
    const second = await history({ limit: 3, cursor: first.response_metadata.next_cursor });

    expect(first).toMatchObject({ has_more: true, messages: [{ text: "5" }, {}, {}] });
    expect(second).toMatchObject({
      has_more: false,
      messages: [{ text: "2" }, { text: "1" }],
      response_metadata: { next_cursor: "" },
    });
  });

  test("shows a metadata's payload only where it is asked for", async () => {
    const { history } = await channelOfFive();

    expect((await history({ limit: 1 })).messages[0].metadata).toEqual({ event_type: "alert" });
    expect((await history({ limit: 1, include_all_metadata: true })).messages[0].metadata).toEqual(
      metadata,
    );
  });

  test.each<[Record<string, unknown>, string]>([
    [{ oldest: "yesterday" }, "invalid_ts_oldest"],
    [{ latest: "now" }, "invalid_ts_latest"],
    [{ limit: 0 }, "invalid_limit"],
    [{ limit: 1_000 }, "invalid_limit"],
    [{ cursor: "bm8=" }, "invalid_cursor"],
  ])("refuses %j", async (args, error) => {
    const { history } = await channelOfFive();

    expect(await history(args)).toMatchObject({ ok: false, error });
  });

  test("gives a thread from any of its messages, parent first", async () => {
    const { all, call } = await channelOfFive();
    const reply = await call("chat.postMessage", {
      channel: CHANNEL,
      text: "r",
      thread_ts: all[0],
    });

    const { body } = await call("conversations.replies", { channel: CHANNEL, ts: reply.body.ts });

    expect(body.messages).toMatchObject([{ text: "1", reply_count: 1 }, { text: "r" }]);
    expect(
      (await call("conversations.replies", { channel: CHANNEL, ts: "1.000000" })).body,
    ).toMatchObject({ error: "thread_not_found" });
  });

  test("tells of the channel, of people and of a message's address", async () => {
    const { all, call } = await channelOfFive();
    const channel = { channel: CHANNEL };

    expect((await call("conversations.info", channel)).body.channel).toMatchObject({
      name: "aep-alerts",
      is_member: true,
    });
    expect((await call("users.info", { user: "U0DANA" })).body.user.real_name).toBe("Dana Reyes");
    expect((await call("users.info", { user: "U404" })).body.error).toBe("user_not_found");
    expect(
      (await call("chat.getPermalink", { ...channel, message_ts: all[0] })).body.permalink,
    ).toBe(`https://flowrun-demo.slack.com/archives/${CHANNEL}/p${all[0]?.replace(".", "")}`);
    expect(
      (await call("chat.getPermalink", { ...channel, message_ts: "1.000000" })).body.error,
    ).toBe("message_not_found");
  });
});

describe("views", () => {
  async function pressed() {
    const started = await start();
    await started.simulator.slack.command("U0DANA", "/flowrun help");
    const trigger = () => started.app.received.at(-1)?.form["trigger_id"] ?? "";
    const open = async (view: unknown = modal, trigger_id = trigger()) =>
      (await started.call("views.open", { trigger_id, view })).body;
    return { ...started, trigger, open };
  }

  test("opens one with a fresh trigger, once", async () => {
    const { open, simulator } = await pressed();

    expect(await open()).toMatchObject({
      ok: true,
      view: { id: expect.any(String), callback_id: "resolve", private_metadata: "alert-1" },
    });
    expect(simulator.slack.view("U0DANA")).toMatchObject({ title: "Resolve", submit: "Resolve" });
    expect(await open()).toMatchObject({ ok: false, error: "exchanged_trigger_id" });
  });

  test("refuses a trigger after three seconds, and one that it never gave", async () => {
    const { clock, open } = await pressed();

    clock.now += 3_001;

    expect(await open()).toMatchObject({ error: "expired_trigger_id" });
    expect(await open(modal, "1.2.abc")).toMatchObject({ error: "invalid_trigger_id" });
  });

  test.each<[string, unknown, string]>([
    ["no view", "", "invalid_arguments"],
    ["a bad view", { ...modal, title: section.text }, "invalid_arguments"],
    ["a huge view", { ...modal, private_metadata: "x".repeat(256_001) }, "view_too_large"],
  ])("refuses %s, and the trigger stays good", async (_name, view, error) => {
    const { open } = await pressed();

    expect(await open(view)).toMatchObject({ ok: false, error });
    expect(await open()).toMatchObject({ ok: true });
  });

  test("updates by id and by external id, and minds the hash", async () => {
    const { call, open, simulator } = await pressed();
    const { view } = await open({ ...modal, external_id: "ext" });
    const changed = { ...modal, submit: undefined, blocks: [section] };
    const update = async (args: Record<string, unknown>) =>
      (await call("views.update", { view: changed, ...args })).body;

    expect(await update({ view_id: view.id, hash: "old" })).toMatchObject({
      error: "hash_conflict",
    });
    expect(await update({ view_id: "V404" })).toMatchObject({ error: "not_found" });
    expect(await update({})).toMatchObject({ error: "invalid_arguments" });
    expect(await update({ external_id: "ext", hash: view.hash })).toMatchObject({ ok: true });
    expect(simulator.slack.view("U0DANA")).toMatchObject({ id: view.id, blocks: [section] });
    expect(simulator.slack.view("U0DANA")).not.toHaveProperty("submit");
  });

  test("pushes up to three, onto one that is open", async () => {
    const { call, open, simulator, trigger } = await pressed();
    const push = async () => {
      await simulator.slack.command("U0DANA", "/flowrun help");
      return (await call("views.push", { trigger_id: trigger(), view: modal })).body;
    };

    expect(await push()).toMatchObject({ error: "not_found" });
    const { view } = await open();
    expect(await push()).toMatchObject({
      ok: true,
      view: { root_view_id: view.id, previous_view_id: view.id },
    });
    expect(await push()).toMatchObject({ ok: true, view: { root_view_id: view.id } });
    expect(await push()).toMatchObject({ error: "push_limit_reached" });
  });

  test("has one owner for an external id", async () => {
    const { open, simulator } = await pressed();
    await open({ ...modal, external_id: "ext" });
    await simulator.slack.command("U0SAM", "/flowrun help");

    expect(await open({ ...modal, external_id: "ext" })).toMatchObject({
      error: "duplicate_external_id",
    });
  });
});

describe("who is where", () => {
  test("a channel's members come in pages, the bot among them", async () => {
    const { call, simulator } = await start();
    simulator.slack.setMembers(["U1", "U2", "U3"]);
    const members = async (args: Record<string, unknown>) =>
      (await call("conversations.members", { channel: CHANNEL, ...args })).body;

    const first = await members({ limit: 3 });
    const second = await members({ limit: 3, cursor: first.response_metadata.next_cursor });

    expect(first.members).toEqual(["U1", "U2", "U3"]);
    expect(second.members).toHaveLength(1);
    expect(second.response_metadata.next_cursor).toBe("");
    expect((await members({ limit: 1_000 })).error).toBe("invalid_limit");
    expect((await members({ cursor: "x" })).error).toBe("invalid_cursor");
  });

  test("a private channel that the bot is not in does not exist", async () => {
    const { call, simulator } = await start();
    simulator.slack.addChannel({ id: "G1", name: "secret", isPrivate: true, hasBot: false });

    const { body } = await call("conversations.members", { channel: "G1" });

    expect(body.error).toBe("channel_not_found");
  });

  test("a user group has people, and one that is not there has none", async () => {
    const { call, simulator } = await start();
    simulator.slack.putUserGroup("S1", ["U0DANA"]);
    const list = async (args: Record<string, unknown>) =>
      (await call("usergroups.users.list", args)).body;

    expect(await list({ usergroup: "S1" })).toMatchObject({ ok: true, users: ["U0DANA"] });
    expect((await list({ usergroup: "S2" })).error).toBe("no_such_subteam");
    expect((await list({})).error).toBe("invalid_arguments");
  });
});
