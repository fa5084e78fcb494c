export interface RateLimit {
  /** `undefined`: go on. Otherwise whole seconds to wait, as Retry-After says them. */
  take(key: string): number | undefined;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export interface RateLimitOptions {
  readonly perSecond: number;
  readonly burst: number;
  readonly now: () => number;
}

/** A token bucket per key, such as a channel. */
export function createRateLimit({ perSecond, burst, now }: RateLimitOptions): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take: (key) => {
      const at = now();
      const last = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, last.tokens + ((at - last.at) / 1_000) * perSecond);
      if (tokens >= 1) {
        buckets.set(key, { tokens: tokens - 1, at });
        return undefined;
      }
      buckets.set(key, { tokens, at });
      return Math.max(1, Math.ceil((1 - tokens) / perSecond));
    },
  };
}
