import { describe, expect, test } from "@jest/globals";
import { isValidSlackRequest, verifySlackRequest } from "@slack/bolt";
import { buttons, modal, noteInput, section } from "../support/blocks.ts";
import type { Received } from "../support/fake-app.ts";
import { CHANNEL, SIGNING_SECRET, type Started, start } from "../support/with-simulator.ts";

const inBoltsTerms = ({ headers, raw }: Received) => ({
  signingSecret: SIGNING_SECRET,
  body: raw,
  headers: {
    "x-slack-signature": String(headers["x-slack-signature"]),
    "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
  },
});

const last = ({ app }: Started): Received => {
  const request = app.received.at(-1);
  if (request === undefined) throw new Error("the app got nothing");
  return request;
};

async function withCard(more: object[] = []) {
  const started = await start();
  const { body } = await started.call("chat.postMessage", {
    channel: CHANNEL,
    text: "A run failed",
    blocks: [section, buttons, ...more],
    metadata: { event_type: "alert", event_payload: { delivery: "d-1" } },
  });
  return { ...started, ts: body.ts as string };
}

/** A modal of Dana's on top. */
async function withModal(view: object = modal) {
  const started = await start();
  await started.simulator.slack.command("U0DANA", "/flowrun resolve 1");
  const trigger_id = last(started).form["trigger_id"];
  const { body } = await started.call("views.open", { trigger_id, view });
  return { ...started, viewId: body.view.id as string };
}

describe("signatures", () => {
  test("satisfy Bolt", async () => {
    const started = await start();

    await started.simulator.slack.command("U0DANA", "/flowrun status ünïcode & more");

    expect(() => verifySlackRequest(inBoltsTerms(last(started)))).not.toThrow();
  });

  test.each(["wrong_signature", "stale"] as const)("forged as %s do not", async (forgery) => {
    const started = await start();

    await started.simulator.slack.command("U0DANA", "/flowrun status", { forgery });

    expect(isValidSlackRequest(inBoltsTerms(last(started)))).toBe(false);
  });

  test("can be left out", async () => {
    const started = await withCard();

    await started.simulator.slack.press("U0DANA", { ts: started.ts }, "acknowledge", {
      forgery: "unsigned",
    });

    expect(last(started).headers).not.toHaveProperty("x-slack-signature");
  });
});

describe("slash commands", () => {
  test("come as Slack's form", async () => {
    const started = await start();

    const result = await started.simulator.slack.command("U0DANA", " /flowrun  list failed ");

    expect(result).toMatchObject({ status: 200, body: "" });
    expect(last(started)).toMatchObject({
      method: "POST",
      path: "/slack/events",
      form: {
        command: "/flowrun",
        text: "list failed",
        user_id: "U0DANA",
        user_name: "dana.reyes",
        channel_id: CHANNEL,
        channel_name: "aep-alerts",
        response_url: expect.stringContaining(`${started.simulator.url}/response/`),
        trigger_id: expect.any(String),
      },
    });
  });

  test.each<[string, object, object]>([
    ["words", { text: "All is well" }, { text: "All is well" }],
    ["JSON", { json: { text: "hi", blocks: [section] } }, { text: "hi", blocks: [section] }],
  ])("answered with %s are answered privately", async (_name, answer, expected) => {
    const { app, simulator } = await start();
    app.answerWith(() => answer);

    await simulator.slack.command("U0SAM", "/flowrun status");

    expect(simulator.slack.ephemerals("U0SAM")).toMatchObject([expected]);
    expect(simulator.slack.messages()).toEqual([]);
  });

  test("answered in_channel are answered for all", async () => {
    const { app, simulator } = await start();
    app.answerWith(() => ({ json: { response_type: "in_channel", text: "for all" } }));

    await simulator.slack.command("U0SAM", "/flowrun status");

    expect(simulator.slack.messages()).toMatchObject([{ text: "for all", from: "bot" }]);
  });

  test.each<[string, object | "never", { error: string; status: number }]>([
    ["an error", { status: 500 }, { error: "dispatch_failed", status: 500 }],
    [
      "a redirect",
      { status: 302, location: "/elsewhere" },
      { error: "dispatch_failed", status: 302 },
    ],
    [
      "blocks that Slack refuses",
      { json: { blocks: [{ type: "marquee" }] } },
      { error: "invalid_command_response", status: 200 },
    ],
    ["silence", "never", { error: "operation_timeout", status: 0 }],
  ])("answered with %s fail as Slack shows it", async (_name, answer, { error, status }) => {
    const { app, simulator } = await start({ acknowledgeMs: 400 });
    app.answerWith(() => answer);

    const result = await simulator.slack.command("U0SAM", "/flowrun status");

    expect(result.status).toBe(status);
    expect(app.received).toHaveLength(1);
    expect(simulator.slack.ephemerals("U0SAM")).toMatchObject([
      { text: `/flowrun failed with the error "${error}"` },
    ]);
  });

  test("fail where nobody listens", async () => {
    const { app, simulator } = await start();
    await app.close();

    expect(await simulator.slack.command("U0SAM", "/flowrun status")).toMatchObject({ status: 0 });
    expect(simulator.slack.ephemerals("U0SAM")).toMatchObject([
      { text: '/flowrun failed with the error "dispatch_failed"' },
    ]);
  });

  test("of a stranger are a mistake of the test", async () => {
    const { simulator } = await start();

    await expect(simulator.slack.command("U404", "/flowrun")).rejects.toThrow("U404");
  });
});

describe("presses", () => {
  test("come as a block_actions payload", async () => {
    const started = await withCard();

    const result = await started.simulator.slack.press("U0DANA", { ts: started.ts }, "Acknowledge");

    expect(result.status).toBe(200);
    expect(last(started).payload).toMatchObject({
      type: "block_actions",
      team: { id: "T0FLOWRUN", domain: "flowrun-demo" },
      user: { id: "U0DANA", username: "dana.reyes" },
      api_app_id: "A0FLOWRUN",
      container: {
        type: "message",
        message_ts: started.ts,
        channel_id: CHANNEL,
        is_ephemeral: false,
      },
      channel: { id: CHANNEL, name: "aep-alerts" },
      message: {
        ts: started.ts,
        text: "A run failed",
        metadata: { event_payload: { delivery: "d-1" } },
      },
      state: { values: {} },
      trigger_id: expect.any(String),
      response_url: expect.stringContaining("/response/"),
      actions: [
        {
          type: "button",
          action_id: "acknowledge",
          block_id: "buttons",
          value: "alert-1",
          text: { type: "plain_text", text: "Acknowledge" },
          action_ts: expect.any(String),
        },
      ],
    });
  });

  test("of a menu carry the chosen option, by value or by words", async () => {
    const started = await withCard();
    const { slack } = started.simulator;

    for (const option of ["mute", "Mute"]) {
      await slack.press("U0DANA", { ts: started.ts }, "more", { option });
      expect(last(started).payload.actions).toMatchObject([
        { type: "overflow", selected_option: { value: "mute", text: { text: "Mute" } } },
      ]);
    }
  });

  test("of a select show in the state as well", async () => {
    const select = {
      type: "actions",
      block_id: "assign",
      elements: [{ type: "users_select", action_id: "who" }],
    };
    const started = await withCard([select]);

    await started.simulator.slack.press("U0DANA", { ts: started.ts }, "who", { option: "U0SAM" });

    expect(last(started).payload).toMatchObject({
      actions: [{ type: "users_select", selected_user: "U0SAM" }],
      state: { values: { assign: { who: { selected_user: "U0SAM" } } } },
    });
  });

  test("in an ephemeral message come without the message", async () => {
    const started = await start();
    const { body } = await started.call("chat.postEphemeral", {
      channel: CHANNEL,
      user: "U0DANA",
      text: "psst",
      blocks: [buttons],
    });
    const target = { ts: body.message_ts, ephemeral: true };

    await started.simulator.slack.press("U0DANA", target, "acknowledge");

    expect(last(started).payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(last(started).payload).not.toHaveProperty("message");
    await expect(started.simulator.slack.press("U0SAM", target, "acknowledge")).rejects.toThrow(
      "sees no message",
    );
  });

  test("in a modal carry the view", async () => {
    const started = await withModal({ ...modal, blocks: [noteInput, buttons] });

    await started.simulator.slack.press("U0DANA", { viewId: started.viewId }, "acknowledge");

    expect(last(started).payload).toMatchObject({
      container: { type: "view", view_id: started.viewId },
      view: { id: started.viewId, private_metadata: "alert-1" },
    });
    expect(last(started).payload).not.toHaveProperty("response_url");
    await expect(
      started.simulator.slack.press("U0SAM", { viewId: started.viewId }, "acknowledge"),
    ).rejects.toThrow("has no view");
  });

  test("of what is not there name what is", async () => {
    const { simulator, ts } = await withCard();

    await expect(simulator.slack.press("U0DANA", { ts }, "Snooze")).rejects.toThrow(
      "acknowledge (Acknowledge), more ()",
    );
    await expect(simulator.slack.press("U0DANA", { ts }, "more")).rejects.toThrow("which option");
    await expect(simulator.slack.press("U0DANA", { ts }, "more", { option: "x" })).rejects.toThrow(
      'no option "x"',
    );
  });
});

describe("submitting a view", () => {
  const note = (text: string) => ({ note: { text } });

  test("sends its state and closes it on an empty answer", async () => {
    const started = await withModal();

    const result = await started.simulator.slack.submitView("U0DANA", note("rotated the key"));

    expect(result.status).toBe(200);
    expect(last(started).payload).toMatchObject({
      type: "view_submission",
      user: { id: "U0DANA" },
      view: {
        callback_id: "resolve",
        private_metadata: "alert-1",
        state: {
          values: { note: { text: { type: "plain_text_input", value: "rotated the key" } } },
        },
      },
    });
    expect(started.simulator.slack.view("U0DANA")).toBeUndefined();
  });

  test("carries every kind of input", async () => {
    const option = (value: string) => ({ text: { type: "plain_text", text: value }, value });
    const input = (block_id: string, element: object) => ({
      type: "input",
      block_id,
      optional: true,
      label: { type: "plain_text", text: block_id },
      element: { action_id: "a", ...element },
    });
    const options = [option("x"), option("y")];
    const started = await withModal({
      ...modal,
      blocks: [
        input("radio", { type: "radio_buttons", options }),
        input("checks", { type: "checkboxes", options, initial_options: [option("x")] }),
        input("select", { type: "static_select", options, initial_option: option("y") }),
        input("date", { type: "datepicker" }),
        input("empty", { type: "plain_text_input" }),
      ],
    });

    await started.simulator.slack.submitView("U0DANA", {
      radio: { a: "x" },
      checks: { a: "x,y" },
      date: { a: "2026-01-31" },
      empty: { a: "" },
    });

    expect(last(started).payload.view.state.values).toMatchObject({
      radio: { a: { selected_option: { value: "x" } } },
      checks: { a: { selected_options: [{ value: "x" }, { value: "y" }] } },
      select: { a: { selected_option: { value: "y" } } },
      date: { a: { selected_date: "2026-01-31" } },
      empty: { a: { value: null } },
    });
  });

  test.each([
    ["", "Please complete this required field."],
    ["x".repeat(21), "Enter at most 20 characters."],
  ])("is refused by Slack's own client for %j", async (text, message) => {
    const { app, simulator } = await withModal();
    const before = app.received.length;

    expect(await simulator.slack.submitView("U0DANA", note(text))).toMatchObject({ status: 0 });

    expect(simulator.slack.view("U0DANA")?.errors).toEqual({ note: message });
    expect(app.received).toHaveLength(before);
  });

  test("shows the app's errors, obeys update, push and clear", async () => {
    const { app, simulator } = await withModal();
    const answers: object[] = [
      { response_action: "errors", errors: { note: "Say more." } },
      { response_action: "update", view: { ...modal, callback_id: "updated" } },
      { response_action: "push", view: { ...modal, callback_id: "pushed" } },
      { response_action: "clear" },
    ];
    app.answerWith(() => ({ json: answers.shift() }));
    const submit = async () => {
      await simulator.slack.submitView("U0DANA", note("x"));
      return simulator.slack.view("U0DANA");
    };

    expect(await submit()).toMatchObject({ errors: { note: "Say more." } });
    expect(await submit()).toMatchObject({ callbackId: "updated", errors: {} });
    expect(await submit()).toMatchObject({ callbackId: "pushed" });
    expect(await submit()).toBeUndefined();
  });

  test.each<[string, object, string]>([
    [
      "errors for a block that is no input",
      { response_action: "errors", errors: { x: "y" } },
      "no input block",
    ],
    ["errors that are no object", { response_action: "errors" }, "must be an object"],
    ["a bad view", { response_action: "update", view: { type: "modal" } }, "/view/title"],
    ["an unknown action", { response_action: "dance" }, "unknown response_action"],
  ])("refuses %s", async (_name, json, words) => {
    const { app, simulator } = await withModal();
    app.answerWith(() => ({ json }));

    await expect(simulator.slack.submitView("U0DANA", note("x"))).rejects.toThrow(words);
  });

  test("refuses an answer that is not JSON", async () => {
    const { app, simulator } = await withModal();
    app.answerWith(() => ({ text: "thanks" }));

    await expect(simulator.slack.submitView("U0DANA", note("x"))).rejects.toThrow("not JSON");
  });

  test("leaves the view open when the app fails", async () => {
    const { app, simulator } = await withModal();
    app.answerWith(() => ({ status: 500 }));

    expect(await simulator.slack.submitView("U0DANA", note("x"))).toMatchObject({ status: 500 });
    expect(simulator.slack.view("U0DANA")).toBeDefined();
  });

  test("needs a view, with a submit button", async () => {
    const { simulator } = await withModal({ ...modal, submit: undefined, blocks: [section] });

    await expect(simulator.slack.submitView("U0DANA", {})).rejects.toThrow("no submit button");
    await expect(simulator.slack.submitView("U0SAM", {})).rejects.toThrow("no view open");
  });
});

describe("closing a view", () => {
  test("tells the app only where it asked for it", async () => {
    const quiet = await withModal();
    const before = quiet.app.received.length;
    expect(await quiet.simulator.slack.closeView("U0DANA")).toEqual({ status: 204 });
    expect(quiet.app.received).toHaveLength(before);

    const asked = await withModal({ ...modal, notify_on_close: true });
    expect(await asked.simulator.slack.closeView("U0DANA")).toEqual({ status: 200 });
    expect(last(asked).payload).toMatchObject({ type: "view_closed", is_cleared: false });
    expect(asked.simulator.slack.view("U0DANA")).toBeUndefined();
  });
});
