import { type BatchDiagnostics, hasFailed } from "../../../domain/run-diagnostics.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { count, number } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";
import { notTakenWords } from "./diagnostics-words.ts";

/** Which of a batch's files were not taken, which hold rows that failed, and which were taken; `most` names each. */
export function fileLines({ files, status }: BatchDiagnostics, room: Room, most: number): Prose[] {
  const { notTaken, withErrors } = files;
  const named = (head: Prose, names: readonly string[], total: number): Prose => {
    const shown = names.slice(0, most).map((name) => cut(oneLine(name), room.name));
    const hidden = total - shown.length;
    return [
      ...head,
      ": ",
      ...shown.flatMap((name, index): Prose => [index === 0 ? "" : ", ", { code: name }]),
      hidden > 0 ? ` and ${number(hidden)} more` : "",
    ];
  };
  const erring = withErrors.map(({ name, rows }) => `${name} (${number(rows)})`);
  const rest = restOf(files);
  return [
    notTaken === undefined ? [] : named(notTakenWords(files), notTaken.names, notTaken.count),
    erring.length === 0 ? [] : named(["Rows failed in"], erring, erring.length),
    rest === undefined ? [] : named([restWords(rest.count, files, status)], rest.names, rest.count),
  ];
}

/** Of a batch that failed nothing is ingested, whatever was taken of it. */
function restWords(
  left: number,
  { given, notTaken }: BatchDiagnostics["files"],
  status: BatchDiagnostics["status"],
): string {
  const what = hasFailed(status) && notTaken !== undefined ? "other file" : "file";
  const atLeast = given?.atLeast === true ? "At least " : "";
  return `${atLeast}${count(left, what)} ${hasFailed(status) ? "submitted" : "taken"}`;
}

function restOf({
  given,
  notTaken,
}: BatchDiagnostics["files"]):
  | { readonly names: readonly string[]; readonly count: number }
  | undefined {
  if (given === undefined) return undefined;
  const without = new Set(notTaken?.names);
  const names = given.names.filter((name) => !without.has(name));
  const left = given.count - (notTaken?.count ?? 0);
  return names.length === 0 || left <= 0 ? undefined : { names, count: left };
}
