import { createServer, request as httpRequest } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PostOptions } from "../../src/simulator/adobe/adobe-side.ts";
import { ask, metric } from "../support/ask.ts";
import { breakTable } from "../support/break-store.ts";
import { fixture } from "../support/fixture.ts";
import { flatRun } from "../support/flat-run.ts";
import { KEY, startKeyHost } from "../support/key-host.ts";
import { listenOn } from "../support/listen-on.ts";
import { cardSaying } from "../support/messages.ts";
import {
  BOT_TOKEN,
  CLIENT_ID,
  type Flowrun,
  ORG_ID,
  SIGNING_SECRET,
  startFlowrun,
} from "../support/start-flowrun.ts";

/** Stands in every body, and may stand nowhere else. */
const MARK = "Untold Flow";
const LIMIT = 3 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Refused {
  readonly status: number;
  readonly reason: string;
  /** What else the log line says. */
  readonly log?: object;
}

const received = (outcome: string): string => `flowrun_received_total{outcome="${outcome}"}`;

/** Status, one line of JSON, counter, log line; nothing stored, nothing secret told. */
async function expectRefusal(
  app: Flowrun,
  send: () => Promise<Answer>,
  { status, reason, log = {} }: Refused,
): Promise<Answer> {
  const counted = await metric(app, received(reason));
  const logged = app.logs().length;

  const answer = await send();

  expect(answer.status).toBe(status);
  expect(answer.body).toMatch(/^\{"error":"[^"\n]{10,100}"\}$/);
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(await metric(app, received(reason))).toBe(counted + 1);
  const lines = app.logs().slice(logged);
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: "warn",
      msg: "refused an Adobe request",
      reason,
      status,
      ...log,
    }),
  );
  expectNothingSecret(lines);
  await expectNothingStored(app);
  return answer;
}

/** A signature is 344 characters long; a SHA-256, as in our ids, 64. */
function expectNothingSecret(lines: readonly object[]): void {
  const text = JSON.stringify(lines);
  expect(text).not.toMatch(/[A-Za-z0-9+/]{80}/);
  for (const secret of [MARK, BOT_TOKEN, SIGNING_SECRET]) expect(text).not.toContain(secret);
}

async function expectNothingStored(app: Flowrun): Promise<void> {
  expect((await ask(app, "/flowrun list")).text).toContain("No such run is known.");
  expect((await ask(app, "/flowrun status")).text).toContain("No notification from Adobe yet");
  expect(app.simulator.slack.messages()).toEqual([]);
}

const failure = (): { id: string; [key: string]: unknown } => flatRun({ flowName: MARK });

/** A request of any shape, sent piece by piece where its length is not to be stated. */
function send(
  app: Flowrun,
  {
    method = "POST",
    headers = {},
    body = [],
  }: { method?: string; headers?: Record<string, string>; body?: readonly Buffer[] },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${app.url}/webhooks/adobe`, { method, headers, agent: false });
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts).toString("utf8"),
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
        });
      });
    });
    // The answer may come before the body has gone out.
    request.on("error", reject);
    for (const part of body) request.write(part);
    request.end();
  });
}

describe("what is refused", () => {
  let app: Flowrun;
  let elsewhere: { url: string; close(): Promise<void> };
  let visits = 0;

  beforeAll(async () => {
    app = await startFlowrun();
    elsewhere = await listenOn(
      createServer((_request, response) => {
        visits += 1;
        response.end();
      }),
    );
  });
  afterAll(async () => {
    await app.close();
    await elsewhere.close();
  });

  const post = (body: unknown, options?: PostOptions) => () =>
    app.simulator.adobe.post(body, options);

  describe("for its signature", () => {
    test("none at all", async () => {
      const headers = { "content-type": "application/json" };
      const body = [Buffer.from(JSON.stringify(failure()))];

      await expectRefusal(app, () => send(app, { headers, body }), {
        status: 401,
        reason: "signature_missing",
      });
    });

    test.each([
      ["no signature beside the key paths", undefined],
      ["something that is no signature", "not base64!"],
      ["an empty one", ""],
    ])("%s", async (_name, signature) => {
      const headers = {
        "x-adobe-digital-signature-1": signature,
        "x-adobe-digital-signature-2": signature,
      };

      await expectRefusal(app, post(failure(), { headers }), {
        status: 401,
        reason: "signature_malformed",
      });
    });

    test("those of another body", async () => {
      const other = app.simulator.adobe.sign(JSON.stringify(failure()));

      await expectRefusal(app, post(failure(), { headers: other }), {
        status: 401,
        reason: "signature_invalid",
      });
    });

    test("one changed byte", async () => {
      const signed = JSON.stringify(failure());
      const raw = signed.replace("Untold", "untold");

      await expectRefusal(app, post(Buffer.from(signed), { raw }), {
        status: 401,
        reason: "signature_invalid",
      });
    });
  });

  test.each([
    ["of another host", (host: string) => `http://${host}/prod/keys/pub-key-1.pem`],
    ["of another host without a scheme", (host: string) => `//${host}/prod/keys/pub-key-1.pem`],
    ["with ..", () => "/prod/keys/../keys/pub-key-1.pem"],
    ["with @", (host: string) => `@${host}/prod/keys/pub-key-1.pem`],
    ["with a query", () => "/prod/keys/pub-key-1.pem?a=1"],
    ["with an escape", () => "/prod/keys/pub-key-%2e%2e.pem"],
    ["with a back-slash", () => "/prod/keys\\pub-key-1.pem"],
  ])("a key path %s: nothing is fetched from anywhere", async (_name, toPath) => {
    const path = toPath(new URL(elsewhere.url).host);
    const asked = app.simulator.adobe.keyRequests().length;
    const headers = { "x-adobe-public-key1-path": path, "x-adobe-public-key2-path": path };

    await expectRefusal(app, post(failure(), { headers }), {
      status: 401,
      reason: "key_path_refused",
    });

    expect(visits).toBe(0);
    expect(app.simulator.adobe.keyRequests()).toHaveLength(asked);
  });

  describe("for whom it names", () => {
    const envelope = (client: object): object => ({
      event_id: "e-1",
      event: failure(),
      ...client,
    });

    test.each([
      ["another client by the old name", { recipient_client_id: "somebody-else" }],
      ["another client by the new name", { recipientclientid: "somebody-else" }],
      ["us and another", { recipient_client_id: CLIENT_ID, recipientclientid: "somebody-else" }],
      ["a client that is no text", { recipient_client_id: [CLIENT_ID] }],
    ])("%s", async (_name, client) => {
      await expectRefusal(app, post(envelope(client)), {
        status: 403,
        reason: "wrong_recipient",
        log: { settings: ["ADOBE_CLIENT_ID", "ADOBE_ALLOWED_CLIENT_IDS"], elements: 1 },
      });
    });

    test("nobody, and another organisation", async () => {
      await expectRefusal(app, post({ ...failure(), imsOrgId: "OTHER@AdobeOrg" }), {
        status: 403,
        reason: "wrong_recipient",
        log: { settings: ["ADOBE_ORG_ID"], elements: 1 },
      });
    });

    test("nobody at all", async () => {
      const { imsOrgId: _gone, ...run } = failure();

      await expectRefusal(app, post(run), {
        status: 403,
        reason: "wrong_recipient",
        log: { settings: [], elements: 1 },
      });
    });

    test("what is for others is counted by its elements too", async () => {
      const before = await metric(app, received("dropped"));
      const others = [1, 2, 3].map(() => ({ ...failure(), imsOrgId: "OTHER@AdobeOrg" }));

      await expectRefusal(app, post(others), { status: 403, reason: "wrong_recipient" });

      expect(await metric(app, received("dropped"))).toBe(before + 3);
    });
  });

  test.each([
    ["not JSON", "{ not JSON", "not_json"],
    ["empty", "", "not_json"],
    ["a text", '"text"', "not_object_or_array"],
    ["a number", "17", "not_object_or_array"],
    ["null", "null", "not_object_or_array"],
    ["deeper than 64", `${"[".repeat(65)}${"]".repeat(65)}`, "too_deep"],
    ["a million brackets", "[".repeat(1_000_000), "too_deep"],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "not_utf8"],
  ])("a body that is %s", async (_name, body, reason) => {
    await expectRefusal(app, post(Buffer.from(body)), { status: 400, reason });
  });

  test("a body over 3 MB", async () => {
    await expectRefusal(app, post(Buffer.alloc(LIMIT + 1, "a")), {
      status: 413,
      reason: "body_too_large",
    });
  });

  test("a body over 3 MB that does not state its length", async () => {
    const headers = app.simulator.adobe.sign("{}");
    const body = Array.from({ length: 4 }, () => Buffer.alloc(1024 * 1024, " "));

    await expectRefusal(app, () => send(app, { headers, body }), {
      status: 413,
      reason: "body_too_large",
    });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", undefined])(
    "the content type %s",
    async (type) => {
      const headers = app.simulator.adobe.sign(JSON.stringify(failure()));
      const { "content-type": _signed, ...others } = headers;

      await expectRefusal(
        app,
        () => send(app, { headers: { ...others, ...(type ? { "content-type": type } : {}) } }),
        { status: 415, reason: "unsupported_content_type" },
      );
    },
  );

  test("a compressed body", async () => {
    await expectRefusal(app, post(failure(), { headers: { "content-encoding": "gzip" } }), {
      status: 415,
      reason: "unsupported_content_encoding",
    });
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("the method %s", async (method) => {
    const answer = await expectRefusal(app, () => send(app, { method }), {
      status: 405,
      reason: "method_not_allowed",
    });

    expect(answer.headers["allow"]).toBe("GET, POST");
  });

  test("a registration check without a challenge", async () => {
    await expectRefusal(app, () => send(app, { method: "GET" }), {
      status: 400,
      reason: "challenge_missing",
    });
  });

  test("200 bodies that are too large leave the memory flat", async () => {
    const headers = app.simulator.adobe.sign("{}");
    const piece = Buffer.alloc(1024 * 1024, " ");
    const before = process.memoryUsage().rss;

    const statuses: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          send(app, { headers, body: [piece, piece, piece, piece] }),
        ),
      );
      statuses.push(...answers.map(({ status }) => status));
    }

    expect(statuses).toEqual(Array.from({ length: 200 }, () => 413));
    const grownBy = process.memoryUsage().rss - before;
    expect(grownBy / 1024 / 1024).toBeLessThan(300);
    await expectNothingStored(app);
  });
});

describe("with no organisation set", () => {
  let app: Flowrun;

  beforeAll(async () => {
    app = await startFlowrun({ env: { ADOBE_ORG_ID: "" } });
  });
  afterAll(async () => {
    await app.close();
  });

  test("what states no recipient is refused, and the log says which setting would accept it", async () => {
    await expectRefusal(app, () => app.simulator.adobe.post(failure()), {
      status: 403,
      reason: "wrong_recipient",
      log: { settings: ["ADOBE_ORG_ID"] },
    });
  });
});

describe("with further client ids allowed", () => {
  const [SECOND, THIRD] = ["second-client", "third-client"];
  let app: Flowrun;

  beforeAll(async () => {
    app = await startFlowrun({ env: { ADOBE_ALLOWED_CLIENT_IDS: `${SECOND}, ${THIRD}` } });
  });
  afterAll(async () => {
    await app.close();
  });

  let last = 0;
  /** Another organisation's, so that the client alone decides. */
  const run = (): object => ({ ...failure(), imsOrgId: "OTHER@AdobeOrg" });
  const envelope = (client: object): object => {
    last += 1;
    return { event_id: `allowed-${last}`, event: run(), ...client };
  };
  const cloudEvent = (client: object): object => {
    last += 1;
    const specversion = "1.0";
    return {
      specversion,
      id: `allowed-${last}`,
      type: "x",
      source: "urn:x",
      data: run(),
      ...client,
    };
  };
  const pipeline = (client: object): object => ({ messages: [{ value: run(), ...client }] });

  // First, while nothing may be stored.
  test.each([
    ["a fourth by the old name", envelope({ recipient_client_id: "fourth-client" })],
    ["a fourth by the new name", envelope({ recipientclientid: "fourth-client" })],
    [
      "the second and a fourth",
      envelope({ recipient_client_id: SECOND, recipientclientid: "fourth" }),
    ],
    ["the list itself", envelope({ recipient_client_id: `${SECOND}, ${THIRD}` })],
    ["a list", envelope({ recipientclientid: [SECOND] })],
    ["a part of one", envelope({ recipient_client_id: "second" })],
    ["a fourth on a CloudEvent", cloudEvent({ recipientclientid: "fourth-client" })],
    ["a fourth on the pipeline's message", pipeline({ recipient_client_id: "fourth-client" })],
    ["nobody, of another organisation", run()],
  ])("%s is refused", async (_name, body) => {
    await expectRefusal(app, () => app.simulator.adobe.post(body), {
      status: 403,
      reason: "wrong_recipient",
    });
  });

  test.each([
    ["our own by the old name", envelope({ recipient_client_id: CLIENT_ID })],
    ["the second by the old name", envelope({ recipient_client_id: SECOND })],
    ["the third by the new name", envelope({ recipientclientid: THIRD })],
    ["the second by both", envelope({ recipient_client_id: SECOND, recipientclientid: SECOND })],
    [
      "our own and the third",
      envelope({ recipient_client_id: CLIENT_ID, recipientclientid: THIRD }),
    ],
    ["the second on a CloudEvent", cloudEvent({ recipientclientid: SECOND })],
    ["the third on the pipeline's message", pipeline({ recipient_client_id: THIRD })],
    ["the second in an array", [envelope({ recipientclientid: SECOND })]],
  ])("%s is accepted", async (_name, body) => {
    const { status } = await app.simulator.adobe.post(body);

    expect(status).toBe(200);
  });
});

describe("a host of keys that cannot be trusted", () => {
  let app: Flowrun;
  let keys: Awaited<ReturnType<typeof startKeyHost>>;

  beforeAll(async () => {
    keys = await startKeyHost(async () => {
      const { adobe, keysUrl } = app.simulator;
      const path = adobe.sign("{}")["x-adobe-public-key1-path"] ?? "";
      return (await fetch(new URL(path, keysUrl))).text();
    });
    app = await startFlowrun({ env: { ADOBE_KEYS_URL: keys.url } });
  });
  afterAll(async () => {
    await app.close();
    await keys.close();
  });

  /** Signed with the right first key, said to be at this path of the host. */
  const signedBy =
    (key: string, body: unknown = failure()) =>
    () =>
      app.simulator.adobe.post(body, {
        headers: {
          "x-adobe-public-key1-path": `/prod/keys/pub-key-${key}.pem`,
          "x-adobe-public-key2-path": undefined,
          "x-adobe-digital-signature-2": undefined,
        },
      });

  test.each([
    ["a redirect, which is not followed", KEY.redirect],
    ["a huge key, though it is the right one", KEY.huge],
    ["no such key", KEY.absent],
    ["something that is no key", KEY.garbage],
  ])("%s", async (_name, key) => {
    await expectRefusal(app, signedBy(key), { status: 401, reason: "signature_invalid" });

    expect(keys.visits(key)).toBe(1);
    expect(keys.visits(KEY.behindRedirect)).toBe(0);
  });

  test("a slow key: one that stalls is refused, one that never comes is to be tried again", async () => {
    const [stalled, silent] = await Promise.all([signedBy(KEY.stalled)(), signedBy(KEY.silent)()]);

    expect([stalled.status, silent.status]).toEqual([401, 503]);
    expect(silent.headers["retry-after"]).toBe("30");
    await expectNothingStored(app);
  });

  test("a host in trouble is our trouble: Adobe is asked to try again", async () => {
    const answer = await expectRefusal(app, signedBy(KEY.broken), {
      status: 503,
      reason: "keys_unreachable",
    });

    expect(answer.headers["retry-after"]).toBe("30");
  });

  test("with the right key at its path, the body itself is judged", async () => {
    await expectRefusal(app, signedBy(KEY.right, Buffer.from("{ not JSON")), {
      status: 400,
      reason: "not_json",
    });
  });
});

describe("what is genuine", () => {
  let app: Flowrun;

  beforeEach(async () => {
    app = await startFlowrun();
  });
  afterEach(async () => {
    await app.close();
  });

  test("an unknown kind is kept whole, counted, and shown in the status", async () => {
    const answer = await app.simulator.adobe.post({ hello: MARK, imsOrgId: ORG_ID });

    expect(answer.status).toBe(200);
    expect(await metric(app, received("not_understood"))).toBe(1);
    expect(await metric(app, "flowrun_notifications_not_understood")).toBe(1);
    expect((await ask(app, "/flowrun status")).text).toContain("1 notification not understood");
    const told = await cardSaying(app.simulator, "Not understood");
    expect(JSON.stringify(told)).not.toContain(MARK);
    expectNothingSecret(app.logs());
  });

  test("a metric alert is understood and recorded", async () => {
    const alert = fixture("metric-alert-run-delayed");

    const { status } = await app.simulator.adobe.post({
      event: alert,
      recipient_client_id: CLIENT_ID,
    });

    expect(status).toBe(200);
    expect(await metric(app, received("recorded"))).toBe(1);
    expect((await ask(app, "/flowrun status")).text).not.toContain("not understood");
  });

  test("of an array with bad elements, the good ones are recorded and told", async () => {
    const answer = await app.simulator.adobe.post([
      flatRun({ flowId: "a", flowName: "Alpha" }),
      { hello: "nobody knows me", imsOrgId: ORG_ID },
      17,
      { ...flatRun({ flowName: "Foreign" }), imsOrgId: "OTHER@AdobeOrg" },
      flatRun({ flowId: "b", flowName: "Beta" }),
    ]);
    await cardSaying(app.simulator, "Alpha");
    await cardSaying(app.simulator, "Beta");

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ recorded: 3 });
    const counted = await Promise.all(
      ["recorded", "not_understood", "dropped"].map((outcome) => metric(app, received(outcome))),
    );
    expect(counted).toEqual([2, 1, 2]);
    expect((await ask(app, "/flowrun list")).text).not.toContain("Foreign");
  });

  test("one good pair is enough beside a key path that is refused", async () => {
    const { status } = await app.simulator.adobe.post(flatRun(), {
      headers: { "x-adobe-public-key1-path": "http://127.0.0.1:9/prod/keys/pub-key-1.pem" },
    });

    expect(status).toBe(200);
    await cardSaying(app.simulator, "Orders to Profile");
  });

  test("50 senders at once are all answered 200, and all of it is recorded", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        app.simulator.adobe.post(flatRun({ flowId: `flow-${index}`, status: "success" })),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(await metric(app, received("recorded"))).toBe(50);
    expect((await ask(app, "/flowrun list")).text).toContain("1 to 10 of 50");
  });

  test("while the keys cannot be reached it is answered 503, and taken at the next try", async () => {
    const { adobe } = app.simulator;
    adobe.setFaults({ keys: "down" });
    const run = failure();

    await expectRefusal(app, () => adobe.post(run), { status: 503, reason: "keys_unreachable" });
    const refused = await adobe.post(run);
    adobe.setFaults({ keys: false });
    const taken = await adobe.post(run);

    expect(refused.headers["retry-after"]).toBe("30");
    expect(taken.status).toBe(200);
    await cardSaying(app.simulator, MARK);
  });

  test("while the store fails it is answered 503, nothing is half-written, and it is taken later", async () => {
    const { adobe, slack } = app.simulator;
    const run = failure();
    // The last table that is written to: everything before it must be undone.
    const { mend } = breakTable(app.dataDir, "deliveries");
    const refused = await adobe.post(run);
    mend();

    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("30");
    expect(refused.body).toBe('{"error":"The notification cannot be stored at present."}');
    expect(await metric(app, received("record_failed"))).toBe(1);
    expect((await ask(app, "/flowrun list")).text).toContain("No such run is known.");

    expect((await adobe.post(run)).status).toBe(200);
    await cardSaying(app.simulator, MARK);
    expect(slack.messages()).toHaveLength(1);
    expect((await ask(app, "/flowrun status")).text).toContain("1 alert open");
  });
});

test("the challenge of a registration is answered as Adobe wants it", async () => {
  const app = await startFlowrun();

  const answer = await app.simulator.adobe.challenge("8ec8d794-e0ab-42df-9017-e3dada8e84f7");

  expect(answer.status).toBe(200);
  expect(answer.contentType).toBe("application/json");
  expect(JSON.parse(answer.body)).toEqual({ challenge: "8ec8d794-e0ab-42df-9017-e3dada8e84f7" });
  expect(await metric(app, received("challenge_answered"))).toBe(1);
  await app.close();
});
