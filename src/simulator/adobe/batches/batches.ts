import { deriveBatches } from "./derive.ts";

/** A batch as Catalog and Data Access have it. */
export interface SimulatedBatch {
  readonly batchId: string;
  /** Default "prod". */
  readonly sandbox?: string;
  /** Catalog's word, such as "failed". */
  readonly status: string;
  readonly failedRecordCount?: number;
  readonly errors?: readonly {
    readonly code: string;
    readonly description: string;
    readonly recordCount?: number;
  }[];
  /** Files under `meta?path=row_errors`, each with its rows. */
  readonly rowErrors?: Readonly<Record<string, readonly unknown[]>>;
  /** Paths of the files that were submitted. */
  readonly inputFiles?: readonly string[];
  /** Files in the listing of what failed, each with its rows. */
  readonly failed?: Readonly<Record<string, readonly unknown[]>>;
  /** Every listing says that there is another page, for ever. */
  readonly endless?: boolean;
}

export interface Batches {
  /** Takes the place of what was defined or derived for the same batch. */
  readonly define: (batch: SimulatedBatch) => void;
  /** Makes a batch for each that a notification names and that is not there yet. */
  readonly derive: (notification: unknown) => void;
  readonly find: (batchId: string, sandbox: string) => SimulatedBatch | undefined;
}

export function createBatches(): Batches {
  const batches = new Map<string, SimulatedBatch>();
  return {
    define: (batch) => batches.set(batch.batchId, batch),
    derive(notification) {
      for (const batch of deriveBatches(notification)) {
        if (!batches.has(batch.batchId)) batches.set(batch.batchId, batch);
      }
    },
    find(batchId, sandbox) {
      const batch = batches.get(batchId);
      return (batch?.sandbox ?? "prod") === sandbox ? batch : undefined;
    },
  };
}
