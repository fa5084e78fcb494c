import type { SlackMessage } from "../message.ts";
import { toMessage } from "./layout/fit.ts";
import type { Leaf, Prose } from "./layout/prose.ts";

/** One line for one person: what is the case, and what to do. */
export function renderNotice(words: Leaf | Prose): SlackMessage {
  const line = isProse(words) ? words : [words];
  return toMessage("classic", () => ({ parts: [{ kind: "lines", lines: [line] }] }));
}

function isProse(words: Leaf | Prose): words is Prose {
  return Array.isArray(words);
}
