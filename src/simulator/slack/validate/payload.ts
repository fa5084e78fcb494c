import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Json } from "../../page/contract.ts";
import { isList, toObjects, toWire } from "../json.ts";
import { acrossBlocks } from "./across-blocks.ts";
import { BLOCKS, type Surface } from "./blocks.ts";
import { list, type Problem, problem } from "./check.ts";
import { text } from "./text.ts";

export interface Payload {
  readonly text?: string | undefined;
  /** As they would be sent: anything that JSON can write. */
  readonly blocks?: unknown;
}

const BLOCK_COUNT = {
  message: SLACK_LIMITS.message.blocks,
  modal: SLACK_LIMITS.view.blocks,
} satisfies Record<Surface, number>;

/** What Slack would refuse in a message, or in the blocks of a modal. Empty: nothing. */
export function validatePayload(surface: Surface, payload: Payload): readonly Problem[] {
  const blocks = toWire(payload.blocks);
  return [
    ...validateText(surface, payload),
    ...(blocks === undefined ? [] : validateBlocks(surface, blocks)),
    ...(surface === "message" && areBlocksTooLong(blocks)
      ? problem(
          "/blocks",
          `msg_blocks_too_long: more than ${SLACK_LIMITS.message.blocksJson} characters`,
        )
      : []),
  ];
}

/** Shape and rules, without the size of the whole. */
export function validateBlocks(surface: Surface, blocks: Json): readonly Problem[] {
  const min = surface === "modal" ? 1 : 0;
  const check = list(BLOCKS[surface], { min, max: BLOCK_COUNT[surface] });
  return [...check(blocks, "/blocks"), ...acrossBlocks(toObjects(blocks))];
}

export function areBlocksTooLong(blocks: Json | undefined): boolean {
  return isList(blocks) && JSON.stringify(blocks).length > SLACK_LIMITS.message.blocksJson;
}

function validateText(surface: Surface, payload: Payload): readonly Problem[] {
  if (surface === "modal") {
    return payload.blocks === undefined ? problem("/blocks", "is required") : [];
  }
  const hasBlocks = Array.isArray(payload.blocks) && payload.blocks.length > 0;
  if (payload.text === undefined) return hasBlocks ? [] : problem("/text", "no_text: is required");
  return text(Number.MAX_SAFE_INTEGER, hasBlocks ? 0 : 1)(payload.text, "/text");
}
