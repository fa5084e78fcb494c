import NodeCache from "node-cache";
import type { Lookup } from "./platform-reader.ts";

const FOUND_FOR_MS = 3_600_000;
const NOT_FOUND_FOR_MS = 5 * 60_000;
const MAX_KEPT = 1_000;

interface Kept<T> {
  readonly lookup: Lookup<T>;
  readonly since: number;
}

/**
 * Remembers what was looked up: an answer for an hour, that there was none for five minutes. What is
 * under way is not asked for a second time. Ages are counted by `now`, not by node-cache's own clock.
 */
export function createKeptLookups<T>(
  now: () => number,
): (key: string, ask: () => Promise<Lookup<T>>) => Promise<Lookup<T>> {
  const cache = new NodeCache({ stdTTL: 0, checkperiod: 0, useClones: false });
  const underWay = new Map<string, Promise<Lookup<T>>>();

  function known(key: string): Lookup<T> | undefined {
    const kept = cache.get<Kept<T>>(key);
    if (kept === undefined) return undefined;
    const age = now() - kept.since;
    const limit = kept.lookup.kind === "found" ? FOUND_FOR_MS : NOT_FOUND_FOR_MS;
    return age >= 0 && age < limit ? kept.lookup : undefined;
  }

  function keep(key: string, lookup: Lookup<T>): void {
    // Nobody was asked, so nothing was learned.
    if (lookup.kind === "unavailable" && !lookup.asked) return;
    cache.del(key);
    const keys = cache.keys();
    const [oldest] = keys;
    if (oldest !== undefined && keys.length >= MAX_KEPT) cache.del(oldest);
    cache.set<Kept<T>>(key, { lookup, since: now() });
  }

  async function look(key: string, ask: () => Promise<Lookup<T>>): Promise<Lookup<T>> {
    const lookup = await ask();
    keep(key, lookup);
    return lookup;
  }

  return (key, ask) => {
    const kept = known(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const started = look(key, ask).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}
