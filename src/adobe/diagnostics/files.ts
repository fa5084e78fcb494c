import { z } from "zod";
import type { BatchFiles } from "../../domain/run-diagnostics.ts";
import type { Lookup } from "../platform-reader.ts";
import type { BatchExport, Names } from "./data-access.ts";
import type { Tally } from "./tally.ts";

/** What the notification's `fileInfo` points at. */
const INPUT_FILES = { kind: "meta", path: "input_files" } as const;
const MOST_LISTS = 5;
/** More are not even counted. */
const MOST_FILES = 10_000;
const MOST_NAMED = 20;

const Submitted = z.object({ path: z.string().max(2_000) });
const FILE_NAME = /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u;

/** Which of a batch's files were taken, and which not. */
export async function readFiles(
  from: BatchExport,
  tally: Tally,
  { mayHaveFailed }: { readonly mayHaveFailed: boolean },
): Promise<{ readonly files: BatchFiles; readonly unavailable: boolean }> {
  const given = await readGiven(from);
  if (given.kind === "unavailable") return { files: { withErrors: [] }, unavailable: true };
  const failed: Lookup<Names> = mayHaveFailed
    ? await from.list({ kind: "failed" })
    : { kind: "none" };
  const names = given.kind === "found" ? given.value.names : [];
  const notTaken = failed.kind === "found" ? toNotTaken(failed.value) : undefined;
  return {
    files: {
      ...(given.kind === "found" ? { given: shortened(given.value) } : {}),
      ...(notTaken === undefined ? {} : { notTaken }),
      withErrors: withErrors(names, tally),
    },
    unavailable: failed.kind === "unavailable",
  };
}

/** Each file of the listing holds lines like `{"path":"etc/F2.json"}`. */
async function readGiven(from: BatchExport): Promise<Lookup<Names>> {
  const listing = await from.list(INPUT_FILES);
  if (listing.kind !== "found") return listing;
  const lists = listing.value.names;
  let whole = !listing.value.atLeast && lists.length <= MOST_LISTS;
  const paths = new Set<string>();
  for (const list of lists.slice(0, MOST_LISTS)) {
    const read = await from.readLines(INPUT_FILES, list, (json) => {
      const { path } = Submitted.safeParse(json).data ?? {};
      if (path !== undefined && paths.size < MOST_FILES) paths.add(path);
    });
    if (read.kind === "unavailable") return read;
    whole &&= read.kind === "found" && read.value.whole;
  }
  if (paths.size === 0) return { kind: "none" };
  const atLeast = !whole || paths.size >= MOST_FILES;
  const names = [...paths].map(fileName).filter((name) => FILE_NAME.test(name));
  return { kind: "found", value: { count: paths.size, atLeast, names } };
}

/** Folders are left: a file's name is what people look for. */
function fileName(path: string): string {
  return path.split("/").at(-1) ?? "";
}

/** Markers such as `_SUCCESS`, and the folders of diagnostics, are no files of the batch. */
function toNotTaken({ count, atLeast, names }: Names): BatchFiles["notTaken"] {
  const files = names.filter((name) => !/^[_.]/.test(name) && name.includes("."));
  const others = names.length - files.length;
  if (files.length === 0) return undefined;
  return shortened({ count: count - others, atLeast, names: files });
}

function shortened({ count, atLeast, names }: Names): NonNullable<BatchFiles["given"]> {
  return { count, atLeast, names: names.slice(0, MOST_NAMED) };
}

/** A row's own word for its file counts only where such a file was submitted: it is data like the rest. */
function withErrors(names: readonly string[], { byFile }: Tally): BatchFiles["withErrors"] {
  const known = new Set(names);
  const byName = new Map<string, number>();
  for (const [path, rows] of byFile) {
    const name = fileName(path);
    if (known.has(name)) byName.set(name, (byName.get(name) ?? 0) + rows);
  }
  return [...byName]
    .map(([name, rows]) => ({ name, rows }))
    .toSorted((one, other) => other.rows - one.rows)
    .slice(0, MOST_NAMED);
}
