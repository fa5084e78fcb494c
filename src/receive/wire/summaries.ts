import { z } from "zod";
import type { Figures, RunError } from "../../domain/flow-run.ts";
import { lenient, lenientList } from "./lenient.ts";
import { Count, StatedTime, toInstant } from "./numbers.ts";
import { RunErrors } from "./run-error.ts";
import { DetailText, NameText } from "./text.ts";

/** One link, a list of links, or a list of `{path}`: the form changed over the years. */
const FileInfo = z.union([
  z.string().transform((link) => [link]),
  lenientList(
    z.union([z.string(), z.object({ path: z.string() }).transform(({ path }) => path)]),
    100,
  ),
]);
const Manifest = lenient(z.object({ fileInfo: lenient(FileInfo) }));

/** What a run's `metrics` and each of its activities have in common. */
export const summaries = {
  durationSummary: lenient(z.object({ startedAtUTC: StatedTime, completedAtUTC: StatedTime })),
  sizeSummary: lenient(z.object({ inputBytes: Count, outputBytes: Count })),
  recordSummary: lenient(
    z.object({
      inputRecordCount: Count,
      outputRecordCount: Count,
      failedRecordCount: Count,
      skippedRecordCount: Count,
      failedInfo: RunErrors,
    }),
  ),
  fileSummary: lenient(
    z.object({
      inputFileCount: Count,
      outputFileCount: Count,
      failedFileCount: Count,
      manifest: Manifest,
      extensions: lenient(z.object({ manifest: Manifest })),
    }),
  ),
  statusSummary: lenient(
    z.object({
      status: NameText,
      errors: RunErrors,
      extensions: lenient(
        z.object({ errors: RunErrors, errorDetail: DetailText, batchId: NameText }),
      ),
    }),
  ),
};
const Summaries = z.object(summaries);
export type Summaries = z.infer<typeof Summaries>;

export function toFigures({ recordSummary, sizeSummary, fileSummary }: Summaries): Figures {
  return {
    recordsIn: recordSummary?.inputRecordCount,
    recordsOut: recordSummary?.outputRecordCount,
    recordsFailed: recordSummary?.failedRecordCount,
    recordsSkipped: recordSummary?.skippedRecordCount,
    bytesIn: sizeSummary?.inputBytes,
    bytesOut: sizeSummary?.outputBytes,
    filesIn: fileSummary?.inputFileCount,
    filesOut: fileSummary?.outputFileCount,
    filesFailed: fileSummary?.failedFileCount,
  };
}

export function toSpan(
  { durationSummary }: Summaries,
  receivedAt: number,
): { readonly startedAt: number | undefined; readonly completedAt: number | undefined } {
  return {
    startedAt: toInstant(durationSummary?.startedAtUTC, receivedAt),
    completedAt: toInstant(durationSummary?.completedAtUTC, receivedAt),
  };
}

export function toErrors({ statusSummary, recordSummary }: Summaries): {
  errors: RunError[];
  failedInfo: RunError[];
} {
  return {
    errors: statusSummary?.errors ?? [],
    failedInfo: recordSummary?.failedInfo ?? [],
  };
}
