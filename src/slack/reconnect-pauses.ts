import type { Clock } from "../clock.ts";

export interface ReconnectPauses {
  connected(): void;
  /** How long to wait before the next attempt; at least `waitMs`, which Slack may have asked for. */
  next(waitMs?: number): number;
}

/** Slack renews connections now and then: the first attempt follows at once, and only repeated failures wait. */
const PAUSES_MS = [0, 1_000, 2_000, 5_000, 10_000, 20_000];
const LONGEST_MS = 30_000;
/** A connection that ends sooner counts as a failure; else one that always ends at once were tried without a pause. */
const STEADY_MS = 30_000;

export function createReconnectPauses({
  clock,
  random,
}: {
  readonly clock: Pick<Clock, "now">;
  readonly random: () => number;
}): ReconnectPauses {
  let failures = 0;
  let connectedAt: number | undefined;
  return {
    connected() {
      connectedAt = clock.now();
    },
    next(waitMs = 0) {
      if (connectedAt !== undefined && clock.now() - connectedAt >= STEADY_MS) failures = 0;
      connectedAt = undefined;
      const pause = PAUSES_MS[failures] ?? LONGEST_MS;
      failures += 1;
      // Many programs that lost the same Slack must not come back in one moment.
      return Math.max(waitMs, Math.round(pause * (1 + random() / 4)));
    },
  };
}
