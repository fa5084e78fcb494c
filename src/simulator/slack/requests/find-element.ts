import type { JsonObject } from "../../page/contract.ts";
import { textOf, toText } from "../json.ts";
import { elementsOf, placeBlocks } from "../validate/across-blocks.ts";

export interface FoundElement {
  readonly blockId: string;
  readonly element: JsonObject;
}

export function listElements(blocks: readonly JsonObject[]): readonly FoundElement[] {
  return placeBlocks(blocks, "").flatMap(({ block }) =>
    elementsOf(block).map((element) => ({ blockId: toText(block["block_id"]), element })),
  );
}

/** By its action_id or by the words on it. */
export function getElement(
  blocks: readonly JsonObject[],
  wanted: { readonly actionId: string; readonly blockId?: string | undefined },
): FoundElement {
  const elements = listElements(blocks);
  const here = elements.filter(
    ({ blockId }) => wanted.blockId === undefined || blockId === wanted.blockId,
  );
  const found =
    here.find(({ element }) => element["action_id"] === wanted.actionId) ??
    here.find(({ element }) => textOf(element["text"]) === wanted.actionId);
  if (found !== undefined) return found;
  const names = elements.map(
    ({ element }) => `${toText(element["action_id"])} (${textOf(element["text"])})`,
  );
  throw new Error(
    `nothing to press is called "${wanted.actionId}"; there is: ${names.join(", ") || "nothing"}`,
  );
}
