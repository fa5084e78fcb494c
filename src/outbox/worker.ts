import type { Clock } from "../clock.ts";
import type { ChannelId } from "../domain/ids.ts";
import { type AttemptParts, createAttempt } from "./attempt.ts";
import { createChannels } from "./channels.ts";
import { createPacing, type Pacing } from "./pacing.ts";
import { createRefusingChannels } from "./refusing-channels.ts";

interface Parts extends AttemptParts {
  readonly postsPerSecond: number;
}

export interface OutboxWorker {
  start(): Promise<void>;
  /** Something may be waiting. */
  wake(): void;
  /** Takes up nothing new and resolves when what is under way is settled. */
  stop(): Promise<void>;
  /** `false`: the store could not be read or written when last tried. */
  isHealthy(): boolean;
  /** Channels in which Slack lets us say nothing, with Slack's own word for it. */
  refusingChannels(): ReadonlyMap<ChannelId, string>;
}

const AFTER_TROUBLE_MS = 1_000;
/** Something is due, but its channel is busy, or its pause ended while we looked. */
const LOOK_AGAIN_MS = 100;

/**
 * Says in Slack what the store wants said. It looks when it is woken and when the next thing falls
 * due; the store, not memory, knows what waits.
 */
export function createOutboxWorker(parts: Parts): OutboxWorker {
  const { store, clock, logger } = parts;
  const pacing = createPacing(parts.postsPerSecond);
  const refusing = createRefusingChannels();
  const watch = { isRunning: () => running, onOutcome: refusing.note, onTrouble };
  const attempt = createAttempt(parts, pacing, watch);
  const channels = createChannels({ ...watch, attempt, wakes: () => wakes, onIdle: sleepUntilDue });
  let running = false;
  let healthy = true;
  let wakes = 0;
  let looking: Promise<void> | undefined;
  const alarm = createAlarm(clock, wake);

  function wake(): void {
    wakes += 1;
    if (running) looking ??= look();
  }

  async function look(): Promise<void> {
    for (let seen = -1; seen !== wakes && running; ) {
      seen = wakes;
      await serveDueChannels().catch(onTrouble);
    }
    // In the same turn as the last comparison, so that no wake comes between.
    looking = undefined;
  }

  async function serveDueChannels(): Promise<void> {
    for (const channel of await store.read.deliveries.dueChannels(clock.now())) {
      if (pacing.allowed(channel, clock.now()) !== "nothing") channels.serve(channel);
    }
    await sleepUntilDue();
    healthy = true;
  }

  async function sleepUntilDue(): Promise<void> {
    const dueAt = await store.read.deliveries.nextDueAt();
    if (dueAt !== undefined && running) alarm.set(lookAt(dueAt, pacing, clock.now()));
  }

  function onTrouble(error: unknown): void {
    healthy = false;
    logger.error({ err: error }, "outbox cannot use the store");
    if (running) alarm.set(clock.now() + AFTER_TROUBLE_MS);
  }

  return {
    async start() {
      if (store.exclusive) await store.write((q) => q.deliveries.releaseLeases(clock.now()));
      running = true;
      wake();
    },
    wake,
    async stop() {
      running = false;
      alarm.stop();
      await looking;
      await channels.settled();
    },
    isHealthy: () => healthy,
    refusingChannels: refusing.all,
  };
}

function lookAt(dueAt: number, pacing: Pacing, now: number): number {
  return dueAt > now ? dueAt : (pacing.nextChange(now) ?? now + LOOK_AGAIN_MS);
}

/** One timer; setting it anew forgets what it was set to. */
function createAlarm(clock: Clock, ring: () => void): { set(at: number): void; stop(): void } {
  let cancel: () => void = () => undefined;
  return {
    set(at) {
      cancel();
      cancel = clock.after(at - clock.now(), ring);
    },
    stop: () => cancel(),
  };
}
