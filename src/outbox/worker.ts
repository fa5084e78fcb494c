import type { Clock } from "../clock.ts";
import { type CallOutcome, judge } from "../domain/delivery.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedDelivery, Store } from "../store/store.ts";
import { createPacing } from "./pacing.ts";

interface Parts {
  readonly store: Store;
  /** Renders a delivery from the state of this moment and makes one Slack call. */
  readonly say: (delivery: ClaimedDelivery) => Promise<CallOutcome>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly postsPerSecond: number;
  /** Names this process in leases. */
  readonly workerId: string;
  readonly random: () => number;
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

/** Longer than any Slack call may take; only a process that died lets it run out. */
const LEASE_MS = 60_000;
const AFTER_TROUBLE_MS = 1_000;

/**
 * Says in Slack what the store wants said. One thing at a time in each channel:
 *
 * 1. *claim*: the intent (attempt number, revision, lease) is committed before the call;
 * 2. *say*: rendered from the state of that moment, one call, no retry of its own;
 * 3. *settle*: the outcome is committed; `judge` in domain/delivery.ts says where it leads.
 *
 * A process that dies between 1 and 3 leaves a lease; the next claim knows that the outcome is uncertain.
 */
export function createOutboxWorker(parts: Parts): OutboxWorker {
  const { store, clock, logger } = parts;
  const pacing = createPacing(parts.postsPerSecond);
  const busy = new Map<ChannelId, Promise<void>>();
  let running = false;
  let healthy = true;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let wakes = 0;
  let cancelTimer: () => void = () => undefined;

  function wake(): void {
    wakes += 1;
    if (!running) return;
    if (looking !== undefined) {
      lookAgain = true;
      return;
    }
    looking = lookAround().finally(() => {
      looking = undefined;
      if (!lookAgain) return;
      lookAgain = false;
      wake();
    });
  }

  async function lookAround(): Promise<void> {
    cancelTimer();
    try {
      const now = clock.now();
      for (const channel of await store.read.deliveries.dueChannels(now)) {
        if (busy.has(channel) || pacing.allowed(channel, now) === "nothing") continue;
        busy.set(channel, serve(channel));
      }
      await sleepUntilDue();
      healthy = true;
    } catch (error) {
      trouble(error);
    }
  }

  async function sleepUntilDue(): Promise<void> {
    const dueAt = await store.read.deliveries.nextDueAt();
    if (dueAt === undefined || !running) return;
    cancelTimer();
    const now = clock.now();
    const at = dueAt > now ? dueAt : (pacing.nextChange(now) ?? now + AFTER_TROUBLE_MS);
    cancelTimer = clock.after(at - now, wake);
  }

  function trouble(error: unknown): void {
    healthy = false;
    logger.error({ err: error }, "outbox cannot use the store");
    cancelTimer();
    if (running) cancelTimer = clock.after(AFTER_TROUBLE_MS, wake);
  }

  async function serve(channel: ChannelId): Promise<void> {
    try {
      while (running) {
        const wakesSeen = wakes;
        const delivery = await claim(channel);
        if (delivery !== undefined) await attempt(delivery);
        // Woken while claiming: what was recorded meanwhile may not have been seen.
        else if (wakesSeen === wakes) break;
      }
      busy.delete(channel);
      await sleepUntilDue();
    } catch (error) {
      busy.delete(channel);
      trouble(error);
    }
  }

  async function claim(channel: ChannelId): Promise<ClaimedDelivery | undefined> {
    const now = clock.now();
    const allowed = pacing.allowed(channel, now);
    if (allowed === "nothing") return undefined;
    return store.write((queries) =>
      queries.deliveries.claim({
        channel,
        now,
        leaseBy: parts.workerId,
        leaseUntil: now + LEASE_MS,
        ...(allowed === "changes" ? { only: "changes" as const } : {}),
      }),
    );
  }

  async function attempt(delivery: ClaimedDelivery): Promise<void> {
    if (delivery.ts === undefined) pacing.posted(delivery.channel, clock.now());
    const outcome = await said(delivery);
    const now = clock.now();
    const { settlement, pause } = judge(outcome, delivery.attempt, { now, random: parts.random });
    if (pause !== undefined) pacing.pause(pause.scope, pause.until, delivery.channel);
    const by = { leaseBy: parts.workerId, now };
    const kept = await store.write((queries) =>
      queries.deliveries.settle(delivery, by, settlement),
    );
    const { deliveryId, alertId, channel, revision, attempt: number } = delivery;
    const fields = { deliveryId, alertId, channel, revision, attempt: number, outcome, kept };
    if (outcome.kind === "said") logger.info(fields, "delivery said");
    else logger.warn(fields, "delivery not said");
  }

  /** A fault of our own while rendering must not stop the outbox, nor be tried without end. */
  async function said(delivery: ClaimedDelivery): Promise<CallOutcome> {
    try {
      return await parts.say(delivery);
    } catch (error) {
      const { deliveryId, alertId } = delivery;
      logger.error({ deliveryId, alertId, err: error }, "delivery could not be rendered");
      return { kind: "not_said", error: "render_failed" };
    }
  }

  return {
    async start() {
      if (store.exclusive) {
        const now = clock.now();
        await store.write((queries) => queries.deliveries.releaseLeases(now));
      }
      running = true;
      wake();
    },
    wake,
    async stop() {
      running = false;
      cancelTimer();
      await looking;
      cancelTimer();
      await Promise.all(busy.values());
    },
    isHealthy: () => healthy,
  };
}
