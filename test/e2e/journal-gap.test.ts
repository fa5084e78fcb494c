import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { ask } from "../support/ask.ts";
import { MINUTE } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { flatRun } from "../support/flat-run.ts";
import { visibleText } from "../support/messages.ts";
import { said } from "../support/said.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOOKED = "looked into Adobe's journal";
const LIST = "GET /data/foundation/flowservice/runs";

let app: Flowrun;
let clock: FakeClock;

beforeEach(() => {
  clock = createFakeClock();
});
afterEach(async () => {
  await app.close();
});

async function start(env: Record<string, string> = ADOBE_API_ENV): Promise<void> {
  app = await startFlowrun({
    clock,
    journal: true,
    env,
    simulator: { now: () => clock.now() },
  });
  await app.logged(LOOKED);
}

/** Stopped for ten days: what the journal keeps of them begins three days ago. */
async function awayForTenDays(before: (adobe: Simulator["adobe"]) => void): Promise<number> {
  const { adobe } = app.simulator;
  adobe.journal.add(flatRun({ flowId: "known", flowName: "Known", at: clock.now() }));
  clock.advance(10_000);
  await app.logged(LOOKED, 2);
  await app.stopApp();
  const stoppedAt = clock.now();
  clock.advance(10 * DAY);
  before(adobe);
  return stoppedAt;
}

const texts = (): string[] => app.simulator.slack.messages().map(({ text }) => text);
const cards = (): string[] => texts().filter((text) => !text.includes("ournal"));

const listCalls = (): number =>
  app.simulator.adobe.platformCalls().filter((call) => call === LIST).length;

/** A run that failed and recovered in the gap, one that still fails, and one that stands in the journal. */
function lose(adobe: Simulator["adobe"], stoppedAt: number): void {
  const lost = (flowId: string, day: number, status: string): void =>
    adobe.runBook.add(flatRun({ flowId, status, at: stoppedAt + day * DAY }));
  lost("recovered", 1, "failed");
  lost("recovered", 2, "success");
  lost("failing", 1, "failed");
  // The list of runs states no names, and a notification none of the source.
  const source = { name: "Drop", type: "sftp" };
  adobe.flows.define({ flowId: "recovered", name: "Recovered in it", source });
  adobe.flows.define({ flowId: "failing", name: "Still failing", source });
  adobe.flows.define({ flowId: "in-time", name: "In time", source });
  adobe.journal.add(flatRun({ flowId: "Kept", flowName: "Kept" }));
  adobe.journal.forget(adobe.journal.count());
  adobe.journal.add(flatRun({ flowId: "in-time", flowName: "In time", at: clock.now() }));
}

test("a gap is filled from Flow Service: what still matters is told, what recovered is history", async () => {
  await start();
  const stoppedAt = clock.now() + 10_000;
  await awayForTenDays((adobe) => lose(adobe, stoppedAt));
  await app.startApp();
  await said(app, clock, "Still failing");
  await said(app, clock, "In time");
  await app.simulator.slack.waitFor(
    () => app.simulator.slack.messages().filter((card) => visibleText(card).includes("SFTP"))[1],
    { what: "the sources on both cards" },
  );
  const notice = await said(app, clock, "Journal gap filled");

  expect(visibleText(notice)).toMatch(/3 runs/);
  expect(cards().filter((text) => /Recovered in it|flow recovered/.test(text))).toEqual([]);
  expect(visibleText(await ask(app, "/flowrun list failed"))).toContain("recovered");
  expect(listCalls()).toBe(1);
});

test("a gap in the middle of a running Flowrun is told and filled at once, though the journal is empty", async () => {
  await start();
  const { adobe } = app.simulator;
  adobe.journal.add(flatRun({ flowId: "known", flowName: "Known", at: clock.now() }));
  clock.advance(10_000);
  await said(app, clock, "Known");
  const looks = app.logs().filter(({ msg }) => msg === LOOKED).length;
  adobe.flows.define({ flowId: "lost", name: "Lost" });
  // It began before the journal was last read to its end, and ended after.
  adobe.lose(flatRun({ flowId: "lost", at: clock.now() + MINUTE }));
  const before = clock.now();
  clock.advance(10_000);
  await app.logged(LOOKED, looks + 1);
  await said(app, clock, "Failed: Lost");

  expect(clock.now() - before).toBeLessThan(MINUTE);
});

test("without credentials it is told that nobody can be asked, and the journal is read on", async () => {
  const { adobeRequest } = await import("../support/adobe-request.ts");
  app = await startFlowrun({ clock, adobeRequest, simulator: { now: () => clock.now() } });
  await app.logged(LOOKED);
  await awayForTenDays((adobe) => lose(adobe, clock.now() - 10 * DAY));
  await app.startApp();
  await said(app, clock, "In time");
  await said(app, clock, "Notifications may be missing");

  expect(cards().filter((text) => /failing/.test(text))).toEqual([]);
});

test("while Flow Service does not answer the journal is read on, and the gap is filled later", async () => {
  await start();
  const stoppedAt = clock.now() + 10_000;
  await awayForTenDays((adobe) => {
    lose(adobe, stoppedAt);
    adobe.setFaults({ platform: "status500" });
  });
  await app.startApp();
  await said(app, clock, "In time");
  expect(cards().filter((text) => /failing/.test(text))).toEqual([]);

  app.simulator.adobe.setFaults({ platform: false });
  clock.advance(15 * MINUTE);
  await said(app, clock, "Still failing");
  await said(app, clock, "Journal gap filled");

  expect(cards().filter((text) => /Recovered in it|flow recovered/.test(text))).toEqual([]);
});

test("a stop in between loses nothing: the next start fills what is left open", async () => {
  await start();
  const stoppedAt = clock.now() + 10_000;
  await awayForTenDays((adobe) => {
    lose(adobe, stoppedAt);
    adobe.setFaults({ platform: "status500" });
  });
  await app.startApp();
  await said(app, clock, "In time");
  app.simulator.adobe.setFaults({ platform: false });
  await app.restart();
  await said(app, clock, "Still failing");
  await said(app, clock, "Journal gap filled");

  expect(cards().filter((text) => /Recovered in it|flow recovered/.test(text))).toEqual([]);
  const asked = listCalls();
  await app.restart();
  await app.logged(LOOKED, 4);
  expect(listCalls()).toBe(asked);
});

test("a refusal is told with what to do, and not tried again", async () => {
  await start();
  await awayForTenDays((adobe) => {
    lose(adobe, clock.now() - 10 * DAY);
    adobe.setFaults({ platform: "forbidden" });
  });
  await app.startApp();
  await said(app, clock, "In time");
  await said(app, clock, "Notifications may be missing");
  const asked = listCalls();
  clock.advance(HOUR);

  expect(asked).toBe(1);
  expect(listCalls()).toBe(1);
});

test("the webhook and the stop wait for nobody while Flow Service hangs", async () => {
  await start();
  await awayForTenDays((adobe) => {
    lose(adobe, clock.now() - 10 * DAY);
    adobe.setFaults({ platform: "hang" });
  });
  await app.startApp();
  await app.simulator.slack.waitFor(() => listCalls() === 1);
  const answer = await app.simulator.adobe.post(flatRun({ flowId: "now", flowName: "Just now" }));
  await said(app, clock, "Just now");

  expect(answer.status).toBe(200);
  await app.stopApp();
});
