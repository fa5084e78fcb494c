import { z } from "zod";
import { codeOf, columnOf } from "./code.ts";

/** What is kept of a row that failed. */
export interface FailedRow {
  readonly errors: readonly { readonly code: string; readonly column?: string | undefined }[];
  /** The file that the row came in, as the row says; to be believed only where such a file was submitted. */
  readonly file?: string | undefined;
}

const MOST_ERRORS = 20;

const Listed = z.array(z.unknown()).catch([]);
const Row = z.object({
  /** A list of errors; of streaming batches an object with one. */
  _errors: z.union([z.array(z.unknown()), z.object({ _streamingValidation: Listed })]).optional(),
  _validationErrors: Listed.optional(),
  _filename: z.string().max(500).optional().catch(undefined),
});

const RowError = z.object({ code: z.unknown().optional(), column: z.unknown().optional() });
const Violation = z.object({
  keyword: z.unknown().optional(),
  pointerToViolation: z.unknown().optional(),
});

/**
 * Forms seen in Adobe's documents (help/ingestion/quality: error-diagnostics, retrieve-failed-batches):
 * `_errors: [{code, column?, message}]`, `_validationErrors` and `_errors._streamingValidation` with
 * `{keyword, pointerToViolation, message}`. The messages quote the row, so they are left.
 */
export function readRow(json: unknown): FailedRow | undefined {
  const row = Row.safeParse(json).data;
  if (row === undefined) return undefined;
  const { _errors: errors = [], _validationErrors: violations = [], _filename: file } = row;
  const told = Array.isArray(errors)
    ? errors.slice(0, MOST_ERRORS).flatMap(toError)
    : errors._streamingValidation.slice(0, MOST_ERRORS).flatMap(toViolation);
  const all = [...told, ...violations.slice(0, MOST_ERRORS).flatMap(toViolation)];
  return all.length === 0 ? undefined : { errors: all, file };
}

type Told = FailedRow["errors"];

function toError(entry: unknown): Told {
  const error = RowError.safeParse(entry).data;
  if (error === undefined) return [];
  return [{ code: codeOf(error.code), column: columnOf(error.column) }];
}

/** The words of JSON Schema that say what a value broke. */
const KEYWORDS = new Set([
  "additionalProperties",
  "allOf",
  "anyOf",
  "const",
  "enum",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "format",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minimum",
  "multipleOf",
  "oneOf",
  "pattern",
  "required",
  "type",
  "uniqueItems",
]);

function toViolation(entry: unknown): Told {
  const violation = Violation.safeParse(entry).data;
  if (violation === undefined) return [];
  const { keyword, pointerToViolation: pointer } = violation;
  const code = typeof keyword === "string" && KEYWORDS.has(keyword) ? keyword : codeOf(undefined);
  // `#/person/birthDate`
  const path = typeof pointer === "string" ? pointer.replace(/^#?\//, "").replaceAll("/", ".") : "";
  return [{ code, column: columnOf(path) }];
}
