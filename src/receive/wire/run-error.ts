import { z } from "zod";
import type { RunError } from "../../domain/flow-run.ts";
import { lenientList } from "./lenient.ts";
import { Count } from "./numbers.ts";
import { CodeText, MessageText } from "./text.ts";

const MAX_ERRORS = 200;

const WireError = z
  .object({
    code: CodeText,
    message: MessageText,
    /** Catalog's word for the message. */
    description: MessageText,
    count: Count,
    recordCount: Count,
  })
  .refine(
    ({ code, message, description }) => (code ?? message ?? description) !== undefined,
    "says nothing",
  )
  .transform(
    ({ code, message, description, count, recordCount }): RunError => ({
      code,
      message: message ?? description,
      count: count ?? recordCount,
    }),
  );

export const RunErrors = lenientList(WireError, MAX_ERRORS);
