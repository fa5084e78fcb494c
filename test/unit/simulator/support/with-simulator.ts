import { afterEach } from "@jest/globals";
import { type Simulator, startSimulator } from "../../../../src/simulator/simulator.ts";
import type { SimulatorOptions } from "../../../../src/simulator/simulator-options.ts";
import { type FakeApp, startFakeApp } from "./fake-app.ts";

export const SIGNING_SECRET = "a-signing-secret";
export const BOT_TOKEN = "xoxb-of-the-test";
export const CHANNEL = "C0FLOWRUNS";

export interface Started {
  readonly simulator: Simulator;
  readonly app: FakeApp;
  /** The simulator's clock; add to it. */
  readonly clock: { now: number };
  /** Calls a Web API method as Slack's client does: a form, objects as JSON. */
  readonly call: (method: string, args?: Record<string, unknown>) => Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // Tests read the parts that they check.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

const open: Started[] = [];

afterEach(async () => {
  for (const { simulator, app } of open.splice(0)) {
    await simulator.close();
    await app.close();
  }
});

/** Closed after the test. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Started> {
  const clock = { now: 1_764_000_000_000 };
  const app = await startFakeApp();
  const simulator = await startSimulator({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    clientId: "the-client",
    imsOrgId: "the-org@AdobeOrg",
    now: () => clock.now,
    ...options,
  });
  simulator.connect(app.url);
  const started = {
    simulator,
    app,
    clock,
    call: (method: string, args: Record<string, unknown> = {}) =>
      callMethod(simulator, method, args),
  };
  open.push(started);
  return started;
}

async function callMethod(
  simulator: Simulator,
  method: string,
  args: Record<string, unknown>,
): Promise<Answered> {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(args)) {
    form.set(key, typeof value === "string" ? value : JSON.stringify(value));
  }
  const response = await fetch(`${simulator.slackApiUrl}${method}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${BOT_TOKEN}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: form.toString(),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}
