import {
  type BatchDiagnostics,
  type BatchFiles,
  type BatchStatus,
  type BoundedCount,
  type CodeCount,
  hasFailed,
  isUnderWay,
  type RunDiagnostics,
  saysAnything,
} from "../../../domain/run-diagnostics.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { count, number } from "../../words.ts";
import type { Prose } from "../layout/prose.ts";
import { codeLabel } from "./run-words.ts";

/** What Adobe's diagnostics say of a run, in one line for the card. */

const CODES_SHOWN = 3;
const COLUMNS_SHOWN = 2;
const COLUMN_LIMIT = 40;

/** "Batch failed · 30 rows: 28 × MAPPER-3700-199 (birthDate) · 1 of 12 files not taken"; empty where nothing is known. */
export function diagnosticsLine(diagnostics: RunDiagnostics | undefined): Prose {
  const [first, ...others] = worstFirst(diagnostics);
  if (first === undefined) return [];
  const more =
    others.length === 0
      ? []
      : [[`${count(others.length, "more batch", "more batches")} in Details`]];
  const said = [batchWords(first), rowWords(first), notTakenWords(first.files), ...more].filter(
    (part) => part.length > 0,
  );
  return said.flatMap((part, index): Prose => (index === 0 ? part : [" · ", ...part]));
}

export function worstFirst(diagnostics: RunDiagnostics | undefined): BatchDiagnostics[] {
  const told = (diagnostics?.batches ?? []).filter(saysAnything);
  return told.toSorted((one, other) => gravity(other) - gravity(one));
}

function gravity({ status, failedRows }: BatchDiagnostics): number {
  return (hasFailed(status) ? 1e12 : 0) + (failedRows?.count ?? 0);
}

function batchWords({ status }: BatchDiagnostics): Prose {
  return status === undefined ? [] : [`Batch ${statusWord(status)}`];
}

export function statusWord(status: BatchStatus): string {
  if (status === "failure" || status === "failed") return "failed";
  if (status === "success" || status === "active") return "ingested";
  return isUnderWay(status) ? `${status}, not finished` : status;
}

function rowWords({ failedRows, errors, moreErrors }: BatchDiagnostics): Prose {
  const counted = errors.filter(({ rows }) => rows !== undefined);
  const shown = (counted.length > 0 ? counted : errors).slice(0, CODES_SHOWN);
  const hidden = (counted.length > 0 ? counted : errors).length - shown.length + moreErrors;
  const codes = shown.flatMap(
    (error, index): Prose => [index === 0 ? "" : ", ", ...codeWords(error)],
  );
  const rest = hidden > 0 ? [` and ${count(hidden, "more code")}`] : [];
  if (failedRows === undefined) return [...codes, ...rest];
  return [boundedRows(failedRows), codes.length === 0 ? "" : ": ", ...codes, ...rest];
}

export function boundedRows({ count: rows, atLeast }: BoundedCount): string {
  return `${atLeast ? "at least " : ""}${count(rows, "row")}`;
}

function codeWords({ code, rows, columns }: CodeCount): Prose {
  const shown = columns.slice(0, COLUMNS_SHOWN).map(columnLabel);
  const hidden = columns.length - shown.length;
  const listed = `${shown.join(", ")}${hidden > 0 ? " …" : ""}`;
  return [
    rows === undefined ? "" : `${number(rows)} × `,
    { code: codeLabel(code) },
    listed === "" ? "" : ` (${listed})`,
  ];
}

export function columnLabel(column: string): string {
  return cut(oneLine(column), COLUMN_LIMIT);
}

/** "of 12" only where what was not taken is among what was submitted. */
export function notTakenWords({ given, notTaken }: BatchFiles): Prose {
  if (notTaken === undefined) return [];
  const submitted = new Set(given?.names);
  const isPart =
    given !== undefined &&
    notTaken.count <= given.count &&
    notTaken.names.every((name) => submitted.has(name) || given.names.length < given.count);
  const atLeast = notTaken.atLeast ? "at least " : "";
  if (!isPart) return [`${atLeast}${count(notTaken.count, "file")} not taken`];
  const all = `${given.atLeast ? "at least " : ""}${count(given.count, "file")}`;
  return [`${atLeast}${number(notTaken.count)} of ${all} not taken`];
}
