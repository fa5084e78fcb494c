import { z } from "zod";
import { BatchStatus } from "../../domain/run-diagnostics.ts";
import { codeOf } from "./code.ts";

/** What Catalog says of one batch. Its descriptions are left: they may quote rows. */
export interface BatchAnswer {
  readonly status?: BatchStatus | undefined;
  readonly failedRows?: number | undefined;
  readonly errors: readonly { readonly code: string; readonly rows?: number | undefined }[];
}

const Count = z.number().int().nonnegative().optional().catch(undefined);

/** The specification calls the number `rows`, Adobe's sample `recordCount`. */
const CodeOfBatch = z.object({ code: z.unknown().optional(), recordCount: Count, rows: Count });

const MOST_ERRORS = 200;

const Batch = z.object({
  /** A word that we do not know yet is none; where there is no word, it is no batch. */
  status: z.string().transform((word) => BatchStatus.safeParse(word).data),
  metrics: z.object({ failedRecordCount: Count }).optional().catch(undefined),
  errors: z.array(z.unknown()).catch([]),
});

/** Catalog answers with an object that has the batch under its id. */
export function readBatch(json: unknown, batchId: string): BatchAnswer | undefined {
  const byId = z.record(z.string(), z.unknown()).safeParse(json).data;
  const own = byId !== undefined && Object.hasOwn(byId, batchId) ? byId[batchId] : undefined;
  const batch = Batch.safeParse(own).data;
  if (batch === undefined) return undefined;
  const failedRows = batch.metrics?.failedRecordCount ?? 0;
  return {
    status: batch.status,
    // 0 is also what stands there where nothing was counted.
    failedRows: failedRows > 0 ? failedRows : undefined,
    errors: batch.errors.slice(0, MOST_ERRORS).flatMap((entry) => {
      const error = CodeOfBatch.safeParse(entry).data;
      if (error === undefined) return [];
      return [{ code: codeOf(error.code), rows: error.recordCount ?? error.rows }];
    }),
  };
}
