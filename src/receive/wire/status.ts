import type { RunStatus } from "../../domain/flow-run.ts";

/**
 * Adobe publishes no list. These were seen in its documents, with the spellings of other Adobe
 * services beside them; "completed" is left out, because it does not say whether all went well.
 */
const KNOWN = new Map<string, RunStatus>([
  ["inprogress", "in_progress"],
  ["started", "in_progress"],
  ["running", "in_progress"],
  ["success", "success"],
  ["succeeded", "success"],
  ["partialsuccess", "partial_success"],
  ["failed", "failed"],
  ["failure", "failed"],
]);

/** `statusText` keeps Adobe's own word where we do not know it. */
export function toStatus(stated: string | undefined): {
  readonly status: RunStatus;
  readonly statusText?: string;
} {
  if (stated === undefined) return { status: "unknown" };
  const status = KNOWN.get(stated.toLowerCase().replace(/[\s_-]/g, ""));
  return status === undefined ? { status: "unknown", statusText: stated } : { status };
}
