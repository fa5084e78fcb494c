import type { Json } from "../../page/contract.ts";

export interface JournalEntry {
  /** Grows; what `since` names. */
  readonly position: string;
  readonly event: Json;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type Place =
  | { readonly kind: "at"; readonly index: number }
  /** Older than what is kept. */
  | { readonly kind: "gone" }
  | { readonly kind: "unknown" };

/** What the journal keeps, oldest first. Positions are made so that nobody reads a time or a count out of them. */
export interface Entries {
  add(event: Json, at: number): JournalEntry;
  /** Drops the oldest, as Adobe does after seven days. */
  forget(count: number): void;
  count(): number;
  slice(from: number, count: number): readonly JournalEntry[];
  /** The first entry after a position. */
  after(position: string): Place;
  /** The first entry that is not older. */
  notBefore(at: number): number;
}

const POSITION = /^panda:([0-9a-z]+)\.0$/;

export function createEntries(): Entries {
  let entries: JournalEntry[] = [];
  let forgotten = 0;
  return {
    add: (event, at) => {
      const number = forgotten + entries.length + 1;
      const entry = { position: `panda:${number.toString(36)}.0`, event, at };
      entries.push(entry);
      return entry;
    },
    forget: (count) => {
      const dropped = Math.min(count, entries.length);
      entries = entries.slice(dropped);
      forgotten += dropped;
    },
    count: () => entries.length,
    slice: (from, count) => entries.slice(from, from + count),
    after: (position) => {
      const [, digits] = POSITION.exec(position) ?? [];
      const number = digits === undefined ? Number.NaN : Number.parseInt(digits, 36);
      if (Number.isNaN(number) || number > forgotten + entries.length) return { kind: "unknown" };
      // Without the entry that follows it, nobody can say that nothing is left out.
      return number < forgotten ? { kind: "gone" } : { kind: "at", index: number - forgotten };
    },
    notBefore: (at) => {
      const index = entries.findIndex((entry) => entry.at >= at);
      return index === -1 ? entries.length : index;
    },
  };
}
