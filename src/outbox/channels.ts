import type { ChannelId } from "../domain/ids.ts";

export interface Channels {
  /** Says all that can be said there now, one thing after another; a channel that is busy goes on as it is. */
  serve(channel: ChannelId): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

interface Parts {
  /** Says the next thing; `false`: there is nothing that could be said now. */
  readonly attempt: (channel: ChannelId) => Promise<boolean>;
  readonly isRunning: () => boolean;
  /** Goes up with each wake: what was recorded while claiming must not be missed. */
  readonly wakes: () => number;
  readonly onIdle: () => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

/** One thing at a time in each channel, channels side by side. */
export function createChannels(parts: Parts): Channels {
  const busy = new Map<ChannelId, Promise<void>>();

  async function sayAll(channel: ChannelId): Promise<void> {
    try {
      while (parts.isRunning()) {
        const seen = parts.wakes();
        if (!(await parts.attempt(channel)) && seen === parts.wakes()) return;
      }
    } finally {
      busy.delete(channel);
    }
  }

  return {
    serve(channel) {
      if (busy.has(channel)) return;
      busy.set(channel, sayAll(channel).then(parts.onIdle).catch(parts.onTrouble));
    },
    async settled() {
      await Promise.all(busy.values());
    },
  };
}
