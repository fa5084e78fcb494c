import { z } from "zod";
import { lenient, lenientList } from "./lenient.ts";
import type { Summaries } from "./summaries.ts";
import { NameText } from "./text.ts";

const MAX_BATCHES = 10;
const BATCH_ID = /^[\w-]{1,100}$/;
/** Only the id is taken: the host is now production, now stage, now an internal one. */
const BATCH_LINK = /\/batches\/([\w-]{1,100})\/meta/;

export const TargetInfo = lenientList(
  z.object({
    reference: lenient(z.object({ type: NameText, ids: lenientList(z.string(), MAX_BATCHES) })),
  }),
  100,
);

type Part = Summaries & { readonly targetInfo?: z.infer<typeof TargetInfo> };

/**
 * The batches that a run wrote, the surest first: those named as targets, those whose files are
 * linked, and last the note in the status, which one of Adobe's samples contradicts.
 */
export function batchIdsOf(parts: readonly Part[]): string[] {
  const found = [
    ...parts.flatMap(targets),
    ...parts.flatMap(linked),
    ...parts.flatMap((part) => part.statusSummary?.extensions?.batchId ?? []),
  ];
  return [...new Set(found.filter((id) => BATCH_ID.test(id)))].slice(0, MAX_BATCHES);
}

function targets({ targetInfo = [] }: Part): readonly string[] {
  return targetInfo.flatMap(({ reference }) =>
    reference?.type?.toLowerCase() === "batch" ? reference.ids : [],
  );
}

function linked({ fileSummary }: Part): readonly string[] {
  const links = [
    ...(fileSummary?.manifest?.fileInfo ?? []),
    ...(fileSummary?.extensions?.manifest?.fileInfo ?? []),
  ];
  return links.flatMap((link) => BATCH_LINK.exec(link)?.[1] ?? []);
}
