import type { Clock } from "../../src/clock.ts";

export interface FakeClock extends Clock {
  /** Moves time on, firing what falls due on the way in order. */
  advance(ms: number): void;
  /** Timers that wait. */
  pending(): number;
}

export function createFakeClock(start = Date.UTC(2026, 10, 24, 3, 0, 0)): FakeClock {
  let now = start;
  let lastId = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();

  function nextDue(until: number): [number, { at: number; callback: () => void }] | undefined {
    return [...timers]
      .filter(([, timer]) => timer.at <= until)
      .toSorted(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
  }

  return {
    now: () => now,
    after(delayMs, callback) {
      lastId += 1;
      const id = lastId;
      timers.set(id, { at: now + Math.max(0, delayMs), callback });
      return () => timers.delete(id);
    },
    advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const [id, timer] = due;
        timers.delete(id);
        now = timer.at;
        timer.callback();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}
