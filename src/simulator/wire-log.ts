import type { Changes } from "./changes.ts";
import type { PageLogEntry } from "./page/contract.ts";

const KEPT = 60;

export interface WireLog {
  add(entry: Omit<PageLogEntry, "at">): void;
  /** Newest first. */
  list(): readonly PageLogEntry[];
}

/** The last things that crossed the wire in either direction, for the page's panel. */
export function createWireLog(changes: Changes): WireLog {
  let entries: readonly PageLogEntry[] = [];
  return {
    add: (entry) => {
      entries = [{ ...entry, at: Date.now() }, ...entries].slice(0, KEPT);
      changes.touch();
    },
    list: () => entries,
  };
}
