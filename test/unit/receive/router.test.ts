import http from "node:http";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import express from "express";
import type { Notification } from "../../../src/domain/notification.ts";
import { createBodyRoom } from "../../../src/receive/body.ts";
import { createKeyCache } from "../../../src/receive/keys.ts";
import { createAdobeRouter, type ReceiveOutcome } from "../../../src/receive/router.ts";
import {
  type Answer,
  aKey,
  aLogger,
  CLIENT_ID,
  KEY_1,
  KEY_2,
  type KeyServer,
  type LogEntry,
  listen,
  ORG_ID,
  RECEIVED_AT,
  type Running,
  send,
  serve,
  signatureOf,
  signedHeaders,
  startKeyServer,
  until,
} from "./support.ts";

const PATH = "/webhooks/adobe";
const LIMIT = 3 * 1024 * 1024;
const run = { id: "run-1", flowId: "flow-1", metrics: { statusSummary: { status: "failed" } } };
const ours = JSON.stringify({ event_id: "e-1", event: run, recipient_client_id: CLIENT_ID });

let keyServer: KeyServer;
let app: Running;
let recorded: (readonly Notification[])[];
let record: (notifications: readonly Notification[]) => Promise<void>;
let counted: Map<ReceiveOutcome, number>;
let entries: LogEntry[];

interface Settings {
  readonly imsOrgId?: string;
  readonly keyTimeoutMs?: number;
  readonly roomBytes?: number;
}

async function start({
  imsOrgId,
  keyTimeoutMs = 3_000,
  roomBytes = 64 * LIMIT,
}: Settings = {}): Promise<void> {
  const { logger, entries: logged } = aLogger();
  entries = logged;
  const now = (): number => RECEIVED_AT;
  const keys = createKeyCache({
    keysUrl: keyServer.url,
    now,
    timeoutMs: keyTimeoutMs,
    logger: aLogger().logger,
  });
  const router = createAdobeRouter({
    onValidated: async () => undefined,
    us: { clientId: CLIENT_ID, ...(imsOrgId === undefined ? {} : { imsOrgId }) },
    keys,
    room: createBodyRoom(roomBytes),
    record: (notifications) => record(notifications),
    now,
    count: (outcome, by = 1) => counted.set(outcome, (counted.get(outcome) ?? 0) + by),
    logger,
  });
  app = await listen(express().use(router));
}

beforeEach(async () => {
  keyServer = await startKeyServer();
  recorded = [];
  record = (notifications) => {
    recorded.push(notifications);
    return Promise.resolve();
  };
  counted = new Map();
  await start();
});
afterEach(async () => {
  await app.close();
  await keyServer.close();
});

const post = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> =>
  send(app.url + PATH, { headers: { ...signedHeaders(body), ...headers }, body });

/** The head of a POST, whose body never comes; the first of what is answered. */
function sendHeadAlone(headers: Record<string, string>): Promise<string> {
  const all = { host: "x", "content-type": "application/json", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(app.url).port), "127.0.0.1");
    socket.write(`POST ${PATH} HTTP/1.1\r\n${lines.join("")}\r\n`);
    socket.once("data", (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

/** A body of this many bytes that is for us. */
const ofSize = (bytes: number): string => ours + " ".repeat(bytes - ours.length);

interface RefusalExpected {
  readonly status: number;
  readonly reason: ReceiveOutcome;
}

/** Everything by which a refusal shows: answer, log, counter, and nothing recorded. */
function seen(answer: Answer): object {
  return {
    status: answer.status,
    type: answer.headers["content-type"],
    retryAfter: answer.headers["retry-after"],
    body: JSON.parse(answer.body),
    logged: entries.map(({ level, msg, fields: { status, reason } }) => [
      level,
      msg,
      status,
      reason,
    ]),
    counted: [...counted.keys()].filter((outcome) => outcome !== "dropped"),
    recorded,
  };
}

function refused({ status, reason }: RefusalExpected): object {
  return {
    status,
    type: "application/json",
    retryAfter: status === 503 ? "30" : undefined,
    body: { error: expect.stringMatching(/^[^\n]{10,120}$/) },
    logged: [["warn", "refused an Adobe request", status, reason]],
    counted: [reason],
    recorded: [],
  };
}

describe("challenge", () => {
  const ask = (query: string): Promise<Answer> => send(app.url + PATH + query, { method: "GET" });

  test.each([
    ["8ec8d794-e0ab-42df-9017-e3dada8e84f7", "8ec8d794-e0ab-42df-9017-e3dada8e84f7"],
    ["a%20b%2Bc", "a b+c"],
    ["%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert(1)</script>"],
    ["x".repeat(200), "x".repeat(200)],
  ])("%s is answered as JSON that no browser takes for a page", async (sent, challenge) => {
    const answer = await ask(`?challenge=${sent}`);

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ challenge });
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(counted.get("challenge_answered")).toBe(1);
  });

  test.each([
    ["?challenge="],
    ["?challenge=a%0Ab"],
    ["?challenge=%E2%80%AE"],
    ["?challenge=%00"],
    [`?challenge=${"x".repeat(201)}`],
  ])("%s is malformed", async (query) => {
    expect(seen(await ask(query))).toEqual(refused({ status: 400, reason: "challenge_malformed" }));
  });

  test.each([[""], ["?"], ["?id=1"]])("without one (%j) there is a line of help", async (query) => {
    const answer = await ask(query);

    expect(seen(answer)).toEqual(refused({ status: 400, reason: "challenge_missing" }));
    expect(answer.body).toContain("?challenge=");
  });
});

test.each(["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])("%s is not allowed", async (method) => {
  const answer = await send(`${app.url + PATH}?challenge=x`, { method });

  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe("GET, POST");
  expect(counted.get("method_not_allowed")).toBe(1);
  expect(entries).toMatchObject([{ level: "warn", fields: { reason: "method_not_allowed" } }]);
});

describe("a genuine notification", () => {
  test("is answered 200 once it is recorded", async () => {
    let finish = (): void => undefined;
    let begun = false;
    record = () => {
      begun = true;
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    let answered = false;

    const answer = post(ours).finally(() => {
      answered = true;
    });
    await until(() => begun);
    expect(answered).toBe(false);
    finish();

    expect((await answer).status).toBe(200);
    expect(JSON.parse((await answer).body)).toEqual({ recorded: 1 });
  });

  test("is handed on with what it says", async () => {
    await post(ours);

    expect(recorded).toMatchObject([
      [
        {
          notificationId: "e-1",
          receivedAt: RECEIVED_AT,
          source: "webhook",
          body: ours,
          content: { kind: "flow_run", run: { runId: "run-1", status: "failed" } },
        },
      ],
    ]);
    expect(Object.fromEntries(counted)).toEqual({ recorded: 1 });
    expect(entries).toMatchObject([{ level: "info", fields: { notificationIds: ["e-1"] } }]);
  });

  test.each([
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
  ])("may be of type %s", async (type) => {
    expect((await post(ours, { "content-type": type })).status).toBe(200);
  });

  test("may say that it is not compressed", async () => {
    expect((await post(ours, { "content-encoding": "identity" })).status).toBe(200);
  });

  test("may be 3 MB long, also without a stated length", async () => {
    const body = Buffer.from(ofSize(LIMIT));
    const pieces = [
      body.subarray(0, 70_000),
      body.subarray(70_000, 1_000_000),
      body.subarray(1_000_000),
    ];

    expect((await post(body)).status).toBe(200);
    expect(
      (await send(app.url + PATH, { headers: signedHeaders(body), body: pieces })).status,
    ).toBe(200);
    expect(recorded).toHaveLength(2);
  });

  test("may come in a great many small pieces", async () => {
    const pieces = Array.from(Buffer.from(ours), (byte) => Uint8Array.of(byte));

    expect(
      (await send(app.url + PATH, { headers: signedHeaders(ours), body: pieces })).status,
    ).toBe(200);
    expect(recorded[0]?.[0]?.body).toBe(ours);
  });

  test("takes its event code from Adobe's header where the body has none", async () => {
    await post(ours, {
      "x-adobe-event-code": "source_flow_run_error",
      "x-adobe-event-id": "other",
    });

    expect(recorded[0]).toMatchObject([
      { eventCode: "source_flow_run_error", notificationId: "e-1" },
    ]);
  });

  test("is logged with Adobe's name of the delivery", async () => {
    await post(ours, { "x-adobe-delivery-id": "7a1c-2" });

    expect(entries).toMatchObject([{ fields: { adobeDeliveryId: "7a1c-2" } }]);
  });

  test("of an unknown kind is kept and counted", async () => {
    const odd = JSON.stringify({ hello: "world", recipientclientid: CLIENT_ID });

    expect((await post(odd)).status).toBe(200);
    expect(recorded).toMatchObject([
      [{ body: odd, content: { kind: "not_understood", form: "unknown object" } }],
    ]);
    expect(Object.fromEntries(counted)).toEqual({ not_understood: 1 });
  });

  test("an empty list is answered 200 and records nothing", async () => {
    const answer = await post("[]");

    expect(answer.status).toBe(200);
    expect(recorded).toEqual([]);
    expect(Object.fromEntries(counted)).toEqual({ nothing_sent: 1 });
  });
});

describe("recipient", () => {
  const foreign = { event: run, recipient_client_id: "somebody-else" };

  test.each([
    ["another client", foreign, ["ADOBE_CLIENT_ID", "ADOBE_ALLOWED_CLIENT_IDS"], 1],
    ["no client, and ADOBE_ORG_ID is not set", { ...run, imsOrgId: ORG_ID }, ["ADOBE_ORG_ID"], 1],
    [
      "each of two others",
      [foreign, { ...run, imsOrgId: "x" }],
      ["ADOBE_CLIENT_ID", "ADOBE_ALLOWED_CLIENT_IDS", "ADOBE_ORG_ID"],
      2,
    ],
    ["nobody", [run, 1, "x"], [], 3],
  ])("%s is refused, and the log says which setting would take it", async (...row) => {
    const [, body, settings, elements] = row;

    expect(seen(await post(JSON.stringify(body)))).toEqual(
      refused({ status: 403, reason: "wrong_recipient" }),
    );
    expect(entries[0]?.fields).toEqual({
      reason: "wrong_recipient",
      status: 403,
      settings,
      elements,
    });
    expect(counted.get("dropped")).toBe(elements);
  });

  test("another organisation is refused", async () => {
    await app.close();
    await start({ imsOrgId: ORG_ID });

    const answer = await post(JSON.stringify({ ...run, imsOrgId: "x" }));

    expect(seen(answer)).toEqual(refused({ status: 403, reason: "wrong_recipient" }));
  });

  test("our organisation is taken where no client is stated", async () => {
    await app.close();
    await start({ imsOrgId: ORG_ID });

    expect((await post(JSON.stringify({ ...run, imsOrgId: ORG_ID }))).status).toBe(200);
  });

  test("what is for others in a list is dropped and counted, ours recorded", async () => {
    const body = JSON.stringify([JSON.parse(ours), foreign, foreign]);

    expect((await post(body)).status).toBe(200);
    expect(recorded).toMatchObject([[{ notificationId: "e-1" }]]);
    expect(Object.fromEntries(counted)).toEqual({ recorded: 1, dropped: 2 });
    expect(entries.find(({ level }) => level === "warn")?.fields).toEqual({
      elements: 2,
      settings: ["ADOBE_CLIENT_ID", "ADOBE_ALLOWED_CLIENT_IDS"],
    });
  });
});

describe("body", () => {
  test.each<[string, string | Uint8Array, RefusalExpected]>([
    ["not JSON", "hello", { status: 400, reason: "not_json" }],
    ["nothing", "", { status: 400, reason: "not_json" }],
    ["a number", "7", { status: 400, reason: "not_object_or_array" }],
    ["not UTF-8", Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), { status: 400, reason: "not_utf8" }],
    ["65 levels deep", "[".repeat(65) + "]".repeat(65), { status: 400, reason: "too_deep" }],
    [
      "a million levels deep",
      "[".repeat(1e6) + "]".repeat(1e6),
      { status: 400, reason: "too_deep" },
    ],
  ])("%s is refused", async (_what, body, expected) => {
    expect(seen(await post(body))).toEqual(refused(expected));
  });

  test("over 3 MB is refused by its stated length", async () => {
    expect(seen(await post(ofSize(LIMIT + 1)))).toEqual(
      refused({ status: 413, reason: "body_too_large" }),
    );
    expect(keyServer.asked).toEqual([]);
  });

  test("whose stated length is over 3 MB is refused before any of it comes", async () => {
    const answer = await sendHeadAlone({
      ...signedHeaders(ours),
      "content-length": String(LIMIT + 1),
    });

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(counted.get("body_too_large")).toBe(1);
  });

  test("over 3 MB is refused before it has all come", async () => {
    const request = http.request(app.url + PATH, {
      method: "POST",
      headers: signedHeaders(ours),
      agent: false,
    });
    const answered = new Promise<number>((resolve, reject) => {
      request.on("response", (response) => resolve(response.statusCode ?? 0)).on("error", reject);
    });

    request.write(Buffer.alloc(LIMIT + 1, " "));

    expect(await answered).toBe(413);
    expect(counted.get("body_too_large")).toBe(1);
    expect(recorded).toEqual([]);
    request.destroy();
  });

  test("a client that goes away is logged, not answered", async () => {
    const request = http.request(app.url + PATH, {
      method: "POST",
      headers: { ...signedHeaders(ours), "content-length": "1000" },
      agent: false,
    });
    const gone = new Promise((resolve) => request.on("error", resolve));
    request.write(ours, () => request.destroy());
    await gone;
    await until(() => entries.length > 0);

    expect(Object.fromEntries(counted)).toEqual({ client_gone: 1 });
    expect(entries).toMatchObject([{ level: "info" }]);
    expect(recorded).toEqual([]);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])(
    "of type %j is refused unread",
    async (type) => {
      expect(seen(await post(ours, { "content-type": type }))).toEqual(
        refused({
          status: 415,
          reason: "unsupported_content_type",
        }),
      );
      expect(keyServer.asked).toEqual([]);
    },
  );

  test.each(["gzip", "br", "identity, gzip", ""])(
    "in encoding %j is refused unread",
    async (encoding) => {
      expect(seen(await post(ours, { "content-encoding": encoding }))).toEqual(
        refused({
          status: 415,
          reason: "unsupported_content_encoding",
        }),
      );
      expect(keyServer.asked).toEqual([]);
    },
  );
});

describe("signature", () => {
  test("without one, nothing is read of a body that is too large to ask for validation", async () => {
    const answer = await sendHeadAlone({ "content-length": "1025" });

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(counted.get("signature_missing")).toBe(1);
    expect(recorded).toEqual([]);
  });

  test.each<[string, Record<string, string>, ReceiveOutcome]>([
    [
      "none",
      { "x-adobe-digital-signature-1": "", "x-adobe-digital-signature-2": "" },
      "signature_malformed",
    ],
    [
      "one that is not base64",
      { "x-adobe-digital-signature-1": "§", "x-adobe-digital-signature-2": "§" },
      "signature_malformed",
    ],
    [
      "one of another body",
      {
        "x-adobe-digital-signature-1": signatureOf("{}", aKey()),
        "x-adobe-digital-signature-2": signatureOf("{}", aKey()),
      },
      "signature_invalid",
    ],
  ])("%s is refused", async (_what, headers, reason) => {
    expect(seen(await post(ours, headers))).toEqual(refused({ status: 401, reason }));
  });

  test("a changed byte is refused", async () => {
    const changed = ours.replace("run-1", "run-2");

    const answer = await send(app.url + PATH, { headers: signedHeaders(ours), body: changed });

    expect(seen(answer)).toEqual(refused({ status: 401, reason: "signature_invalid" }));
  });

  test("the same JSON in other bytes is refused", async () => {
    const spaced = JSON.stringify(JSON.parse(ours), undefined, 1);

    const answer = await send(app.url + PATH, { headers: signedHeaders(ours), body: spaced });

    expect(seen(answer)).toEqual(refused({ status: 401, reason: "signature_invalid" }));
  });

  test.each([
    ["another host", (evil: string) => `//${evil}${KEY_1}`],
    ["another host, glued on", (evil: string) => `.${evil}${KEY_1}`],
    ["credentials", (evil: string) => `@${evil}${KEY_1}`],
    ["a whole URL", (evil: string) => `http://${evil}${KEY_1}`],
    ["a way up", () => `/prod/keys/../keys/${KEY_1.slice("/prod/keys/".length)}`],
    ["a query", () => `${KEY_1}?x=1`],
  ])("a key path with %s is refused, nothing fetched from anywhere", async (_what, pathTo) => {
    const evil = await startKeyServer();
    const headers = {
      "x-adobe-public-key1-path": pathTo(new URL(evil.url).host),
      "x-adobe-public-key2-path": pathTo(new URL(evil.url).host),
    };

    expect(seen(await post(ours, headers))).toEqual(
      refused({ status: 401, reason: "key_path_refused" }),
    );
    expect([...evil.asked, ...keyServer.asked]).toEqual([]);
    await evil.close();
  });

  test.each<[string, http.RequestListener]>([
    ["redirects", (_request, response) => response.writeHead(302, { location: "/x" }).end()],
    ["is not there", (_request, response) => response.writeHead(404).end()],
    ["is huge", serve(`${aKey().pem}${" ".repeat(20_000)}`)],
    ["is no key", serve("hello")],
    ["stalls after it began", (_request, response) => void response.write("-----BEGIN")],
    ["is another key", serve(aKey().pem)],
  ])("a key that %s is a bad signature", async (_what, route) => {
    await app.close();
    await start({ keyTimeoutMs: 500 });
    keyServer.routes.set(KEY_1, route);
    keyServer.routes.set(KEY_2, route);

    expect(seen(await post(ours))).toEqual(refused({ status: 401, reason: "signature_invalid" }));
  });

  test("either of two keys is enough while Adobe changes the other", async () => {
    keyServer.routes.set(KEY_1, serve(aKey().pem));
    expect((await post(ours)).status).toBe(200);

    keyServer.routes.delete(KEY_2);
    expect((await post(ours)).status).toBe(200);
  });

  test("one pair alone is enough", async () => {
    const {
      "x-adobe-digital-signature-1": _s,
      "x-adobe-public-key1-path": _p,
      ...second
    } = signedHeaders(ours);

    expect((await send(app.url + PATH, { headers: second, body: ours })).status).toBe(200);
    expect(keyServer.asked).toEqual([KEY_2]);
  });
});

test("bodies for which there is no room are to be sent again, and the room comes back", async () => {
  await app.close();
  await start({ roomBytes: 100_000 });
  const signed = (body: string) => ({ body, headers: signedHeaders(body) });
  const large = JSON.stringify({ ...JSON.parse(ours), padding: "x".repeat(200_000) });

  const refusedAnswer = await send(`${app.url}${PATH}`, { method: "POST", ...signed(large) });
  const taken = await send(`${app.url}${PATH}`, { method: "POST", ...signed(ours) });

  expect(refusedAnswer.status).toBe(503);
  expect(refusedAnswer.headers["retry-after"]).toBe("30");
  expect(counted.get("too_busy")).toBe(1);
  expect(taken.status).toBe(200);
});

describe("our own trouble is answered 503, so that Adobe tries again", () => {
  test.each<[string, http.RequestListener]>([
    ["answers 500", (_request, response) => response.writeHead(500).end()],
    ["hangs up", (request) => void request.socket.destroy()],
    ["is silent", () => undefined],
  ])("when the key server %s", async (_what, route) => {
    await app.close();
    await start({ keyTimeoutMs: 500 });
    keyServer.routes.set(KEY_1, route);
    keyServer.routes.set(KEY_2, route);

    expect(seen(await post(ours))).toEqual(refused({ status: 503, reason: "keys_unreachable" }));
  });

  test("when one key cannot be reached and the other does not fit", async () => {
    keyServer.routes.set(KEY_1, (_request, response) => response.writeHead(502).end());
    keyServer.routes.set(KEY_2, serve(aKey().pem));

    expect(seen(await post(ours))).toEqual(refused({ status: 503, reason: "keys_unreachable" }));
  });

  test.each<[string, () => Promise<void>]>([
    ["rejects", () => Promise.reject(new Error("SQLITE_FULL"))],
    [
      "throws",
      () => {
        throw new Error("SQLITE_FULL");
      },
    ],
  ])("when recording %s", async (_what, failing) => {
    record = failing;

    const answer = await post(ours);

    expect(seen(answer)).toEqual(refused({ status: 503, reason: "record_failed" }));
    expect(entries[0]?.fields["err"]).toEqual(new Error("SQLITE_FULL"));
    expect(answer.body).not.toContain("SQLITE_FULL");
  });

  test("when a body parser stands before the router", async () => {
    await app.close();
    const keys = { find: () => Promise.reject(new Error("not asked")) };
    const { logger, entries: logged } = aLogger();
    entries = logged;
    const router = createAdobeRouter({
      onValidated: async () => undefined,
      us: { clientId: CLIENT_ID },
      keys,
      record,
      now: () => RECEIVED_AT,
      count: (outcome) => counted.set(outcome, 1),
      logger,
    });
    app = await listen(express().use(express.json(), router));

    expect(seen(await post(ours))).toEqual(refused({ status: 503, reason: "internal_error" }));
    expect(entries[0]?.fields["err"]).toMatchObject({
      message: expect.stringContaining("body parser"),
    });
  });
});

test("no log line holds anything of the body, a signature or a key", async () => {
  const headers = signedHeaders(ours);
  await post(ours);
  await send(app.url + PATH, { headers, body: ours.replace("run-1", "run-2") });
  await post(JSON.stringify({ event: run, recipientclientid: "somebody-else" }));

  const text = JSON.stringify(entries);
  expect(entries).toHaveLength(3);
  for (const secret of [
    "run-2",
    "flow-1",
    "somebody-else",
    headers["x-adobe-digital-signature-1"],
    "BEGIN",
  ]) {
    expect(text).not.toContain(secret);
  }
});
