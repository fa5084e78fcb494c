import { afterEach, expect, test } from "@jest/globals";
import { ask, metric } from "../support/ask.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { cardSaying, visibleText } from "../support/messages.ts";
import { type Flowrun, ORG_ID, startFlowrun } from "../support/start-flowrun.ts";

const DAY = 24 * 3_600_000;

let app: Flowrun;
afterEach(() => app.close());

const unknown = (event_id: string, type: string): object => ({
  event_id,
  specversion: "1.0",
  type,
  imsOrgId: ORG_ID,
  data: { nobody: "knows <!channel> this" },
});
const notices = (): string[] =>
  app.simulator.slack
    .messages()
    .map(({ text }) => text)
    .filter((text) => text.startsWith("⚠ Not understood"));

async function send(...bodies: readonly object[]): Promise<void> {
  for (const body of bodies) await app.simulator.adobe.post(body);
}

/** Everything that waits is said. */
async function said(clock?: FakeClock): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    if ((await metric(app, "flowrun_outbox_waiting")) === 0) return;
    clock?.advance(100);
  }
  throw new Error("something still waits");
}

test("what is not understood is told with what to do, once for each form and day", async () => {
  const clock = createFakeClock();
  app = await startFlowrun({ clock, simulator: { now: () => clock.now() } });
  await send(unknown("n-1", "brand_new"), unknown("n-2", "brand_new"), unknown("n-3", "newer"));
  await said(clock);
  expect(notices()).toEqual([
    expect.stringContaining("Not understood: event code brand_new"),
    expect.stringContaining("Not understood: event code newer"),
  ]);
  expect(notices()[0]).toContain("/flowrun show n-1");
  expect(notices()[0]).not.toContain("channel");

  await app.restart();
  await send(unknown("n-4", "brand_new"));
  clock.advance(DAY);
  await send(unknown("n-5", "brand_new"));
  await said(clock);

  expect(notices()).toHaveLength(3);
  expect(notices()[2]).toContain("/flowrun show n-5");
});

test("its shape is shown to who asks, without its values", async () => {
  app = await startFlowrun();
  await send(unknown("n-1", "brand_new"));
  const shown = await ask(app, "/flowrun show n-1");

  expect(shown.text).toContain("nobody: text");
  expect(shown.text).toMatch(/Event code brand_new · Notification n-1 · Flowrun \d+\.\d+/);
  expect(JSON.stringify(shown)).not.toContain("knows");
});

test("a day has five such notices at most", async () => {
  app = await startFlowrun({ env: { SLACK_POSTS_PER_SECOND: "1000" } });
  await send(...Array.from({ length: 9 }, (_, n) => unknown(`n-${n}`, `form_${n}`)));
  await said();

  expect(notices()).toHaveLength(5);
});

test("a confirmed registration is told", async () => {
  app = await startFlowrun();
  await app.simulator.adobe.validate(app.simulator.url);
  const told = await cardSaying(app.simulator, "Registration confirmed");

  expect(visibleText(told)).toContain("From now on Adobe brings notifications to the webhook.");
});

test("a registration that could not be confirmed is told once a day, without its secret", async () => {
  app = await startFlowrun({ env: { SLACK_POSTS_PER_SECOND: "1000" } });
  const guid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
  for (const n of [1, 2]) {
    const validationUrl = `${app.simulator.url}/csm/registrations/validate?id=${guid(n)}&challenge=${guid(9)}`;
    await fetch(`${app.url}/webhooks/adobe`, {
      method: "POST",
      body: JSON.stringify({ validationUrl }),
      headers: { "content-type": "application/json" },
    });
  }
  const told = await cardSaying(app.simulator, "Registration not confirmed");
  await said();

  expect(visibleText(told)).toContain("save it again");
  const all = app.simulator.slack.messages().filter(({ text }) => text.includes("not confirmed"));
  expect(all).toHaveLength(1);
  expect(JSON.stringify(all)).not.toContain(guid(9));
});
