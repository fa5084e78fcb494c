import {
  afterLook,
  type LookOutcome,
  type Settlement,
  waitBeforeLook,
} from "../domain/delivery.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedDelivery } from "../store/delivery-port.ts";

interface Parts {
  /** Looks in Slack for the message of a delivery that may stand already. Never rejects. */
  readonly find: (delivery: ClaimedDelivery) => Promise<LookOutcome>;
  readonly clock: { now(): number };
  readonly random: () => number;
  readonly logger: Logger;
}

/** How to go on with a delivery: say it, or settle it without a call that could say it twice. */
export type Step =
  | { readonly kind: "say"; readonly delivery: ClaimedDelivery; readonly mayBeRepeat: boolean }
  | { readonly kind: "settle"; readonly settlement: Settlement };

/** A post that may stand already is looked for before it is made again; everything else is said at once. */
export async function lookFirst(parts: Parts, delivery: ClaimedDelivery): Promise<Step> {
  const { uncertainSince, attempt, ts } = delivery;
  if (uncertainSince === undefined || ts !== undefined) {
    return { kind: "say", delivery, mayBeRepeat: false };
  }
  const wait = waitBeforeLook(uncertainSince, parts.clock.now());
  if (wait !== undefined) return { kind: "settle", settlement: wait };
  const look = await parts.find(delivery);
  const { deliveryId, subject, channel } = delivery;
  parts.logger.info(
    { deliveryId, ...subject, channel, look: look.kind, ...("error" in look ? look : {}) },
    "looked for a message that may stand already",
  );
  const { random } = parts;
  const next = afterLook(look, { attempt, uncertainSince }, { now: parts.clock.now(), random });
  if (next.kind !== "post") return { kind: "settle", settlement: next };
  if (next.marked) return { kind: "say", delivery, mayBeRepeat: true };
  const { uncertainSince: _settled, ...certain } = delivery;
  return { kind: "say", delivery: certain, mayBeRepeat: false };
}
