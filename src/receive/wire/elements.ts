import { formOf, isJsonObject, type JsonObject } from "./forms.ts";

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

  function peel(value: unknown, outer: Omit<Element, "payload">): void {
    if (Array.isArray(value)) {
      const around = outer.own.length === 0 ? outer.around : [...outer.around, ...outer.own];
      for (const entry of value) peel(entry, { around, own: [] });
      return;
    }
    if (!isJsonObject(value)) {
      visit({ ...outer, payload: value });
      return;
    }
    const own = [...outer.own, value];
    const unwrap = formOf(value)?.unwrap;
    if (unwrap === undefined) visit({ around: outer.around, own, payload: value });
    else peel(unwrap(value), { around: outer.around, own });
  }
}
