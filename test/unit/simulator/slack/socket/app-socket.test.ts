import { expect, test } from "@jest/globals";
import type { Simulator } from "../../../../../src/simulator/simulator.ts";
import { masked, openRaw } from "../../support/raw-web-socket.ts";
import { BOT_TOKEN, start } from "../../support/with-simulator.ts";

const APP_TOKEN = "xapp-1-of-the-test";

async function open({ slackApiUrl }: Simulator, token = APP_TOKEN) {
  const response = await fetch(`${slackApiUrl}apps.connections.open`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  const answer: { ok: boolean; url?: string; error?: string } = await response.json();
  return { ...answer, url: answer.url ?? "" };
}

/** Reads one short text frame of the server. */
async function readJson(client: Awaited<ReturnType<typeof openRaw>>) {
  const [, short = 0] = await client.read(2);
  const length = short === 126 ? (await client.read(2)).readUInt16BE(0) : short;
  return JSON.parse((await client.read(length)).toString());
}

test("each token opens only what is its own", async () => {
  const { simulator, call } = await start({ appToken: APP_TOKEN });
  const post = await fetch(`${simulator.slackApiUrl}auth.test`, {
    method: "POST",
    headers: { authorization: `Bearer ${APP_TOKEN}` },
  });

  expect((await open(simulator)).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
  expect((await call("apps.connections.open")).body.error).toBe("not_allowed_token_type");
  expect(await post.json()).toMatchObject({ ok: false, error: "not_allowed_token_type" });
  expect((await open(simulator, "xapp-1-another")).error).toBe("invalid_auth");
});

test("without Socket Mode no app token is good", async () => {
  const { simulator } = await start();

  expect((await open(simulator)).error).toBe("invalid_auth");
  expect((await open(simulator, BOT_TOKEN)).error).toBe("not_allowed_token_type");
});

test("an address is good for one connection, which is greeted", async () => {
  const { simulator } = await start({ appToken: APP_TOKEN });
  const { url } = await open(simulator);

  const first = await openRaw(url);
  const second = await openRaw(url);
  const elsewhere = await openRaw(`${simulator.url}/elsewhere`);

  expect(await readJson(first)).toMatchObject({ type: "hello", num_connections: 1 });
  expect(second.status).toMatch(/ 403 /);
  expect(elsewhere.status).toMatch(/ 403 /);
  expect(simulator.slack.sockets()).toBe(1);
});

test("a command goes out as an envelope; what it is acknowledged with is said", async () => {
  const { simulator } = await start({ appToken: APP_TOKEN });
  const client = await openRaw((await open(simulator)).url);
  await readJson(client);

  const sent = simulator.slack.command("U0DANA", "/flowrun status");
  const envelope = await readJson(client);
  client.send(masked(0x81, "not JSON"));
  client.send(masked(0x81, JSON.stringify({ envelope_id: "another" })));
  const { envelope_id } = envelope;
  client.send(masked(0x81, JSON.stringify({ envelope_id, payload: { text: "All good" } })));

  expect(envelope).toMatchObject({ type: "slash_commands", accepts_response_payload: true });
  expect(envelope.payload).toMatchObject({ command: "/flowrun", text: "status" });
  expect(await sent).toMatchObject({ status: 200, body: '{"text":"All good"}' });
  expect(simulator.slack.ephemerals("U0DANA").map(({ text }) => text)).toEqual(["All good"]);
});

test("what is not acknowledged in time, or has nobody to go to, fails as people see it", async () => {
  const { simulator } = await start({ appToken: APP_TOKEN, acknowledgeMs: 20 });

  await simulator.slack.command("U0DANA", "/flowrun early");
  await openRaw((await open(simulator)).url);
  await simulator.slack.waitFor(() => simulator.slack.sockets() === 1);
  await simulator.slack.command("U0DANA", "/flowrun late");

  expect(simulator.slack.ephemerals("U0DANA").map(({ text }) => text)).toEqual([
    '/flowrun failed with the error "dispatch_failed"',
    '/flowrun failed with the error "operation_timeout"',
  ]);
});

test("an app holds ten connections at most", async () => {
  const { simulator } = await start({ appToken: APP_TOKEN });

  for (let count = 0; count < 10; count += 1) await openRaw((await open(simulator)).url);
  const eleventh = await openRaw((await open(simulator)).url);

  expect(eleventh.status).toMatch(/ 429 /);
  expect(simulator.slack.sockets()).toBe(10);
});

test("nothing is signed in Socket Mode, so nothing can be forged", async () => {
  const { simulator } = await start({ appToken: APP_TOKEN });

  await expect(
    simulator.slack.command("U0DANA", "/flowrun", { forgery: "unsigned" }),
  ).rejects.toThrow("nothing is signed");
});
