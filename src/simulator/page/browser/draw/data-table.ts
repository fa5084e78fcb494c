import type { JsonObject } from "../../contract.ts";
import { numberAt, rowsAt, stringAt } from "../text/block-json.ts";
import type { DrawContext, TableState } from "./draw-context.ts";
import { el, icon } from "./element.ts";
import { drawCell, tableBox } from "./table.ts";

type Row = readonly JsonObject[];

interface DataTable {
  readonly head: Row;
  readonly rows: readonly Row[];
  readonly caption: string;
  readonly pageSize: number;
  readonly headerColumn: number;
  readonly context: DrawContext;
  readonly state: TableState;
  readonly change: (state: TableState) => void;
}

/** Slack's client sorts and turns the pages of a data table by itself; so does this page. */
export function drawDataTable(block: JsonObject, context: DrawContext): Node {
  const [head = [], ...rows] = rowsAt(block, "rows");
  const key = `${context.key}/${stringAt(block, "block_id") || "data_table"}`;
  const box = el("div", { class: "block data-table" });
  const draw = (state: TableState, focus?: string): void => {
    context.reading.tables.set(key, state);
    const table: DataTable = {
      head,
      rows,
      caption: stringAt(block, "caption"),
      pageSize: numberAt(block, "page_size") ?? 5,
      headerColumn: numberAt(block, "row_header_column_index") ?? 0,
      context,
      state,
      change: (next) => {
        draw(next, document.activeElement?.getAttribute("aria-label") ?? undefined);
      },
    };
    box.replaceChildren(tableBox(table.caption, drawPage(table)), ...pager(table));
    const again = [...box.querySelectorAll("button")].find(
      (button) => button.getAttribute("aria-label") === focus,
    );
    again?.focus();
  };
  draw(context.reading.tables.get(key) ?? { page: 0 });
  return box;
}

function sortValue(cell: JsonObject | undefined): string | number {
  if (cell === undefined) return "";
  const value = numberAt(cell, "value");
  if (value !== undefined) return value;
  const text = stringAt(cell, "text");
  return text === "" ? JSON.stringify(cell["elements"] ?? "") : text;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true });
}

function sorted({ rows, state }: DataTable): readonly Row[] {
  const { sort } = state;
  if (sort === undefined) return rows;
  const ascending = rows.toSorted((a, b) =>
    compare(sortValue(a[sort.column]), sortValue(b[sort.column])),
  );
  return sort.descending ? ascending.toReversed() : ascending;
}

function drawPage(table: DataTable): HTMLElement {
  const { head, context, headerColumn, pageSize, state, caption } = table;
  const from = state.page * pageSize;
  return el(
    "table",
    {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...head.map((cell, column) => headCell(table, cell, column)))),
    el(
      "tbody",
      {},
      ...sorted(table)
        .slice(from, from + pageSize)
        .map((row) =>
          el(
            "tr",
            {},
            ...row.map((cell, column) =>
              column === headerColumn
                ? el("th", { scope: "row" }, drawCell(cell, context))
                : el("td", { class: cellClass(cell) }, drawCell(cell, context)),
            ),
          ),
        ),
    ),
  );
}

function cellClass(cell: JsonObject): string {
  return stringAt(cell, "type") === "raw_number" ? "align-right" : "align-left";
}

function headCell({ state, change }: DataTable, cell: JsonObject, column: number): HTMLElement {
  const own = state.sort?.column === column ? state.sort : undefined;
  const direction = own?.descending === true ? "descending" : "ascending";
  const name = stringAt(cell, "text");
  const button = el(
    "button",
    { type: "button", class: "sort", "aria-label": `Sort by ${name}` },
    name,
    icon(own === undefined ? "sort" : direction),
  );
  button.addEventListener("click", () => {
    change({
      page: 0,
      sort: { column, descending: own !== undefined && !own.descending },
    });
  });
  return el("th", { scope: "col", "aria-sort": own === undefined ? "none" : direction }, button);
}

function pager({ rows, pageSize, state, change }: DataTable): readonly HTMLElement[] {
  const pages = Math.ceil(rows.length / pageSize);
  if (pages < 2) return [];
  const turn = (label: string, page: number): HTMLElement => {
    const possible = page >= 0 && page < pages;
    const button = el(
      "button",
      { type: "button", class: "button small", "aria-label": label, "aria-disabled": !possible },
      label.replace(" page", ""),
    );
    button.addEventListener("click", () => {
      if (possible) change({ ...state, page });
    });
    return button;
  };
  return [
    el(
      "div",
      { class: "pager" },
      turn("Previous page", state.page - 1),
      el("span", { "aria-live": "polite" }, `Page ${state.page + 1} of ${pages}`),
      turn("Next page", state.page + 1),
    ),
  ];
}
