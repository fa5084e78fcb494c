import type { Clock } from "../clock.ts";
import type { LookOutcome } from "../domain/delivery.ts";
import { type ChannelId, MessageTs } from "../domain/ids.ts";
import type { ClaimedDelivery } from "../store/delivery-port.ts";
import type { ReadBack, SlackClient } from "./client.ts";

interface Parts {
  readonly client: Pick<SlackClient, "readBack">;
  readonly clock: Pick<Clock, "now">;
}

export interface Finder {
  /** Looks for the message of a delivery by our key in its metadata. Never rejects. */
  find(delivery: ClaimedDelivery): Promise<LookOutcome>;
  /** Asks whether a channel can be read back, so that it is known before it is needed. */
  check(channel: ChannelId): Promise<void>;
  /** Channels that the bot may not read back, with Slack's own word for it. */
  unreadable(): ReadonlyMap<ChannelId, string>;
}

/** Slack allows about 50 in a minute (tier 3); what is left is for others. */
const BETWEEN_LOOKS_MS = 1_500;
const MAX_PAGES = 5;
/** Slack's clock and ours need not agree. */
const MARGIN_MS = 10 * 60_000;

/** Reads channels back for messages that may stand although nobody told us. */
export function createFinder({ client, clock }: Parts): Finder {
  const unreadable = new Map<ChannelId, string>();
  let nextLookAt = Number.NEGATIVE_INFINITY;

  function note(channel: ChannelId, read: ReadBack): void {
    if (read.kind === "unreadable") unreadable.set(channel, read.error);
    if (read.kind === "page") unreadable.delete(channel);
  }

  async function pageOf(delivery: ClaimedDelivery, cursor: string | undefined): Promise<ReadBack> {
    const { channel, threadTs, uncertainSince = delivery.attemptedAt } = delivery;
    const oldest = String((uncertainSince - MARGIN_MS) / 1_000);
    const read = await client.readBack({
      channel,
      oldest,
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    note(channel, read);
    return read;
  }

  async function look(delivery: ClaimedDelivery): Promise<LookOutcome> {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await pageOf(delivery, cursor);
      if (read.kind !== "page") return read;
      const found = read.messages.find(({ deliveryId }) => deliveryId === delivery.deliveryId);
      if (found !== undefined) {
        return { kind: "found", ts: MessageTs.parse(found.ts), revision: found.revision };
      }
      cursor = read.nextCursor;
      if (cursor === undefined) return { kind: "absent" };
    }
    return { kind: "unreadable", error: "too_many_messages" };
  }

  return {
    async find(delivery) {
      const wait = nextLookAt - clock.now();
      // A wait that is longer than the pause comes from a clock that was put back.
      if (wait > 0 && wait <= BETWEEN_LOOKS_MS) {
        return { kind: "unavailable", error: "too_many_looks", retryAfterMs: wait };
      }
      nextLookAt = clock.now() + BETWEEN_LOOKS_MS;
      return look(delivery);
    },
    async check(channel) {
      note(channel, await client.readBack({ channel, limit: 1 }));
    },
    unreadable: () => unreadable,
  };
}
