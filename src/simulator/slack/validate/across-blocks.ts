import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { JsonObject } from "../../page/contract.ts";
import { isObject, toObjects, toText } from "../json.ts";
import type { Problem } from "./check.ts";
import { tableTextLength } from "./tables.ts";

/** Rules that no single block can break alone: ids that repeat, tables, focus. */

interface Placed {
  readonly block: JsonObject;
  readonly pointer: string;
}

/** With the children of containers. */
export function placeBlocks(blocks: readonly JsonObject[], pointer: string): readonly Placed[] {
  return blocks.flatMap((block, index) => {
    const at = `${pointer}/${index}`;
    return [
      { block, pointer: at },
      ...placeBlocks(toObjects(block["child_blocks"]), `${at}/child_blocks`),
    ];
  });
}

/** Buttons, menus and inputs of one block, its children's not. */
export function elementsOf(block: JsonObject): readonly JsonObject[] {
  const single = [block["accessory"], block["element"]].filter(isObject);
  return block["type"] === "actions" ? toObjects(block["elements"]) : single;
}

/** Every element after the first with the same id. */
function repeated<T>(items: readonly T[], idOf: (item: T) => unknown): readonly T[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const id = idOf(item);
    if (id === undefined) return false;
    const again = seen.has(id);
    seen.add(id);
    return again;
  });
}

const repeatedIds = (placed: readonly Placed[]): readonly Problem[] => [
  ...repeated(placed, ({ block }) => block["block_id"]).map(({ pointer }) => ({
    pointer: `${pointer}/block_id`,
    message: "block_id must be unique in the message or view",
  })),
  ...placed.flatMap(({ block, pointer }) =>
    repeated(elementsOf(block), (element) => element["action_id"]).map((element) => ({
      pointer,
      message: `action_id "${toText(element["action_id"])}" must be unique in its block`,
    })),
  ),
];

const TABLES: ReadonlyMap<string, number> = new Map([
  ["table", SLACK_LIMITS.message.tableText],
  ["data_table", SLACK_LIMITS.message.dataTableText],
]);

function tables(placed: readonly Placed[]): readonly Problem[] {
  const found = placed.filter(({ block }) => TABLES.has(toText(block["type"])));
  return [
    ...found.slice(SLACK_LIMITS.message.tables).map(({ pointer }) => ({
      pointer,
      message: "only_one_table_allowed: a message has one table at most",
    })),
    ...found.flatMap(({ block, pointer }) => {
      const max = TABLES.get(toText(block["type"])) ?? 0;
      return tableTextLength(block) > max
        ? [{ pointer, message: `all cells together must be at most ${max} characters` }]
        : [];
    }),
  ];
}

const focus = (placed: readonly Placed[]): readonly Problem[] =>
  placed
    .filter(({ block }) => elementsOf(block).some((element) => element["focus_on_load"] === true))
    .slice(1)
    .map(({ pointer }) => ({ pointer, message: "only one element may have focus_on_load" }));

export function acrossBlocks(blocks: readonly JsonObject[]): readonly Problem[] {
  const placed = placeBlocks(blocks, "/blocks");
  return [...repeatedIds(placed), ...tables(placed), ...focus(placed)];
}
