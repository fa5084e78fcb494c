import type { ChannelId } from "../domain/ids.ts";

/** When something may next be said in each channel. Held in memory: after a restart Slack's own limit speaks. */
export interface Pacing {
  /** `changes`: messages that stand may be changed, nothing may be posted yet. */
  allowed(channel: ChannelId, now: number): "everything" | "changes" | "nothing";
  posted(channel: ChannelId, now: number): void;
  pause(scope: "channel" | "everything", until: number, channel: ChannelId): void;
  /** The next instant after `now` at which something becomes allowed. */
  nextChange(now: number): number | undefined;
}

/** What is further ahead was set before the clock was put back. */
const LONGEST_PAUSE_MS = 3_600_000;

function isAhead(at: number, now: number, atMostMs: number): boolean {
  return at > now && at - now <= atMostMs;
}

export function createPacing(postsPerSecond: number): Pacing {
  const betweenPostsMs = Math.ceil(1_000 / postsPerSecond);
  const nextPostAt = new Map<ChannelId, number>();
  const pausedUntil = new Map<ChannelId, number>();
  let everythingPausedUntil = 0;

  return {
    allowed(channel, now) {
      const paused = Math.max(everythingPausedUntil, pausedUntil.get(channel) ?? 0);
      if (isAhead(paused, now, LONGEST_PAUSE_MS)) return "nothing";
      const postAt = nextPostAt.get(channel) ?? 0;
      return isAhead(postAt, now, betweenPostsMs) ? "changes" : "everything";
    },
    posted(channel, now) {
      nextPostAt.set(channel, now + betweenPostsMs);
    },
    pause(scope, until, channel) {
      if (scope === "everything") everythingPausedUntil = Math.max(everythingPausedUntil, until);
      else pausedUntil.set(channel, Math.max(pausedUntil.get(channel) ?? 0, until));
    },
    nextChange(now) {
      const ahead = [everythingPausedUntil, ...pausedUntil.values(), ...nextPostAt.values()].filter(
        (at) => isAhead(at, now, LONGEST_PAUSE_MS),
      );
      return ahead.length === 0 ? undefined : Math.min(...ahead);
    },
  };
}
