import type { KnownBlock } from "@slack/types";
import { SLACK_LIMITS } from "../../limits.ts";
import type { Layout, SlackMessage } from "../../message.ts";
import { cut } from "../../mrkdwn.ts";
import { type Part, textLines, toBlocks } from "./parts.ts";

/**
 * Keeps a message within what Slack takes, whatever a payload holds. A renderer says how long each kind of
 * text may be in terms of a `Room`; the rooms below are tried from the widest to the narrowest. What is the
 * least needed gets short first: Adobe's own words, then notes, then names.
 */
export interface Room {
  /** Adobe's own error texts. */
  readonly quote: number;
  /** What people wrote. */
  readonly note: number;
  readonly name: number;
  readonly id: number;
  /** Rows of a list. */
  readonly rows: number;
}

const ROOMS = [
  { quote: 400, note: 500, name: 120, id: 200, rows: 20 },
  { quote: 200, note: 300, name: 100, id: 100, rows: 15 },
  { quote: 100, note: 150, name: 60, id: 60, rows: 10 },
  { quote: 40, note: 60, name: 40, id: 40, rows: 5 },
] as const satisfies readonly Room[];

/** Well under the undocumented limit, so that the envelope around the blocks has room too. */
const BLOCKS_JSON_LIMIT = 12_000;
const TEXT_LIMIT = 3_000;

export interface Draft {
  readonly parts: readonly Part[];
  /** Already harmless; without it the parts are read out in order. */
  readonly text?: readonly string[];
}

export function toMessage(layout: Layout, draft: (room: Room) => Draft): SlackMessage {
  for (const room of ROOMS) {
    const { parts, text } = draft(room);
    const blocks = toBlocks(parts, layout);
    if (fits(blocks)) return { text: toFallback(text ?? textLines(parts)), blocks };
  }
  const { parts, text } = draft(NARROWEST);
  return {
    text: toFallback(text ?? textLines(parts)),
    blocks: shedding(toBlocks(parts, layout)),
  };
}

const [, , , NARROWEST] = ROOMS;

function fits(blocks: readonly KnownBlock[]): boolean {
  return (
    blocks.length <= SLACK_LIMITS.message.blocks &&
    JSON.stringify(blocks).length <= BLOCKS_JSON_LIMIT
  );
}

/** The last resort: whole blocks go, the longest first, but never the header and the buttons. */
function shedding(blocks: readonly KnownBlock[]): KnownBlock[] {
  const kept = [...blocks];
  while (!fits(kept)) {
    const sizes = kept.map((block) =>
      block.type === "header" || block.type === "actions" ? 0 : JSON.stringify(block).length,
    );
    const longest = Math.max(...sizes);
    if (longest <= 0) break;
    kept.splice(sizes.indexOf(longest), 1);
  }
  return kept;
}

/** Whole lines as long as they fit, and as much of the first that does not. */
function toFallback(lines: readonly string[]): string {
  let text = "";
  for (const line of lines.filter((candidate) => candidate !== "")) {
    const longer = text === "" ? line : `${text}\n${line}`;
    if (longer.length > TEXT_LIMIT) {
      const rest = cutMarkup(line, TEXT_LIMIT - text.length - 1);
      return rest === "" ? text : `${text}\n${rest}`.trim();
    }
    text = longer;
  }
  return text === "" ? "Flowrun" : text;
}

/** Without half an entity or half a mention at the end. */
function cutMarkup(text: string, max: number): string {
  if (max < 20) return "";
  return `${cut(text, max)
    .slice(0, -1)
    .replace(/&[a-z]{0,3}$/, "")
    .replace(/<[^>]{0,60}$/, "")}…`;
}
