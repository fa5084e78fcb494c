import type { SimulatedBatch } from "./batches.ts";
import { personOf } from "./personal-data.ts";

/**
 * A plausible batch for each that a notification of a run with trouble names: its nested codes as the
 * errors, as many rows as failed, and rows full of personal data, as Adobe's are.
 */
export function deriveBatches(notification: unknown): readonly SimulatedBatch[] {
  return runsIn(notification).flatMap((run) => {
    const text = JSON.stringify(run);
    const isFailed = /"status":"failed"/i.test(text);
    const failedRows = Number(/"failedRecordCount":(\d+)/.exec(text)?.[1] ?? 0);
    if (!isFailed && failedRows === 0) return [];
    const sandbox = stringIn(run, "sandboxName") ?? "prod";
    const code = codeIn(text);
    if (NO_FILES.test(text))
      return batchIdsIn(text).map((batchId) => withoutFiles(batchId, sandbox));
    return batchIdsIn(text).map((batchId) =>
      toBatch({ batchId, sandbox, isFailed, rows: failedRows > 0 ? failedRows : 30, code }),
    );
  });
}

/** Adobe's code for a batch to which nothing was uploaded. */
const NO_FILES = /"code":"133"/;

function withoutFiles(batchId: string, sandbox: string): SimulatedBatch {
  const errors = [{ code: "133", description: "Unable to locate any files for this batch." }];
  return { batchId, sandbox, status: "failed", errors, failed: {} };
}

interface Wanted {
  readonly batchId: string;
  readonly sandbox: string;
  readonly isFailed: boolean;
  readonly rows: number;
  readonly code: string | undefined;
}

const FILES = 12;
const SHORT = 1401;

function toBatch({ batchId, sandbox, isFailed, rows, code }: Wanted): SimulatedBatch {
  const corrupt = Math.min(2, rows - 1);
  const bad = rows - corrupt;
  const mapper = code !== undefined && /^[A-Z]+-/.test(code) ? code : "MAPPER-3700-199";
  const inputFiles = Array.from({ length: FILES }, (_, at) => `export/part-${at + 1}.csv`);
  return {
    batchId,
    sandbox,
    status: isFailed ? "failed" : "success",
    failedRecordCount: rows,
    errors: [
      {
        code: "INGEST-1212-400",
        description: `Encountered ${rows} errors in the data, the first in the row of ${personOf(0).name}.`,
      },
      { code: mapper, description: "Mapper Transform Error", recordCount: bad },
      ...(corrupt === 0
        ? []
        : [
            {
              code: `INGEST-${SHORT}-400`,
              description: "The row is corrupted.",
              recordCount: corrupt,
            },
          ]),
    ],
    inputFiles,
    rowErrors: {
      "conversion_errors_0.json": Array.from({ length: bad }, (_, row) =>
        conversionError(row, mapper),
      ),
      ...(corrupt === 0
        ? {}
        : {
            "parsing_errors_0.json": Array.from({ length: corrupt }, (_, row) => parsingError(row)),
          }),
    },
    failed: isFailed ? { _SUCCESS: [], "part-12.csv": [] } : {},
  };
}

function conversionError(row: number, code: string): object {
  const person = personOf(row);
  return {
    ...person,
    _errors: [
      {
        column: "birthDate",
        code,
        message: `Cannot convert ${person.birthDate} of ${person.email} to date`,
      },
    ],
    _filename: `part-${(row % 3) + 1}.csv`,
  };
}

function parsingError(row: number): object {
  const { name, email, iban } = personOf(row);
  return {
    _corrupt_record: `"${name};${email};${iban}`,
    _errors: [{ code: String(SHORT), message: `The row of ${name} cannot be read` }],
    _filename: "part-4.csv",
  };
}

type Run = Readonly<Record<string, unknown>>;

const DEEPEST = 20;

/** Runs, whatever they are wrapped in. */
function runsIn(value: unknown, depth = 0): readonly Run[] {
  if (depth > DEEPEST) return [];
  const inside = (one: unknown): readonly Run[] => runsIn(one, depth + 1);
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== "object" || value === null) return [];
  const object: Run = Object.fromEntries(Object.entries(value));
  return "flowId" in object && "metrics" in object
    ? [object]
    : Object.values(object).flatMap(inside);
}

function stringIn(run: Run, key: string): string | undefined {
  const value = run[key];
  return typeof value === "string" ? value : undefined;
}

function batchIdsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/"type":"batch","ids":\["([\w-]+)"/gi)].map(([, id = ""]) => id);
  const linked = [...text.matchAll(/\/batches\/([\w-]+)\/meta/g)].map(([, id = ""]) => id);
  return [...new Set([...named, ...linked])];
}

function codeIn(text: string): string | undefined {
  return /"code":"((?:MAPPER|INGEST|DCVS)-[\d-]+)"/.exec(text)?.[1];
}
