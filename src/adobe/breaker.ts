import type { Clock } from "../clock.ts";

export interface Breaker {
  isOpen(): boolean;
  succeeded(): void;
  /** `true`: this failure opened it. */
  failed(): boolean;
  pause(ms: number): void;
}

const FAILURES = 5;
const OPEN_MS = 60_000;

/**
 * Stops all calls for a minute after five failures in a row. After that one further failure opens it
 * again, one success forgets them all.
 */
export function createBreaker(clock: Pick<Clock, "now">): Breaker {
  let failures = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  return {
    isOpen: () => clock.now() < openUntil,
    succeeded: () => {
      failures = 0;
    },
    failed() {
      failures += 1;
      if (failures < FAILURES) return false;
      const now = clock.now();
      const wasOpen = now < openUntil;
      openUntil = Math.max(openUntil, now + OPEN_MS);
      return !wasOpen;
    },
    pause(ms) {
      openUntil = Math.max(openUntil, clock.now() + ms);
    },
  };
}
