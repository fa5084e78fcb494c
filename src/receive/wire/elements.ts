import { formOf } from "./forms.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";

/** One notification within a body, before anything is known of it but its wrapping. */
export interface Element {
  /** Objects around it that it shares with others, outermost first. */
  readonly around: readonly JsonObject[];
  /** Objects that are its own, outermost first; the last is the payload where that is an object. */
  readonly own: readonly JsonObject[];
  /** The innermost: what the notification is about. */
  readonly payload: unknown;
}

/**
 * Takes lists apart and wrappers off. Calls back instead of collecting, because a body may hold a
 * million elements, of which only ours are to be kept. The depth of the JSON bounds the recursion.
 */
export function eachElement(body: unknown, visit: (element: Element) => void): void {
  peel(body, { around: [], own: [] });

  /** Tells how many elements it found. */
  function peel(value: unknown, outer: Omit<Element, "payload">): number {
    if (Array.isArray(value)) {
      const around = outer.own.length === 0 ? outer.around : [...outer.around, ...outer.own];
      let found = 0;
      for (const entry of value) found += peel(entry, { around, own: [] });
      return found;
    }
    if (!isJsonObject(value)) {
      visit({ ...outer, payload: value });
      return 1;
    }
    const own = [...outer.own, value];
    const unwrap = formOf(value)?.unwrap;
    const found = unwrap === undefined ? 0 : peel(unwrap(value), { around: outer.around, own });
    if (found > 0) return found;
    // Also a wrapper that turned out to hold nothing: it must still be judged and kept.
    visit({ around: outer.around, own, payload: value });
    return 1;
  }
}
