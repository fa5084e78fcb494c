import type { Clock } from "../clock.ts";
import { type AttemptParts, createAttempt } from "./attempt.ts";
import { createChannels } from "./channels.ts";
import { createPacing } from "./pacing.ts";

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
  const channels = createChannels({
    attempt: createAttempt(parts, pacing),
    isRunning: () => running,
    wakes: () => wakes,
    onIdle: sleepUntilDue,
    onTrouble,
  });
  let running = false;
  let healthy = true;
  let wakes = 0;
  let looking: Promise<void> | undefined;
  const alarm = createAlarm(clock, wake);

  function wake(): void {
    wakes += 1;
    if (running) looking ??= look().finally(() => (looking = undefined));
  }

  async function look(): Promise<void> {
    for (let seen = -1; seen !== wakes && running; ) {
      seen = wakes;
      await serveDueChannels().catch(onTrouble);
    }
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
    if (dueAt === undefined) return;
    const now = clock.now();
    const at = dueAt > now ? dueAt : (pacing.nextChange(now) ?? now + LOOK_AGAIN_MS);
    if (running) alarm.set(at);
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
  };
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
