import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { App } from "@slack/bolt";
import { createLogger } from "../../../src/logger.ts";
import {
  acceptWebSocket,
  type WebSocketPeer,
} from "../../../src/simulator/slack/socket/web-socket-server.ts";
import { createSocketReceiver } from "../../../src/slack/socket-receiver.ts";
import type { Transport } from "../../../src/slack/transport.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { listenOn } from "../../support/listen-on.ts";

const HELLO = JSON.stringify({ type: "hello" });

let clock: FakeClock;
let greets: boolean;
let answer: { status: number; headers?: Record<string, string>; body: string } | undefined;
let peers: WebSocketPeer[];
let attempts: number;
let lines: string[];
let logged: () => void;
let transport: Transport;
let close: () => Promise<void>;

beforeEach(async () => {
  clock = createFakeClock();
  greets = true;
  answer = undefined;
  peers = [];
  attempts = 0;
  lines = [];
  logged = () => undefined;
  let address = "";
  const server = createServer((_request, response) => {
    attempts += 1;
    const opened = { status: 200, headers: {}, body: JSON.stringify({ ok: true, url: address }) };
    const { status, headers, body } = answer ?? opened;
    response.writeHead(status, headers).end(body);
  }).on("upgrade", (request, socket) => {
    const peer = acceptWebSocket(request, socket, {
      onText: () => undefined,
      onClosed: () => undefined,
    });
    if (peer === undefined) return;
    peers.push(peer);
    if (greets) peer.sendText(HELLO);
    logged();
  });
  const listening = await listenOn(server);
  close = listening.close;
  address = `${listening.url.replace("http", "ws")}/link`;
  transport = createSocketReceiver({
    appToken: "xapp-1-x",
    apiUrl: `${listening.url}/api/`,
    clock,
    random: () => 0,
    logger: createLogger({
      level: "debug",
      destination: {
        write(line) {
          lines.push(line);
          logged();
        },
      },
    }),
  });
});
afterEach(async () => {
  await transport.stop();
  for (const peer of peers) peer.cut();
  await close();
});

/** Looks after each line of the log and each connection. */
function until(probe: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    logged = () => {
      if (probe()) resolve();
    };
    logged();
  });
}

const saying = (words: string): number => lines.filter((line) => line.includes(words)).length;

test("messages that cannot be read are logged, and the connection goes on", async () => {
  const processEvent = async (): Promise<void> => {
    throw new TypeError("there is no body");
  };
  // The one method of Bolt's app that its receiver calls.
  transport.receiver.init({ processEvent } as Partial<App> as App);
  await transport.start();
  for (const message of [
    "null",
    "{",
    '"text"',
    '{"type":"events_api"}',
    '{"type":"interactive"}',
  ]) {
    peers[0]?.sendText(message);
  }
  await until(() => saying("could not be read") >= 3);

  expect(transport.problem?.()).toBeUndefined();
  expect(attempts).toBe(1);
});

test("a Slack that connects and never greets is given up after a while, and tried again", async () => {
  greets = false;
  const started = transport.start();
  await until(() => peers.length === 1);
  // Its trace in the log shows that our side is connected too.
  peers[0]?.sendText("null");
  await until(() => saying("could not be read") === 1);

  clock.advance(15_000);
  await started;

  expect(transport.problem?.()).toContain("connection_closed");
  greets = true;
  clock.advance(0);
  await until(() => saying("connected to Slack's socket") === 1);
  expect(attempts).toBe(2);
});

test("Slack's Retry-After is kept", async () => {
  answer = { status: 429, headers: { "retry-after": "7" }, body: '{"ok":false}' };
  await transport.start();
  answer = undefined;

  clock.advance(6_999);
  expect(attempts).toBe(1);
  clock.advance(1);
  await until(() => saying("connected to Slack's socket") === 1);

  expect(attempts).toBe(2);
  expect(saying("is not connected")).toBe(1);
});

test("after the stop nothing is tried any more", async () => {
  await transport.start();

  await transport.stop();
  clock.advance(600_000);

  expect(attempts).toBe(1);
  expect(clock.pending()).toBe(0);
});
