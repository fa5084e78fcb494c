import type { BoundedCount } from "../../domain/run-diagnostics.ts";
import { type Lookup, type PlatformAsker, takeJson } from "../platform-reader.ts";
import type { Budget } from "./budget.ts";
import { type LinesRead, takeJsonLines } from "./json-lines.ts";
import { PAGE_SIZE, readListing } from "./listing.ts";

const EXPORT = "/data/foundation/export/batches";
const PAGES = 5;

export type Names = BoundedCount & { readonly names: readonly string[] };
export type Place = { readonly kind: "failed" } | { readonly kind: "meta"; readonly path: string };

/** Data Access, as far as one batch's diagnostics need it; within what the budget leaves. */
export interface BatchExport {
  list(place: Place): Promise<Lookup<Names>>;
  readLines(
    place: Place,
    file: string,
    onLine: (json: unknown) => void,
  ): Promise<Lookup<LinesRead>>;
}

interface Parts {
  readonly ask: PlatformAsker;
  readonly batchId: string;
  readonly sandbox: string;
  readonly budget: Budget;
}

const NOTHING_READ = { bytes: 0, lines: 0, whole: false };

export function createBatchExport({ ask, batchId, sandbox, budget }: Parts): BatchExport {
  const base = `${EXPORT}/${batchId}`;
  /** Each listing is asked for once. */
  const listed = new Map<string, Promise<Lookup<Names>>>();

  async function page(
    place: Place,
    start: number,
  ): Promise<Lookup<ReturnType<typeof readListing>>> {
    const query = new URLSearchParams({
      ...(place.kind === "meta" ? { path: place.path } : {}),
      limit: String(PAGE_SIZE),
      ...(start === 0 ? {} : { start: String(start) }),
    });
    const path = `${base}/${place.kind}?${query.toString()}`;
    const answer = await ask({ path, sandbox }, takeJson);
    return answer.kind === "found"
      ? { kind: "found", value: readListing(answer.value, start) }
      : answer;
  }

  async function list(place: Place): Promise<Lookup<Names>> {
    const names = new Set<string>();
    let start: number | undefined = 0;
    for (let read = 0; start !== undefined && read < PAGES && budget.call(); read += 1) {
      const answer = await page(place, start);
      if (answer.kind !== "found") {
        if (read === 0) return answer;
        break;
      }
      if (answer.value === undefined) return { kind: "none" };
      const known = names.size;
      for (const name of answer.value.names) names.add(name);
      start = answer.value.next;
      // A listing that repeats itself would have no end.
      if (names.size === known) break;
    }
    return { kind: "found", value: counted(names, start !== undefined) };
  }

  return {
    list(place) {
      const key = place.kind === "meta" ? place.path : place.kind;
      const known = listed.get(key) ?? list(place);
      listed.set(key, known);
      return known;
    },

    async readLines(place, file, onLine) {
      const limits = { bytes: budget.bytes, lines: budget.lines };
      if (limits.bytes <= 0 || limits.lines <= 0 || !budget.call()) {
        return { kind: "found", value: NOTHING_READ };
      }
      const inside = place.kind === "meta" ? `${place.path}/${file}` : file;
      const path = `${base}/${place.kind}?${new URLSearchParams({ path: inside }).toString()}`;
      const answer = await ask({ path, sandbox }, (response) =>
        takeJsonLines(response, limits, onLine),
      );
      if (answer.kind === "found") budget.spend(answer.value);
      return answer;
    },
  };
}

function counted(names: ReadonlySet<string>, atLeast: boolean): Names {
  return { count: names.size, atLeast, names: [...names] };
}
