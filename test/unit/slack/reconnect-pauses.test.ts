import { expect, test } from "@jest/globals";
import { createReconnectPauses } from "../../../src/slack/reconnect-pauses.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

test("the first attempt follows at once; pauses grow to half a minute and stay there", () => {
  const pauses = createReconnectPauses({ clock: createFakeClock(), random: () => 0 });

  expect(times(8, () => pauses.next())).toEqual([
    0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000,
  ]);
});

test("a connection that held starts them anew; one that ended at once does not", () => {
  const clock = createFakeClock();
  const pauses = createReconnectPauses({ clock, random: () => 0 });
  times(3, () => pauses.next());

  pauses.connected();
  clock.advance(1_000);
  expect(pauses.next()).toBe(5_000);
  pauses.connected();
  clock.advance(60_000);
  expect(pauses.next()).toBe(0);
});

test("Slack's own Retry-After is kept, and chance spreads the rest", () => {
  const pauses = createReconnectPauses({ clock: createFakeClock(), random: () => 1 });

  expect(pauses.next(7_000)).toBe(7_000);
  expect(pauses.next()).toBe(1_250);
});
