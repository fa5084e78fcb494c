import { generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { KeyPath } from "../../../src/receive/key-path.ts";
import { createKeyCache, type KeySource } from "../../../src/receive/keys.ts";
import {
  aKey,
  aLogger,
  KEY_1,
  KEY_2,
  type KeyServer,
  serve,
  startKeyServer,
  until,
} from "./support.ts";

const HOUR = 60 * 60 * 1_000;
const path1 = KeyPath.parse(KEY_1);
const path2 = KeyPath.parse(KEY_2);
const aPath = (n: number): KeyPath => KeyPath.parse(`/prod/keys/pub-key-${n}.pem`);

let server: KeyServer;
let time: number;
let keys: KeySource;

const cacheOf = (keysUrl: string, timeoutMs = 2_000): KeySource =>
  createKeyCache({ keysUrl, now: () => time, timeoutMs, logger: aLogger().logger });

beforeEach(async () => {
  server = await startKeyServer();
  time = Date.UTC(2026, 0, 1);
  keys = cacheOf(server.url);
});
afterEach(() => server.close());

test("a key is fetched once and then kept", async () => {
  const first = await keys.find(path1);
  const second = await keys.find(path1);

  expect(first).toMatchObject({ kind: "key" });
  expect(second).toBe(first);
  expect(server.asked).toEqual([KEY_1]);
});

test("a key is kept for less than 24 hours", async () => {
  await keys.find(path1);
  time += 24 * HOUR - 1;
  await keys.find(path1);
  expect(server.asked).toHaveLength(1);

  time += 1;
  await keys.find(path1);
  expect(server.asked).toHaveLength(2);
});

test("a key that cannot be fetched again after 24 hours is not used any longer", async () => {
  await keys.find(path1);
  server.routes.set(KEY_1, (_request, response) => response.writeHead(500).end());
  time += 24 * HOUR;

  expect(await keys.find(path1)).toMatchObject({ kind: "unreachable" });
});

test("a clock that was set back does not make a key last longer", async () => {
  await keys.find(path1);
  time -= 1;
  await keys.find(path1);

  expect(server.asked).toHaveLength(2);
});

test("many who ask at once share one fetch", async () => {
  const found = await Promise.all(Array.from({ length: 20 }, () => keys.find(path1)));

  expect(new Set(found).size).toBe(1);
  expect(server.asked).toEqual([KEY_1]);
});

test("a refused key is asked for again after a minute, not before", async () => {
  expect(await keys.find(aPath(404))).toEqual({ kind: "refused", reason: "status 404" });
  time += 59_999;
  expect(await keys.find(aPath(404))).toMatchObject({ kind: "refused" });
  expect(server.asked).toHaveLength(1);

  time += 1;
  await keys.find(aPath(404));
  expect(server.asked).toHaveLength(2);
});

test("what could not be reached is tried again at once", async () => {
  server.routes.set(KEY_1, (_request, response) => response.writeHead(503).end());
  expect(await keys.find(path1)).toEqual({ kind: "unreachable", reason: "status 503" });

  server.routes.set(KEY_1, serve(aKey().pem));
  expect(await keys.find(path1)).toMatchObject({ kind: "key" });
});

describe("what is not a key that we accept is refused", () => {
  const small = aKey(1_024).pem;
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  const otherPadding = generateKeyPairSync("rsa-pss", { modulusLength: 2_048 }).publicKey;
  const secret = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  test.each([
    ["not PEM", "hello", "not a public key in PEM"],
    ["nothing", "", "not a public key in PEM"],
    [
      "PEM without a key",
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
      "not a public key in PEM",
    ],
    ["RSA of 1,024 bits", small, "not RSA of at least 2048 bits"],
    [
      "not RSA",
      curve.export({ type: "spki", format: "pem" }).toString(),
      "not RSA of at least 2048 bits",
    ],
    [
      "RSA for another padding",
      otherPadding.export({ type: "spki", format: "pem" }).toString(),
      "not RSA of at least 2048 bits",
    ],
    [
      "a private key",
      secret.export({ type: "pkcs8", format: "pem" }).toString(),
      "not a public key in PEM",
    ],
    ["more than 16 KB", `${aKey().pem}${" ".repeat(16 * 1_024)}`, "too large"],
  ])("%s", async (_what, text, reason) => {
    server.routes.set(KEY_1, serve(text));

    expect(await keys.find(path1)).toEqual({ kind: "refused", reason });
  });
});

test("a key of endless size is refused without reading on", async () => {
  let written = 0;
  server.routes.set(KEY_1, (_request, response) => {
    const more = (): void => {
      while (!response.destroyed && written < 500e6) {
        written += 64 * 1_024;
        if (!response.write(Buffer.alloc(64 * 1_024))) break;
      }
    };
    response.on("drain", more);
    more();
  });

  expect(await keys.find(path1)).toEqual({ kind: "refused", reason: "too large" });
  expect(written).toBeLessThan(50e6);
});

test("a redirect is refused and not followed, also to the same host", async () => {
  server.routes.set(KEY_1, (_request, response) =>
    response.writeHead(302, { location: KEY_2 }).end(),
  );

  expect(await keys.find(path1)).toEqual({ kind: "refused", reason: "status 302" });
  expect(server.asked).toEqual([KEY_1]);
});

test("a body that stalls after it began is refused", async () => {
  keys = cacheOf(server.url, 500);
  server.routes.set(KEY_1, (_request, response) => response.write("-----BEGIN"));

  expect(await keys.find(path1)).toEqual({ kind: "refused", reason: "stalled after it began" });
});

describe("a server that does not answer is unreachable", () => {
  test.each([
    ["in time", (): void => undefined, "no answer in time"],
    [
      "but hangs up",
      (request: IncomingMessage): void => void request.socket.destroy(),
      "no connection",
    ],
    [
      "but asks for patience",
      (_request: unknown, response: ServerResponse): void => void response.writeHead(429).end(),
      "status 429",
    ],
  ])("%s", async (_what, route, reason) => {
    keys = cacheOf(server.url, 500);
    server.routes.set(KEY_1, route);

    expect(await keys.find(path1)).toEqual({ kind: "unreachable", reason });
  });

  test("when nothing listens", async () => {
    await server.close();

    expect(await keys.find(path1)).toEqual({ kind: "unreachable", reason: "no connection" });
  });

  test("when it hangs up within the body", async () => {
    server.routes.set(KEY_1, (request, response) => {
      response.write("-----BEGIN", () => request.socket.destroy());
    });

    expect(await keys.find(path1)).toEqual({ kind: "unreachable", reason: "no connection" });
  });
});

test("a path that leads to another host is refused without asking it", async () => {
  const other = await startKeyServer();
  // The type forbids it; this is the second lock on the same door.
  const elsewhere = `//127.0.0.1:${new URL(other.url).port}${KEY_1}` as KeyPath;

  expect(await keys.find(elsewhere)).toEqual({ kind: "refused", reason: "another host" });
  expect([...server.asked, ...other.asked]).toEqual([]);
  await other.close();
});

test("a flood of invented paths opens eight connections at most", async () => {
  const waiting: ServerResponse[] = [];
  for (let n = 0; n < 30; n += 1) {
    server.routes.set(aPath(n), (_request, response) => waiting.push(response));
  }

  const found = Array.from({ length: 30 }, (_, n) => keys.find(aPath(n)));
  await until(() => waiting.length === 8);

  expect(await Promise.all(found.slice(8))).toEqual(
    Array.from({ length: 22 }, () => ({
      kind: "unreachable",
      reason: "too many keys asked for at once",
    })),
  );
  for (const response of waiting) response.writeHead(404).end();
  expect((await Promise.all(found.slice(0, 8))).map(({ kind }) => kind)).toEqual(
    Array.from({ length: 8 }, () => "refused"),
  );
  expect(await keys.find(path1)).toMatchObject({ kind: "key" });
});

test("however many keys there are, the newest ones are kept", async () => {
  const { pem } = aKey();
  for (let n = 0; n < 20; n += 1) {
    server.routes.set(aPath(n), serve(pem));
    await keys.find(aPath(n));
  }
  server.asked.length = 0;

  await keys.find(aPath(19));
  await keys.find(aPath(4));
  expect(server.asked).toEqual([]);
  await keys.find(aPath(3));
  expect(server.asked).toEqual([aPath(3)]);
});

test("the memory of refused keys is bounded", async () => {
  for (let n = 0; n < 501; n += 1) await keys.find(aPath(n));
  server.asked.length = 0;

  await keys.find(aPath(1));
  expect(server.asked).toEqual([]);
  await keys.find(aPath(0));
  expect(server.asked).toEqual([aPath(0)]);
});

test("two keys are fetched side by side", async () => {
  const waiting: (() => void)[] = [];
  for (const path of [KEY_1, KEY_2]) {
    server.routes.set(path, (_request, response) => waiting.push(() => response.end(aKey().pem)));
  }

  const both = [keys.find(path1), keys.find(path2)];
  await until(() => waiting.length === 2);
  for (const answer of waiting) answer();

  expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(["key", "key"]);
});
