import type { Clock } from "../clock.ts";
import { type CallOutcome, judge, type LookOutcome } from "../domain/delivery.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedDelivery } from "../store/delivery-port.ts";
import type { Queries, Store } from "../store/store.ts";
import { lookFirst, type Step } from "./look-first.ts";
import type { Pacing } from "./pacing.ts";

export interface AttemptParts {
  readonly store: Store;
  /** Renders a delivery from the state of this moment and makes one Slack call. */
  readonly say: (
    delivery: ClaimedDelivery,
    how: { readonly mayBeRepeat: boolean },
  ) => Promise<CallOutcome>;
  /** Looks in Slack for the message of a delivery that may stand already. Never rejects. */
  readonly find: (delivery: ClaimedDelivery) => Promise<LookOutcome>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly workerId: string;
  readonly random: () => number;
}

/** What the worker tells its attempts, and hears of them. */
export interface AttemptWatch {
  readonly isRunning: () => boolean;
  readonly onOutcome: (channel: ChannelId, outcome: CallOutcome) => void;
  readonly onTrouble: (error: unknown) => void;
}

const BETWEEN_SAVES_MS = 1_000;

/** Longer than any Slack call may take; only a process that died lets it run out. */
const LEASE_MS = 60_000;

/**
 * One attempt at the next thing to say in a channel:
 *
 * 1. *claim*: the intent (attempt number, revision, lease) is committed before the call;
 * 2. *look*: only where an earlier attempt at posting may have succeeded (`afterLook` in
 *    domain/delivery.ts);
 * 3. *say*: rendered from the state of that moment, one call, no retry of its own;
 * 4. *settle*: the outcome is committed; `judge` in domain/delivery.ts says where it leads.
 *
 * A process that dies between 1 and 4 leaves a lease; the next claim knows that the outcome is
 * uncertain. Resolves with `false` when nothing could be said now; rejects when the store fails.
 */
export function createAttempt(
  parts: AttemptParts,
  pacing: Pacing,
  watch: AttemptWatch,
): (channel: ChannelId) => Promise<boolean> {
  const { clock } = parts;
  return async (channel) => {
    const claimed = await claim(parts, pacing, channel);
    if (claimed === undefined) return false;
    const step = await lookFirst(parts, claimed);
    if (step.kind === "settle") {
      const by = { leaseBy: parts.workerId, now: clock.now() };
      await keep(parts, watch, (q) => q.deliveries.settle(claimed, by, step.settlement));
      return true;
    }
    const { delivery } = step;
    if (delivery.ts === undefined) pacing.posted(channel, clock.now());
    const outcome = await outcomeOf(parts, step);
    const now = clock.now();
    const { settlement, pause } = judge(outcome, delivery.attempt, { now, random: parts.random });
    if (pause !== undefined) pacing.pause(pause.scope, pause.until, channel);
    watch.onOutcome(channel, outcome);
    const kept = await keep(parts, watch, (q) =>
      q.deliveries.settle(delivery, { leaseBy: parts.workerId, now }, settlement),
    );
    log(parts.logger, delivery, { outcome, kept });
    return true;
  };
}

/**
 * Writes a known outcome, as often as it takes: were it lost, the message would be posted again.
 * Only a stop gives up; then the next start knows that the outcome is uncertain.
 */
async function keep(
  { store, clock }: AttemptParts,
  { isRunning, onTrouble }: AttemptWatch,
  work: (queries: Queries) => Promise<boolean>,
): Promise<boolean> {
  for (;;) {
    try {
      return await store.write(work);
    } catch (error) {
      if (!isRunning()) throw error;
      onTrouble(error);
      await new Promise<void>((resolve) => clock.after(BETWEEN_SAVES_MS, resolve));
    }
  }
}

async function claim(
  { store, clock, workerId }: AttemptParts,
  pacing: Pacing,
  channel: ChannelId,
): Promise<ClaimedDelivery | undefined> {
  const now = clock.now();
  const allowed = pacing.allowed(channel, now);
  if (allowed === "nothing") return undefined;
  return store.write((queries) =>
    queries.deliveries.claim({
      channel,
      now,
      leaseBy: workerId,
      leaseUntil: now + LEASE_MS,
      ...(allowed === "changes" ? { only: "changes" as const } : {}),
    }),
  );
}

/** A fault of our own while rendering must not stop the outbox, nor be tried without a pause. */
async function outcomeOf(
  { say, logger }: AttemptParts,
  { delivery, mayBeRepeat }: Extract<Step, { kind: "say" }>,
): Promise<CallOutcome> {
  try {
    return await say(delivery, { mayBeRepeat });
  } catch (error) {
    const { deliveryId, subject } = delivery;
    logger.error({ deliveryId, ...subject, err: error }, "delivery could not be rendered");
    return { kind: "not_said", error: "render_failed" };
  }
}

function log(
  logger: Logger,
  { deliveryId, subject, channel, revision, attempt }: ClaimedDelivery,
  result: { readonly outcome: CallOutcome; readonly kept: boolean },
): void {
  const fields = { deliveryId, ...subject, channel, revision, attempt, ...result };
  if (result.outcome.kind === "said") logger.info(fields, "delivery said");
  else logger.warn(fields, "delivery not said");
}
