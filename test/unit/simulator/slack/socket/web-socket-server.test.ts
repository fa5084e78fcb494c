import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { encodeFrame } from "../../../../../src/simulator/slack/socket/web-socket-frames.ts";
import {
  acceptWebSocket,
  type WebSocketPeer,
} from "../../../../../src/simulator/slack/socket/web-socket-server.ts";
import { listenOn } from "../../../../support/listen-on.ts";
import { masked, openRaw } from "../../support/raw-web-socket.ts";

let server: Server;
let url: string;
let close: () => Promise<void>;
let peer: WebSocketPeer | undefined;
let texts: string[];

beforeEach(async () => {
  texts = [];
  server = createServer().on("upgrade", (request, socket) => {
    peer = acceptWebSocket(request, socket, {
      onText: (text) => {
        texts.push(text);
        peer?.sendText(`heard ${text.length}`);
      },
      onClosed: () => undefined,
    });
  });
  ({ url, close } = await listenOn(server));
});
afterEach(async () => {
  peer?.cut();
  await close();
});

const CLOSE = 0x88;

test("the handshake is answered with the key that RFC 6455 gives for its example", async () => {
  const { status } = await openRaw(url);

  expect(status).toMatch(/^HTTP\/1\.1 101 /);
  expect(status).toContain("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

test.each([
  ["another version", { "sec-websocket-version": "8" }],
  ["no key", { "sec-websocket-key": "" }],
  ["another protocol", { upgrade: "h2c" }],
])("%s is no handshake", async (_name, headers) => {
  expect((await openRaw(url, headers)).status).toMatch(/^HTTP\/1\.1 400 /);
});

test("text comes whole, also byte by byte, two frames at once, and of more than 125 bytes", async () => {
  const client = await openRaw(url);

  for (const byte of masked(0x81, "grüße")) client.send(Buffer.from([byte]));
  await client.read(9);
  client.send(Buffer.concat([masked(0x81, "a".repeat(300)), masked(0x81, "b")]));
  await client.read(20);

  expect(texts).toEqual(["grüße", "a".repeat(300), "b"]);
});

test("a ping is answered with its own words", async () => {
  const client = await openRaw(url);

  client.send(masked(0x89, "are you there"));

  expect(await client.read(15)).toEqual(encodeFrame("pong", Buffer.from("are you there")));
});

test("a close is answered with its status, and the connection ends", async () => {
  const client = await openRaw(url);

  client.send(masked(CLOSE, Buffer.from([0x03, 0xe8])));

  expect(await client.read(4)).toEqual(Buffer.from([CLOSE, 2, 0x03, 0xe8]));
  await client.closed;
});

test.each([
  ["a first fragment", masked(0x01, "part"), 1003],
  ["a fragment that goes on", masked(0x80, "part"), 1003],
  ["binary", masked(0x82, "bytes"), 1003],
  ["not masked", encodeFrame("text", Buffer.from("bare")), 1002],
  ["a reserved bit", masked(0xc1, "compressed"), 1002],
  ["an unknown kind", masked(0x83, "what"), 1002],
  ["a long ping", masked(0x89, "x".repeat(126)), 1002],
  ["too large", Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0]), 1009],
  ["larger than any number", Buffer.from([0x81, 0xff, ...Array(8).fill(0xff)]), 1009],
])("%s closes the connection with the status that says so", async (_name, frame, status) => {
  const client = await openRaw(url);

  client.send(frame);

  expect(await client.read(4)).toEqual(Buffer.from([CLOSE, 2, status >> 8, status & 0xff]));
  await client.closed;
  expect(texts).toEqual([]);
});

test("what is sent has the length that it needs", () => {
  const lengths = [125, 126, 0xffff, 0x10000].map(
    (length) => encodeFrame("text", Buffer.alloc(length)).length - length,
  );

  expect(lengths).toEqual([2, 4, 4, 10]);
});
