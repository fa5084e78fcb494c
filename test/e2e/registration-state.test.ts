import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RegistrationStatus } from "../../src/simulator/adobe/registration.ts";
import { MINUTE } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { flatRun } from "../support/flat-run.ts";
import { visibleText } from "../support/messages.ts";
import { said } from "../support/said.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const LOOKED = "looked into Adobe's journal";

let app: Flowrun;
let clock: FakeClock;
let looks: number;

beforeEach(() => {
  clock = createFakeClock();
  looks = 0;
});
afterEach(() => app.close());

async function lookAfter(ms: number): Promise<void> {
  clock.advance(ms);
  looks += 1;
  await app.logged(LOOKED, looks);
}

/** The webhook worked; then Adobe brings nothing more by it. */
async function fallSilent(env: (registrationUrl: string) => Record<string, string>): Promise<void> {
  const settings: Record<string, string> = {};
  app = await startFlowrun({
    clock,
    journal: true,
    env: settings,
    simulator: { now: () => clock.now() },
    prepare: ({ registrationUrl }) => Object.assign(settings, env(registrationUrl)),
  });
  await lookAfter(0);
  await app.simulator.adobe.deliver(flatRun({ flowId: "a", flowName: "Alpha" }));
  await lookAfter(10_000);
}

const asked = (registrationUrl: string): Record<string, string> => ({
  ...ADOBE_API_ENV,
  ADOBE_REGISTRATION_URL: registrationUrl,
});

test.each<[RegistrationStatus, RegExp]>([
  ["disabled", /Adobe has disabled the registration/],
  ["unstable", /Adobe calls the registration unstable/],
  ["verified", /Adobe calls the registration active/],
])(
  "the notice of a silent webhook says that Adobe calls the registration %s",
  async (status, words) => {
    await fallSilent(asked);
    const { registration, journal, deliver } = app.simulator.adobe;
    registration.set(status);

    const run = flatRun({ flowId: "b", flowName: "Beta" });
    const answer = status === "disabled" ? await deliver(run) : void journal.add(run);
    await lookAfter(5 * MINUTE);
    await lookAfter(5 * MINUTE);
    const notice = await said(app, clock, "Adobe does not reach the webhook");

    expect(answer).toBeUndefined();
    expect(visibleText(notice)).toMatch(words);
    expect(registration.reads()).toBe(1);
    await said(app, clock, "Failed: Beta");
  },
);

test.each<[string, (url: string) => Record<string, string>]>([
  ["it is not set", () => ADOBE_API_ENV],
  ["Adobe does not know it", (url) => asked(`${url}0`)],
])("without the registration's state the notice says both: %s", async (_why, env) => {
  await fallSilent(env);
  app.simulator.adobe.journal.add(flatRun({ flowId: "b", flowName: "Beta" }));
  await lookAfter(5 * MINUTE);
  await lookAfter(5 * MINUTE);
  const notice = await said(app, clock, "Adobe does not reach the webhook");

  expect(visibleText(notice)).toMatch(/Either Adobe cannot reach it, or has disabled/);
});

test("how often the journal is read beside a webhook that works is a setting", async () => {
  await fallSilent((url) => ({ ...asked(url), ADOBE_JOURNAL_SECONDS: "20" }));
  app.simulator.adobe.registration.set("disabled");
  await app.simulator.adobe.deliver(flatRun({ flowId: "b", flowName: "Beta" }));

  await lookAfter(20_000);
  await lookAfter(20_000);

  const notice = await said(app, clock, "Adobe does not reach the webhook");
  expect(visibleText(notice)).toContain("Adobe has disabled the registration");
});
