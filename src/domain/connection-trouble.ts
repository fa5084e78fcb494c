import type { Cause } from "./cause.ts";
import type { FlowRun } from "./flow-run.ts";

/** That the copy failed, without a closer reason: the login or the network may be it. */
const COPY_FAILED = new Set(["CONNECTOR-1001-500", "2200"]);

/**
 * What connectors call trouble on the way to the source, its login or its network; the words of Azure Data
 * Factory's error codes, such as `SftpNetworkIssue` and `SqlOpenConnectionTimeout`.
 */
const ON_THE_WAY =
  /network|connect(?!or)|credential|authenticat|unauthori[sz]ed|accesstoken|forbidden|keyexchange|hostkey|login|requestserver|timeout/i;

/** Codes with such a word that are of something else. */
const OF_SOMETHING_ELSE = /write|batch/i;

/**
 * Whether a failed run's most specific cause concerns the connection to the source, so that testing the
 * connection tells something.
 */
export function concernsConnection(run: FlowRun, root: Cause | undefined): boolean {
  if (run.family !== "source" || run.status !== "failed") return false;
  if (root?.code === undefined) return false;
  if (COPY_FAILED.has(root.code)) return true;
  const isConnectors = root.place === "detail" || root.place === "nested";
  return isConnectors && ON_THE_WAY.test(root.code) && !OF_SOMETHING_ELSE.test(root.code);
}
