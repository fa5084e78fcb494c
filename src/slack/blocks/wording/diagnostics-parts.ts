import { type BatchDiagnostics, type RunDiagnostics } from "../../../domain/run-diagnostics.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { count, number } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Part } from "../layout/parts.ts";
import type { Prose } from "../layout/prose.ts";
import { fileLines } from "./diagnostics-files.ts";
import { boundedRows, columnLabel, statusWord, worstFirst } from "./diagnostics-words.ts";
import { codeLabel } from "./run-words.ts";

/** How much of each list is told. `table`: Slack takes a table in a message, one at most, and in a modal none. */
export interface DiagnosticsSize {
  readonly errors: number;
  readonly files: number;
  readonly table: boolean;
}

/** What Adobe's diagnostics say of a run, for the answer to `/flowrun show` and for Details. */
export function diagnosticsParts(
  diagnostics: RunDiagnostics | undefined,
  room: Room,
  size: DiagnosticsSize,
): Part[] {
  const batches = worstFirst(diagnostics);
  if (batches.length === 0) return [];
  return [
    { kind: "lines", lines: [[{ bold: "Adobe's diagnostics" }]] },
    ...batches.flatMap((batch, index) =>
      batchParts(batch, room, { ...size, table: size.table && index === 0 }),
    ),
    ...small(diagnostics?.complete === false ? "Not all of it could be read yet." : ""),
  ];
}

function small(text: string): Part[] {
  return text === "" ? [] : [{ kind: "small", lines: [[text]] }];
}

function batchParts(batch: BatchDiagnostics, room: Room, size: DiagnosticsSize): Part[] {
  const { status, failedRows } = batch;
  const shown = batch.errors.slice(0, size.errors);
  const hidden = batch.errors.length - shown.length + batch.moreErrors;
  return [
    {
      kind: "lines",
      lines: [
        [
          "Batch ",
          { code: cut(oneLine(batch.batchId), room.id) },
          status === undefined ? "" : ` ${statusWord(status)}`,
          failedRows === undefined ? "" : ` · ${boundedRows(failedRows)} failed`,
        ],
      ],
    },
    ...errorParts(shown, size),
    ...small(hidden > 0 ? `and ${count(hidden, "more code")}` : ""),
    { kind: "lines", lines: fileLines(batch, room, size.files) },
  ];
}

function errorParts(errors: BatchDiagnostics["errors"], { table }: DiagnosticsSize): Part[] {
  const rows = errors.map(({ code, rows: failed, columns }): [Prose, Prose, Prose] => [
    [failed === undefined ? "–" : number(failed)],
    [{ code: codeLabel(code) }],
    [columns.length === 0 ? "–" : columns.map(columnLabel).join(", ")],
  ]);
  if (table) return [{ kind: "table", columns: ["Rows", "Error", "Columns"], rows }];
  return [
    {
      kind: "lines",
      lines: rows.map(
        ([failed, error, columns]): Prose => [
          "• ",
          ...(failed[0] === "–" ? [] : [...failed, " × "]),
          ...error,
          ...(columns[0] === "–" ? [] : [" in ", ...columns]),
          failed[0] === "–" ? ", number not stated" : "",
        ],
      ),
    },
  ];
}
