import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Json, JsonObject } from "../../page/contract.ts";
import { isObject, toList, toText } from "../json.ts";
import {
  all,
  byType,
  type Check,
  flag,
  integer,
  list,
  number,
  oneOf,
  rule,
  shape,
  typed,
} from "./check.ts";
import { blockId } from "./composition.ts";
import { richText, richTextLength } from "./rich-text.ts";
import { text } from "./text.ts";

const { table: limits, dataTable: dataLimits, message } = SLACK_LIMITS;

const plainCells = {
  raw_text: typed("raw_text", { text: text(message.tableText) }),
  raw_number: typed("raw_number", { value: number, text: text(message.tableText) }),
};
const cell = byType("a table cell", { ...plainCells, rich_text: richText });

const columnSetting: Check = (value, pointer) =>
  value === null
    ? []
    : shape({}, { align: oneOf("left", "center", "right"), is_wrapped: flag })(value, pointer);

export const table: Check = typed(
  "table",
  { rows: list(list(cell, { max: limits.columns }), { max: limits.rows }) },
  {
    block_id: blockId,
    column_settings: list(columnSetting, { min: 0, max: limits.columnSettings }),
  },
);

const widths = (value: JsonObject): readonly number[] =>
  toList(value["rows"]).map((row) => toList(row).length);

const sameWidths = (value: JsonObject): string | undefined =>
  new Set(widths(value)).size > 1 ? "every row must have as many cells as the first" : undefined;

const rowHeaderExists = (value: JsonObject): string | undefined => {
  const index = value["row_header_column_index"];
  return typeof index === "number" && index >= (widths(value)[0] ?? 0)
    ? "row_header_column_index must be one of the columns"
    : undefined;
};

const plainHeader = (value: JsonObject): string | undefined =>
  toList(toList(value["rows"])[0]).some((entry) => isObject(entry) && entry["type"] === "rich_text")
    ? "the header row must not hold rich text"
    : undefined;

export const dataTable: Check = all(
  typed(
    "data_table",
    {
      caption: text(dataLimits.caption),
      rows: list(list(cell, { max: dataLimits.columns }), {
        min: dataLimits.minRows,
        max: dataLimits.maxRows,
      }),
    },
    {
      block_id: blockId,
      page_size: integer(1, dataLimits.maxPageSize),
      row_header_column_index: integer(0, dataLimits.columns - 1),
    },
  ),
  rule(sameWidths),
  rule(rowHeaderExists),
  rule(plainHeader),
);

/** Characters over all cells of one table. */
export function tableTextLength(value: JsonObject): number {
  const cells: readonly Json[] = toList(value["rows"]).flatMap(toList);
  return cells.reduce<number>((sum, entry) => {
    if (!isObject(entry)) return sum;
    return (
      sum + (entry["type"] === "rich_text" ? richTextLength(entry) : toText(entry["text"]).length)
    );
  }, 0);
}
