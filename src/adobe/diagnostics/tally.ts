import type { CodeCount } from "../../domain/run-diagnostics.ts";
import type { BatchAnswer } from "./batch-answer.ts";
import { isShortFor } from "./code.ts";
import type { FailedRow } from "./row.ts";

const MOST_CODES = 20;
/** Codes are few; who sends thousands is not counted any further. */
const MOST_COUNTED = 200;
const MOST_COLUMNS = 5;
const MOST_FILES = 1_000;

/** Counts rows by code, column and file; no row is held. */
export interface Tally {
  add(row: FailedRow): void;
  readonly rows: number;
  readonly byFile: ReadonlyMap<string, number>;
  /** Together with what Catalog counted: its numbers are those of all rows. */
  errors(catalog: BatchAnswer["errors"]): { errors: CodeCount[]; moreErrors: number };
}

interface Counted {
  rows: number;
  readonly columns: Set<string>;
}

export function createTally(): Tally {
  const byCode = new Map<string, Counted>();
  const byFile = new Map<string, number>();
  let rows = 0;
  return {
    add({ errors, file }) {
      rows += 1;
      for (const code of new Set(errors.map((error) => error.code))) {
        const counted = countedOf(byCode, code);
        if (counted !== undefined) countIn(counted, columnsOf(errors, code));
      }
      if (file === undefined || (!byFile.has(file) && byFile.size >= MOST_FILES)) return;
      byFile.set(file, (byFile.get(file) ?? 0) + 1);
    },
    get rows() {
      return rows;
    },
    byFile,
    errors: (catalog) => joined(catalog, byCode),
  };
}

/** Nothing where there is no room for one more. */
function countedOf(byCode: Map<string, Counted>, code: string): Counted | undefined {
  const known = byCode.get(code);
  if (known !== undefined || byCode.size >= MOST_COUNTED) return known;
  const counted: Counted = { rows: 0, columns: new Set() };
  byCode.set(code, counted);
  return counted;
}

function columnsOf(errors: FailedRow["errors"], code: string): readonly string[] {
  return errors.flatMap((error) => (error.code === code ? (error.column ?? []) : []));
}

function countIn(counted: Counted, columns: readonly string[]): void {
  counted.rows += 1;
  for (const column of columns) {
    if (counted.columns.size < MOST_COLUMNS) counted.columns.add(column);
  }
}

function joined(
  catalog: BatchAnswer["errors"],
  byCode: ReadonlyMap<string, Counted>,
): { errors: CodeCount[]; moreErrors: number } {
  const left = new Map(byCode);
  const codes = new Map<string, CodeCount>();
  for (const { code, rows } of catalog) {
    const found = [...left.keys()].find((own) => own === code || isShortFor(own, code));
    const counted = found === undefined ? undefined : left.get(found);
    if (found !== undefined) left.delete(found);
    const told = rows ?? counted?.rows;
    const columns = [...(codes.get(code)?.columns ?? []), ...(counted?.columns ?? [])];
    codes.set(code, { code, ...(told === undefined ? {} : { rows: told }), columns });
  }
  for (const [code, { rows, columns }] of left)
    codes.set(code, { code, rows, columns: [...columns] });
  const all = [...codes.values()].toSorted((one, other) => (other.rows ?? -1) - (one.rows ?? -1));
  return { errors: all.slice(0, MOST_CODES), moreErrors: Math.max(0, all.length - MOST_CODES) };
}
