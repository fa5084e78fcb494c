import {
  type BatchDiagnostics,
  hasFailed,
  isUnderWay,
  type RunDiagnostics,
  saysAnything,
} from "../../domain/run-diagnostics.ts";
import { type Lookup, type PlatformAsker, takeJson } from "../platform-reader.ts";
import { type BatchAnswer, readBatch } from "./batch-answer.ts";
import { type Budget, createBudget } from "./budget.ts";
import { type BatchExport, createBatchExport } from "./data-access.ts";
import { readFailedRows } from "./failed-rows.ts";
import { readFiles } from "./files.ts";
import { createTally } from "./tally.ts";

/** `none`: Adobe has nothing to tell of these batches, or not to us. */
export type DiagnosticsLookup =
  | { readonly kind: "found"; readonly diagnostics: RunDiagnostics }
  | { readonly kind: "none" }
  | { readonly kind: "unavailable" };

/** Where the diagnostics of a run's batches come from. Never rejects. */
export interface DiagnosticsSource {
  find(batchIds: readonly string[], sandbox: string): Promise<DiagnosticsLookup>;
}

const CATALOG = "/data/foundation/catalog/batches";
/** It becomes part of a path. */
const BATCH_ID = /^[\w-]{1,100}$/;

/**
 * Catalog's word on each batch, the counts in its files of row errors, and which files were taken. It is
 * asked of the platform's own host; of the notification only the batches' ids are used.
 */
export function createDiagnosticsSource(ask: PlatformAsker): DiagnosticsSource {
  return {
    async find(batchIds, sandbox) {
      const budget = createBudget();
      const batches: BatchDiagnostics[] = [];
      let complete = true;
      for (const batchId of batchIds.filter((id) => BATCH_ID.test(id))) {
        const read = await readOne(ask, { batchId, sandbox, budget });
        batches.push(read.batch);
        complete &&= read.complete;
        // Whoever does not answer now is not asked for the next batch either.
        if (read.unavailable) break;
      }
      if (batches.some(saysAnything)) return { kind: "found", diagnostics: { batches, complete } };
      return { kind: complete ? "none" : "unavailable" };
    },
  };
}

interface Question {
  readonly batchId: string;
  readonly sandbox: string;
  readonly budget: Budget;
}

interface BatchRead {
  readonly batch: BatchDiagnostics;
  readonly complete: boolean;
  readonly unavailable: boolean;
}

async function readOne(ask: PlatformAsker, question: Question): Promise<BatchRead> {
  const { batchId } = question;
  const answer = await askCatalog(ask, question);
  if (answer.kind === "unavailable") {
    const batch = { batchId, errors: [], moreErrors: 0, files: { withErrors: [] } };
    return { batch, complete: false, unavailable: true };
  }
  const catalog = answer.kind === "found" ? answer.value : { errors: [] };
  return readExport(createBatchExport({ ask, ...question }), batchId, catalog);
}

async function askCatalog(
  ask: PlatformAsker,
  { batchId, sandbox, budget }: Question,
): Promise<Lookup<BatchAnswer>> {
  if (!budget.call()) return { kind: "unavailable", asked: false };
  const answer = await ask({ path: `${CATALOG}/${batchId}`, sandbox }, takeJson);
  if (answer.kind !== "found") return answer;
  const value = readBatch(answer.value, batchId);
  return value === undefined ? { kind: "unavailable", asked: true } : { kind: "found", value };
}

async function readExport(
  from: BatchExport,
  batchId: string,
  catalog: BatchAnswer,
): Promise<BatchRead> {
  const { status } = catalog;
  const tally = createTally();
  const rows = await readFailedRows(from, tally, { mayHaveFailed: mayHaveFailed(catalog) });
  const files = rows.unavailable
    ? { files: { withErrors: [] }, unavailable: true }
    : await readFiles(from, tally, { mayHaveFailed: mayHaveFailed(catalog) });
  const unavailable = rows.unavailable || files.unavailable;
  const counted = tally.rows > 0 ? { count: tally.rows, atLeast: !rows.whole } : undefined;
  const failedRows =
    catalog.failedRows === undefined ? counted : { count: catalog.failedRows, atLeast: false };
  const batch = {
    batchId,
    ...(status === undefined ? {} : { status }),
    ...(failedRows === undefined ? {} : { failedRows }),
    ...tally.errors(catalog.errors),
    files: files.files,
  };
  return { batch, complete: !unavailable && !isUnderWay(status), unavailable };
}

/** Of a batch that went well nothing is in the listing of what failed. */
function mayHaveFailed({ status }: BatchAnswer): boolean {
  return status === undefined || hasFailed(status);
}
