import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { App, ExpressReceiver, LogLevel } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import express from "express";
import { buttons, modal, section } from "../support/blocks.ts";
import { BOT_TOKEN, CHANNEL, SIGNING_SECRET, start } from "../support/with-simulator.ts";

/** What the app's own libraries make of the simulator. */

const metadata = { event_type: "alert", event_payload: { delivery: "d-1" } };

test("Slack's client posts, updates and reads back", async () => {
  const { simulator } = await start();
  const client = new WebClient(BOT_TOKEN, { slackApiUrl: simulator.slackApiUrl });

  await client.auth.test();
  const { ts = "" } = await client.chat.postMessage({
    channel: CHANNEL,
    text: "A run failed",
    blocks: [section],
    metadata,
    unfurl_links: false,
  });
  await client.chat.update({ channel: CHANNEL, ts, text: "Recovered" });
  const history = await client.conversations.history({
    channel: CHANNEL,
    include_all_metadata: true,
  });

  expect(history.messages).toMatchObject([{ ts, text: "Recovered", metadata }]);
});

test("Slack's client sees refusals and rate limits as such", async () => {
  const { simulator } = await start({ postsPerSecond: 0.5 });
  const client = new WebClient(BOT_TOKEN, {
    slackApiUrl: simulator.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const post = (channel: string) => client.chat.postMessage({ channel, text: "x" });

  await expect(post("C404")).rejects.toMatchObject({ data: { error: "channel_not_found" } });
  await post(CHANNEL);
  await expect(post(CHANNEL)).rejects.toMatchObject({ retryAfter: 2 });
});

test("a Bolt app takes a command, a press and a view", async () => {
  const { simulator } = await start();
  const server = express();
  const receiver = new ExpressReceiver({
    app: server,
    signingSecret: SIGNING_SECRET,
    endpoints: "/slack/events",
    logLevel: LogLevel.ERROR,
  });
  const bolt = new App({
    receiver,
    token: BOT_TOKEN,
    botId: "B0FLOWRUN",
    botUserId: "U0FLOWRUN",
    tokenVerificationEnabled: false,
    clientOptions: { slackApiUrl: simulator.slackApiUrl },
    logLevel: LogLevel.ERROR,
  });
  bolt.command("/flowrun", async ({ ack }) => {
    await ack({ response_type: "ephemeral", text: "one moment", blocks: [section, buttons] });
  });
  bolt.action("acknowledge", async ({ ack, body, client, respond }) => {
    await ack();
    const { trigger_id } = body as unknown as { trigger_id: string };
    await client.views.open({ trigger_id, view: modal as never });
    await respond({ text: "taken", replace_original: true });
  });
  bolt.view("resolve", async ({ ack }) => {
    await ack({ response_action: "errors", errors: { note: "Say more." } });
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  simulator.connect(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  const { slack } = simulator;

  await slack.command("U0DANA", "/flowrun status");
  const ts = slack.ephemerals("U0DANA")[0]?.ts ?? "";
  await slack.press("U0DANA", { ts, ephemeral: true }, "Acknowledge");
  await slack.waitFor(() => slack.ephemerals("U0DANA")[0]?.text === "taken");
  await slack.submitView("U0DANA", { note: { text: "x" } });

  expect(slack.view("U0DANA")).toMatchObject({
    callbackId: "resolve",
    errors: { note: "Say more." },
  });
  listening.closeAllConnections();
  listening.close();
});
