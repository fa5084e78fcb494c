import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { flatRun } from "../../../support/flat-run.ts";
import type { Received } from "../support/fake-app.ts";
import { type Started, start } from "../support/with-simulator.ts";

const fetchKey = (started: Started, path: string): Promise<Response> =>
  fetch(new URL(path, started.simulator.keysUrl), { redirect: "manual" });

/** Which of the two signatures the published keys confirm. */
async function confirmed(started: Started, headers: Record<string, unknown>, raw: string) {
  const results: boolean[] = [];
  for (const number of [1, 2]) {
    const response = await fetchKey(started, String(headers[`x-adobe-public-key${number}-path`]));
    const signature = String(headers[`x-adobe-digital-signature-${number}`]);
    const key = response.ok ? createPublicKey(await response.text()) : undefined;
    results.push(
      key !== undefined &&
        verify("RSA-SHA256", Buffer.from(raw), key, Buffer.from(signature, "base64")),
    );
  }
  return results;
}

const last = ({ app }: Started): Received => {
  const request = app.received.at(-1);
  if (request === undefined) throw new Error("the app got nothing");
  return request;
};

test.each(["post", "deliver", "journal"] as const)(
  "a run that comes by %s is one that the platform knows",
  async (way) => {
    const { simulator } = await start();
    const { adobe } = simulator;
    const run = flatRun({ flowId: "f-1" });
    adobe.flows.define({ flowId: "f-1", name: "Orders" });

    if (way === "journal") adobe.journal.add(run);
    else await adobe[way](run);

    expect(adobe.runs.retry(run.id, "prod").status).toBe(200);
  },
);

describe("a notification", () => {
  test("is sent as Adobe sends it, and its two signatures hold over the raw bytes", async () => {
    const started = await start();

    const answer = await started.simulator.adobe.post({ eventid: "e-1", data: "ünïcode" });

    const { method, path, headers, raw } = last(started);
    expect(answer.status).toBe(200);
    expect([method, path]).toEqual(["POST", "/webhooks/adobe"]);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Adobe/1.0",
      "x-adobe-event-id": "e-1",
      "x-adobe-event-code": "source_flow_run_error",
      "x-adobe-delivery-id": expect.any(String),
      "x-adobe-public-key1-path": expect.stringMatching(
        /^\/prod\/keys\/pub-key-[0-9a-f-]{36}\.pem$/,
      ),
    });
    expect(headers).not.toHaveProperty("x-adobe-retry-count");
    expect(await confirmed(started, headers, raw)).toEqual([true, true]);
    expect(await confirmed(started, headers, `${raw} `)).toEqual([false, false]);
  });

  test("names the code that the body names, or the one asked for", async () => {
    const { simulator } = await start();
    const body = JSON.stringify({
      event_id: "old",
      event: { header: { _adobeio: { eventCode: "from_the_body" } } },
    });

    expect(simulator.adobe.sign(body)).toMatchObject({
      "x-adobe-event-id": "old",
      "x-adobe-event-code": "from_the_body",
    });
    expect(simulator.adobe.sign(body, { eventId: "e", eventCode: "c" })).toMatchObject({
      "x-adobe-event-id": "e",
      "x-adobe-event-code": "c",
    });
  });

  test("can be spoilt: other bytes, other headers, a header left out", async () => {
    const started = await start();

    await started.simulator.adobe.post(Buffer.from("[1]"), {
      raw: "[2]",
      headers: { "x-adobe-digital-signature-2": undefined, "x-adobe-provider": "another" },
    });

    const { headers, raw } = last(started);
    expect(raw).toBe("[2]");
    expect(headers["x-adobe-provider"]).toBe("another");
    expect(headers).not.toHaveProperty("x-adobe-digital-signature-2");
    expect(await confirmed(started, headers, raw)).toEqual([false, false]);
  });
});

describe("retries", () => {
  const statusesThen = (started: Started, ...statuses: number[]) =>
    started.app.answerWith(() => ({ status: statuses.shift() ?? 200 }));

  test("repeat the event after 429 and 5xx, with a count", async () => {
    const started = await start();
    statusesThen(started, 503, 429);

    const answer = await started.simulator.adobe.post({}, { retryDelaysMs: [1, 1, 1] });

    const seen = started.app.received.map(({ headers }) => headers);
    expect(answer.status).toBe(200);
    expect(seen.map((headers) => headers["x-adobe-retry-count"])).toEqual([undefined, "1", "2"]);
    expect(new Set(seen.map((headers) => headers["x-adobe-event-id"])).size).toBe(1);
    expect(new Set(seen.map((headers) => headers["x-adobe-delivery-id"])).size).toBe(3);
  });

  test.each([400, 401, 403, 404, 505])("do not come after %d", async (status) => {
    const started = await start();
    statusesThen(started, status);

    const answer = await started.simulator.adobe.post({}, { retryDelaysMs: [1] });

    expect(answer.status).toBe(status);
    expect(started.app.received).toHaveLength(1);
  });

  test("where nobody listens the answer is Adobe's own 602", async () => {
    const { app, simulator } = await start();
    await app.close();

    expect(await simulator.adobe.post({})).toMatchObject({ status: 602 });
  });
});

test("the challenge is a GET with the value", async () => {
  const started = await start();
  started.app.answerWith(() => ({ text: "abc" }));

  const answer = await started.simulator.adobe.challenge("abc");

  expect(answer).toEqual({ status: 200, body: "abc", contentType: "text/plain" });
  expect(last(started)).toMatchObject({ method: "GET", path: "/webhooks/adobe?challenge=abc" });
});

describe("the key host", () => {
  const pathOf = ({ simulator }: Started) =>
    simulator.adobe.sign("{}")["x-adobe-public-key1-path"] ?? "";

  test("notes each request and knows no other key", async () => {
    const started = await start();
    const unknown = "/prod/keys/pub-key-00000000-0000-0000-0000-000000000000.pem";

    expect((await fetchKey(started, unknown)).status).toBe(404);
    expect(started.simulator.adobe.keyRequests()).toEqual([unknown]);
  });

  test.each([
    ["not_found", 404],
    ["status500", 500],
    ["redirect", 302],
  ] as const)("can be %s", async (keys, status) => {
    const started = await start();
    started.simulator.adobe.setFaults({ keys });

    expect((await fetchKey(started, pathOf(started))).status).toBe(status);
  });

  test("can be down, or slow until the fault ends", async () => {
    const started = await start();
    const { adobe, slack } = started.simulator;
    adobe.setFaults({ keys: "down" });
    await expect(fetchKey(started, pathOf(started))).rejects.toThrow("fetch failed");
    adobe.setFaults({ keys: "slow" });
    const outcome = fetchKey(started, pathOf(started)).catch((error: Error) => error.message);
    await slack.waitFor(() => adobe.keyRequests().length === 2);

    adobe.setFaults({ keys: false });

    expect(await outcome).toBe("fetch failed");
    expect((await fetchKey(started, pathOf(started))).status).toBe(200);
  });

  test("can send too much, or no key, or a key that fits nothing", async () => {
    const started = await start();
    const { adobe } = started.simulator;

    adobe.setFaults({ keys: "huge" });
    expect((await (await fetchKey(started, pathOf(started))).arrayBuffer()).byteLength).toBe(
      5 * 1024 * 1024,
    );
    adobe.setFaults({ keys: "garbage" });
    const garbage = await (await fetchKey(started, pathOf(started))).text();
    expect(() => createPublicKey(garbage)).toThrow(/asn1|decoder/i);
    adobe.setFaults({ keys: "rotated" });
    expect(await confirmed(started, adobe.sign("{}"), "{}")).toEqual([false, false]);
  });

  test("can fail for one key alone", async () => {
    const started = await start();
    started.simulator.adobe.setFaults({ keys: "rotated", onlyKey: 1 });

    const headers = started.simulator.adobe.sign("{}");

    expect(await confirmed(started, headers, "{}")).toEqual([false, true]);
  });

  test("after a rotation serves the new first key and the old second, and no longer the old first", async () => {
    const started = await start();
    const { adobe } = started.simulator;
    const before = adobe.sign("{}");

    adobe.rotateKeys();

    expect(await confirmed(started, before, "{}")).toEqual([false, true]);
    expect(await confirmed(started, adobe.sign("{}"), "{}")).toEqual([true, true]);
  });
});
