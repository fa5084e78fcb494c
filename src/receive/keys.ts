import NodeCache from "node-cache";
import type { Logger } from "../logger.ts";
import { downloadKey, type KeyLookup } from "./key-download.ts";
import type { KeyPath } from "./key-path.ts";

export type { KeyLookup } from "./key-download.ts";

/** Where signatures are checked, keys come from here. Never rejects. */
export interface KeySource {
  find(path: KeyPath): Promise<KeyLookup>;
}

interface KeyCacheParts {
  readonly keysUrl: string;
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMs?: number;
  readonly logger: Logger;
}

/** Adobe: keys may be kept for at most a day. */
const KEPT_MS = 24 * 60 * 60 * 1_000;
/** A key that was refused is asked for again only after this; a new one may have appeared. */
const REFUSED_FOR_MS = 60 * 1_000;
const MAX_KEYS = 16;
const MAX_REFUSED = 500;
/** Adobe uses two keys at a time. More paths than this at once are invented ones. */
const MAX_DOWNLOADS = 8;
const TIMEOUT_MS = 3_000;

/**
 * Adobe's public keys, each fetched once a day. Ages are counted by `now`, not by node-cache's own
 * clock. What could not be reached is not remembered, so the next request tries again.
 */
export function createKeyCache(parts: KeyCacheParts): KeySource {
  const { keysUrl, now, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, logger } = parts;
  const kept = {
    key: createAgedCache({ max: MAX_KEYS, maxAgeMs: KEPT_MS, now }),
    refused: createAgedCache({ max: MAX_REFUSED, maxAgeMs: REFUSED_FOR_MS, now }),
  };
  const underWay = new Map<KeyPath, Promise<KeyLookup>>();

  async function download(path: KeyPath): Promise<KeyLookup> {
    const url = new URL(path, keysUrl);
    if (url.origin !== new URL(keysUrl).origin) return { kind: "refused", reason: "another host" };
    const lookup = await downloadKey(url, { fetch, timeoutMs });
    if (lookup.kind === "unreachable") {
      logger.warn({ path, reason: lookup.reason }, "Adobe's public key cannot be fetched");
      return lookup;
    }
    if (lookup.kind === "refused") {
      logger.warn({ path, reason: lookup.reason }, "refused a public key");
    }
    kept[lookup.kind].set(path, lookup);
    return lookup;
  }

  return {
    find(path) {
      const known = kept.key.get(path) ?? kept.refused.get(path);
      if (known !== undefined) return Promise.resolve(known);
      const running = underWay.get(path);
      if (running !== undefined) return running;
      if (underWay.size >= MAX_DOWNLOADS) {
        return Promise.resolve({ kind: "unreachable", reason: "too many keys asked for at once" });
      }
      const started = download(path).finally(() => underWay.delete(path));
      underWay.set(path, started);
      return started;
    },
  };
}

interface Aged {
  readonly lookup: KeyLookup;
  readonly since: number;
}

function createAgedCache(rules: {
  readonly max: number;
  readonly maxAgeMs: number;
  readonly now: () => number;
}): { get(path: KeyPath): KeyLookup | undefined; set(path: KeyPath, lookup: KeyLookup): void } {
  const cache = new NodeCache({ stdTTL: 0, checkperiod: 0, useClones: false });
  return {
    get(path) {
      const entry = cache.get<Aged>(path);
      if (entry === undefined) return undefined;
      const age = rules.now() - entry.since;
      // A clock that was set back must not make a key last longer.
      return age >= 0 && age < rules.maxAgeMs ? entry.lookup : undefined;
    },
    set(path, lookup) {
      cache.del(path);
      const [oldest] = cache.keys();
      if (oldest !== undefined && cache.keys().length >= rules.max) cache.del(oldest);
      cache.set<Aged>(path, { lookup, since: rules.now() });
    },
  };
}
