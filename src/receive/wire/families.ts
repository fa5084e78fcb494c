import type { NotificationContent } from "../../domain/notification.ts";
import { toAudit } from "./audit.ts";
import { toFlowRun } from "./flow-run.ts";
import { toIngestion } from "./ingestion.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import { toMetricAlert } from "./metric-alert.ts";
import type { ReadContext } from "./read-context.ts";

/** One kind of payload. The words are those of docs/notifications.md, which a test compares with this table. */
export interface Family {
  readonly family: string;
  readonly recognisedBy: string;
  readonly becomes: string;
  readonly fixture: string;
  readonly recognise: (value: JsonObject) => boolean;
  /** Nothing where what it cannot do without is missing. */
  readonly read: (value: JsonObject, context: ReadContext) => NotificationContent | undefined;
}

/**
 * The first that recognises an object counts: a metric alert, too, has `id` and `flowId`. The body
 * decides, never the event code: Adobe uses one code for failures, delays and their ends.
 */
export const FAMILIES: readonly Family[] = [
  {
    family: "metric alert",
    recognisedBy: "`status` FIRING or INACTIVE; or `severity` and no `metrics`",
    becomes: "the state of one of Adobe's own alert rules: firing, or not any more",
    fixture: "metric-alert-run-delayed.json",
    recognise: isMetricAlert,
    read: wrap(toMetricAlert, (alert) => ({ kind: "metric_alert", alert })),
  },
  {
    family: "audit",
    recognisedBy: "`payload`, an object with `assetType`",
    becomes: "what was changed and how; recorded, not told",
    fixture: "audit-dataset-created.json",
    recognise: ({ payload }) => isJsonObject(payload) && "assetType" in payload,
    read: wrap(toAudit, (record) => ({ kind: "audit", ...record })),
  },
  {
    family: "data ingestion",
    recognisedBy: "`xdm:ingestionId`",
    becomes: "one loaded or failed batch of the form before flow runs; recorded, not told",
    fixture: "data-ingestion-failure.json",
    recognise: (value) => "xdm:ingestionId" in value,
    read: wrap(toIngestion, (ingestion) => ({ kind: "ingestion", ingestion })),
  },
  {
    family: "flow run",
    recognisedBy: "`flowId` beside `id` or `metrics`; or `metrics` with `statusSummary`",
    becomes: "a flow run with its family, see the next table",
    fixture: "flow-run-failure-sftp-timeout.json",
    recognise: isFlowRun,
    read: wrap(toFlowRun, (run) => ({ kind: "flow_run", run })),
  },
];

export function familyOf(value: unknown): Family | undefined {
  return isJsonObject(value) ? FAMILIES.find(({ recognise }) => recognise(value)) : undefined;
}

function wrap<T>(
  read: (value: unknown, context: ReadContext) => T | undefined,
  toContent: (read: T) => NotificationContent,
): Family["read"] {
  return (value, context) => {
    const found = read(value, context);
    return found === undefined ? undefined : toContent(found);
  };
}

function isMetricAlert({ status, severity, metrics }: JsonObject): boolean {
  if (typeof status === "string" && /^(firing|inactive)$/i.test(status)) return true;
  return typeof severity === "string" && metrics === undefined;
}

/** Also one that lacks an id, so that it is reported as a flow run and not as something unknown. */
function isFlowRun({ id, flowId, metrics }: JsonObject): boolean {
  if (typeof flowId !== "string") return isJsonObject(metrics) && "statusSummary" in metrics;
  return typeof id === "string" || isJsonObject(metrics);
}
