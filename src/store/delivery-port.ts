import type { DeliverySubject, Settlement } from "../domain/delivery.ts";
import type { AlertId, ChannelId, DeliveryId, MessageTs } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";

/** One thing to be said: `line` absent for a card or a notice. */
export interface ClaimedDelivery {
  readonly deliveryId: DeliveryId;
  readonly subject: DeliverySubject;
  readonly channel: ChannelId;
  readonly line?: Line;
  /** The revision that this attempt says. */
  readonly revision: number;
  /** From 1; 1 after each success. */
  readonly attempt: number;
  readonly attemptedAt: number;
  /** The message to change; absent: it is not posted yet. */
  readonly ts?: MessageTs;
  /** The card's message, for a line. */
  readonly threadTs?: MessageTs;
  /** Since when an attempt at posting may have succeeded without our knowing. */
  readonly uncertainSince?: number;
}

export interface DeliveryQueries {
  /** Asks for the subject's message at this revision in a channel; a line, if given, follows it once. */
  want(wanted: {
    readonly subject: DeliverySubject;
    readonly channel: ChannelId;
    readonly revision: number;
    readonly now: number;
    readonly line?: Line;
    /** A card that is not posted yet waits for `release`, at the longest until then. */
    readonly holdUntil?: number;
    /** Only what stands or waits is changed; what was never to be said stays unsaid, with its line. */
    readonly ifTold?: boolean;
  }): Promise<void>;
  /**
   * Lets go what is held, of all alerts or of `only` some, so many cards at most: what is history by now (resolved,
   * and last failed before an instant) is settled without being said, the rest is due. Answers how many cards each,
   * and whether there may be more.
   */
  release(by: {
    readonly now: number;
    readonly historyBefore: number;
    readonly limit: number;
    readonly only?: readonly AlertId[];
  }): Promise<{ readonly due: number; readonly history: number; readonly more: boolean }>;
  /** Channels in which something could be said now. */
  dueChannels(now: number): Promise<readonly ChannelId[]>;
  /** The earliest instant at which something waits, is due or its lease ends. */
  nextDueAt(): Promise<number | undefined>;
  /** Leases the next thing to say in a channel: new cards, new notices, changed ones, then lines in order. */
  claim(claim: {
    readonly channel: ChannelId;
    readonly now: number;
    readonly leaseBy: string;
    readonly leaseUntil: number;
    /** `changes`: only updates of messages that stand already. */
    readonly only?: "changes";
  }): Promise<ClaimedDelivery | undefined>;
  /** Records an attempt's outcome; `false`: the lease was lost meanwhile. */
  settle(
    claimed: ClaimedDelivery,
    by: { readonly leaseBy: string; readonly now: number },
    settlement: Settlement,
  ): Promise<boolean>;
  /** Ends every lease at once; only right where no other process can hold one. */
  releaseLeases(now: number): Promise<number>;
  cardOf(alertId: AlertId, channel: ChannelId): Promise<MessageTs | undefined>;
  countWaiting(): Promise<number>;
  countRefused(): Promise<number>;
}
