import type { BatchExport, Place } from "./data-access.ts";
import { readRow } from "./row.ts";
import type { Tally } from "./tally.ts";

const MOST_FILES = 10;

export interface RowsRead {
  /** Every row that failed was counted. */
  readonly whole: boolean;
  /** Data Access did not answer. */
  readonly unavailable: boolean;
}

/**
 * Counts the rows that failed: from the files of row errors or, of a batch that failed as a whole and
 * has none, from its own files.
 */
export async function readFailedRows(
  from: BatchExport,
  tally: Tally,
  { mayHaveFailed }: { readonly mayHaveFailed: boolean },
): Promise<RowsRead> {
  const read = await readAll(from, tally, { kind: "meta", path: "row_errors" });
  const isDone = read.unavailable || tally.rows > 0 || !mayHaveFailed;
  return isDone ? read : readAll(from, tally, { kind: "failed" });
}

async function readAll(from: BatchExport, tally: Tally, place: Place): Promise<RowsRead> {
  const listing = await from.list(place);
  if (listing.kind !== "found") {
    return { whole: true, unavailable: listing.kind === "unavailable" };
  }
  const { names, atLeast } = listing.value;
  const files = names.filter((name) => name.endsWith(".json"));
  let whole = !atLeast && files.length <= MOST_FILES;
  for (const file of files.slice(0, MOST_FILES)) {
    const read = await from.readLines(place, file, (json) => {
      const row = readRow(json);
      if (row !== undefined) tally.add(row);
    });
    if (read.kind === "unavailable") return { whole: false, unavailable: true };
    whole &&= read.kind === "found" && read.value.whole;
  }
  return { whole, unavailable: false };
}
