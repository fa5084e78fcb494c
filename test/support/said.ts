import { expect } from "@jest/globals";
import type { StoredMessage } from "../../src/simulator/slack/workspace/stored.ts";
import type { FakeClock } from "./fake-clock.ts";
import type { Flowrun } from "./start-flowrun.ts";

const DEADLINE_MS = 4_000;

/**
 * Lets time pass, a little at a time, until a message of the channel says so: several messages in
 * one channel are paced.
 */
export async function said(
  { simulator: { slack } }: Pick<Flowrun, "simulator">,
  clock: FakeClock,
  words: string,
): Promise<StoredMessage> {
  const find = (): StoredMessage | undefined =>
    slack.messages().find(({ text }) => text.includes(words));
  const deadline = Date.now() + DEADLINE_MS;
  while (find() === undefined && Date.now() < deadline) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1);
  }
  const found = find();
  if (found !== undefined) return found;
  expect(slack.messages().map(({ text }) => text)).toContainEqual(expect.stringContaining(words));
  throw new Error("not said");
}
