import { setTimeout } from "node:timers/promises";
import type { Simulator } from "../src/simulator/simulator.ts";

/** What a scenario may do to Flowrun and to Slack while notifications come in. */
export interface Surroundings {
  readonly slack: Simulator["slack"];
  /** At random, between 0 and 1; the same for the same seed. */
  readonly random: () => number;
  /** Kills Flowrun with signal 9 and starts it again. */
  readonly killAndStart: () => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** How many trials, for each one of a scenario without pauses. */
  readonly share?: number;
  readonly disturb: (around: Surroundings) => Promise<void>;
}

type Faults = Parameters<Simulator["slack"]["setFaults"]>[0];

const WHILE_SENDING_MS = 400;

async function pause({ random }: Surroundings, atMostMs: number): Promise<void> {
  await setTimeout(random() * atMostMs);
}

interface Flicker {
  readonly on: Faults;
  readonly off: Faults;
  readonly share?: number;
}

/** On and off three times, at random instants. */
function flicker(name: string, { on, off, share }: Flicker): Scenario {
  return {
    name,
    ...(share === undefined ? {} : { share }),
    async disturb(around) {
      for (let times = 0; times < 3; times += 1) {
        await pause(around, WHILE_SENDING_MS / 3);
        around.slack.setFaults(on);
        await pause(around, WHILE_SENDING_MS / 3);
        around.slack.setFaults(off);
      }
    },
  };
}

async function kills(around: Surroundings, atMost: number): Promise<void> {
  const count = 1 + Math.floor(around.random() * atMost);
  for (let times = 0; times < count; times += 1) {
    await pause(around, WHILE_SENDING_MS);
    await around.killAndStart();
  }
}

/** Killed while Slack's answer to a post is on its way. */
async function killInCall(around: Surroundings, faults: Faults, after: Faults): Promise<void> {
  const { slack } = around;
  slack.setFaults({ ...faults, methods: ["chat.postMessage"] });
  const before = slack.calls("chat.postMessage").length;
  await slack.waitFor(() => slack.calls("chat.postMessage").length > before);
  await pause(around, 20);
  await around.killAndStart();
  slack.setFaults({ ...after, methods: undefined });
}

export const SCENARIOS: readonly Scenario[] = [
  { name: "nothing goes wrong", disturb: async () => undefined },
  { name: "kill -9 at random instants, up to three", disturb: (around) => kills(around, 3) },
  {
    name: "kill -9 after Slack took a post, before its answer",
    disturb: (around) => killInCall(around, { slowMs: 300 }, { slowMs: 0 }),
  },
  {
    name: "kill -9 after Slack's answer was lost",
    disturb: (around) => killInCall(around, { loseReplies: true }, { loseReplies: false }),
  },
  flicker("Slack takes the message, its answer is lost", {
    on: { loseReplies: true },
    off: { loseReplies: false },
  }),
  flicker("Slack is down", { on: { down: true }, off: { down: false } }),
  flicker("Slack answers 500", { on: { status500: true }, off: { status500: false } }),
  flicker("Slack answers 200 with a page of HTML", {
    on: { html200: true },
    off: { html200: false },
  }),
  flicker("Slack answers 429", { on: { rateLimited: 1 }, off: { rateLimited: false } }),
  flicker("Slack refuses the channel", {
    on: { error: "not_in_channel" },
    off: { error: undefined },
  }),
  flicker("Slack refuses the token", {
    on: { error: "token_revoked" },
    off: { error: undefined },
    share: 0.1,
  }),
  flicker("Slack refuses every block", {
    on: { refuseBlocks: true },
    off: { refuseBlocks: false },
  }),
  flicker("Slack answers after the time limit", {
    on: { slowMs: 11_000 },
    off: { slowMs: 0 },
    share: 0.2,
  }),
  {
    name: "answers are lost, and kill -9 at random instants",
    async disturb(around) {
      around.slack.setFaults({ loseReplies: true });
      await kills(around, 2);
      around.slack.setFaults({ loseReplies: false });
    },
  },
];
