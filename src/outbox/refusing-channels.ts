import type { CallOutcome } from "../domain/delivery.ts";
import type { ChannelId } from "../domain/ids.ts";

/** Channels in which Slack lets us say nothing at present, with Slack's own word for it. */
export interface RefusingChannels {
  readonly note: (channel: ChannelId, outcome: CallOutcome) => void;
  readonly all: () => ReadonlyMap<ChannelId, string>;
}

export function createRefusingChannels(): RefusingChannels {
  const refusing = new Map<ChannelId, string>();
  return {
    note(channel, outcome) {
      if (outcome.kind === "channel_refused") refusing.set(channel, outcome.error);
      else if (outcome.kind === "said") refusing.delete(channel);
    },
    all: () => refusing,
  };
}
