import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { metric } from "../support/ask.ts";
import { type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

let app: Flowrun;
beforeEach(async () => {
  app = await startFlowrun();
});
afterEach(() => app.close());

const received = (outcome: string): Promise<number> =>
  metric(app, `flowrun_received_total{outcome="${outcome}"}`);

const PATH = "/csm/registrations/validate";

async function post(body: string): Promise<number> {
  const answer = await fetch(`${app.url}/webhooks/adobe`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await answer.body?.cancel();
  return answer.status;
}

const asking = (validationUrl: unknown, more: object = {}): Promise<number> =>
  post(JSON.stringify({ validationUrl, ...more }));

test("a registration that Adobe asks to confirm is confirmed, logged and counted", async () => {
  const { status, visited } = await app.simulator.adobe.validate(app.simulator.url);
  await visited;
  await app.logged("confirmed the registration with Adobe; it becomes active");

  expect(status).toBe(200);
  expect(app.simulator.adobe.validations()).toBe(1);
  expect(await received("validation_confirmed")).toBe(1);
  expect(await received("signature_missing")).toBe(0);
});

test("neither id nor challenge reaches the log", async () => {
  const { visited } = await app.simulator.adobe.validate(app.simulator.url);
  await visited;
  await app.logged("confirmed the registration with Adobe; it becomes active");

  expect(JSON.stringify(app.logs())).not.toContain("challenge=");
});

test("the same registration is confirmed once, however often it is asked", async () => {
  const url = `${app.simulator.url}${PATH}?id=${randomUUID()}&challenge=${randomUUID()}`;

  const answers = [await asking(url), await asking(url), await asking(url)];
  await app.logged(
    "could not confirm the registration with Adobe; save it again in the Developer Console",
  );

  expect(answers).toEqual([200, 200, 200]);
  expect(await received("validation_failed")).toBe(1);
  expect(await received("validation_repeated")).toBe(2);
});

test("of many, a few a minute are confirmed", async () => {
  for (let n = 0; n < 6; n += 1) {
    await asking(`${app.simulator.url}${PATH}?id=${randomUUID()}&challenge=${randomUUID()}`);
  }
  await app.logged("did not ask Adobe to confirm the registration again", 3);

  expect(await received("validation_limited")).toBe(3);
});

test("everything else that is unsigned stays refused, and nothing is fetched", async () => {
  const [id, challenge] = [randomUUID(), randomUUID()];
  const origin = app.simulator.url;
  const query = `id=${id}&challenge=${challenge}`;
  const hosts = [
    `https://csm.adobe.io.evil.example${PATH}?${query}`,
    `${origin.replace("127.0.0.1", "127.0.0.2")}${PATH}?${query}`,
    `${origin}@evil.example${PATH}?${query}`,
    `${origin.replace("http://", "http://user@")}${PATH}?${query}`,
    `${origin.replace("http:", "https:")}${PATH}?${query}`,
    `${origin}/prod/keys/${PATH}?${query}`,
    `${origin}${PATH}/../validate?${query}`,
    `${origin}${PATH}?${query}&next=1`,
    `${origin}${PATH}?${query}#x`,
    `${origin}${PATH}?id=${id}`,
    `${origin}${PATH}?id=1&challenge=2`,
    `${origin}${PATH}?challenge=${challenge}&id=${id}`,
    ` ${origin}${PATH}?${query}`,
    "",
    7,
  ];

  const answers = await Promise.all([
    ...hosts.map((url) => asking(url)),
    asking(`${origin}${PATH}?${query}`, { event: {} }),
    post(`{"validationUrl":"${origin}${PATH}?${query}"${" ".repeat(2_000)}}`),
    post("{"),
  ]);

  expect(new Set(answers)).toEqual(new Set([401]));
  expect(await received("signature_missing")).toBe(answers.length);
  expect(app.simulator.adobe.validations()).toBe(0);
});
