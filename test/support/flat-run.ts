import { MINUTE, T0 } from "./builders.ts";
import { ORG_ID } from "./start-flowrun.ts";

interface FlatRun {
  readonly runId?: string;
  readonly flowId?: string;
  readonly flowName?: string;
  readonly status?: string;
  /** When it ended. */
  readonly at?: number;
  readonly code?: string;
  readonly message?: string;
  readonly records?: number;
  /** Records that were not ingested, of a run that Adobe calls a success. */
  readonly rejected?: number;
  /** The batch that it wrote. */
  readonly batchId?: string;
}

let last = 0;

/** A notification in today's flat form, as Adobe sends it. */
export function flatRun(parts: FlatRun = {}): { id: string; [key: string]: unknown } {
  last += 1;
  const { runId = `run-${last}`, flowId = "flow-orders", flowName = "Orders to Profile" } = parts;
  const { status = "failed", at = T0, code = "133", message = "No files were found." } = parts;
  const failed = status === "failed";
  const generic = { code: "CONNECTOR-2001-500", message: "Error in processing the copied data." };
  const durationSummary = {
    startedAtUTC: at - 10 * MINUTE,
    ...(status === "inProgress" ? {} : { completedAtUTC: at }),
  };
  return {
    id: runId,
    createdAt: at - 10 * MINUTE,
    updatedAt: at,
    sandboxName: "prod",
    imsOrgId: ORG_ID,
    flowId,
    flowName,
    metrics: {
      durationSummary,
      recordSummary: {
        ...(parts.records === undefined ? {} : { inputRecordCount: parts.records }),
        ...(parts.rejected === undefined ? {} : { failedRecordCount: parts.rejected }),
      },
      statusSummary: { status, ...(failed ? { errors: [generic] } : {}) },
    },
    activities: [
      {
        id: "promotionActivity",
        durationSummary,
        ...(parts.batchId === undefined ? {} : { targetInfo: [targetOf(parts.batchId)] }),
        statusSummary: {
          status,
          ...(failed ? { errors: [generic], extensions: { errors: [{ code, message }] } } : {}),
        },
      },
    ],
  };
}

function targetOf(batchId: string): object {
  return { type: "TargetConnection", reference: { type: "Batch", ids: [batchId] } };
}
