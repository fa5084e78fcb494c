import type { FlowRun } from "../../domain/flow-run.ts";
import { toFlowRun } from "./flow-run.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * One form in which Adobe sends things. A wrapper is `unwrap`ped, a payload is `read`; a form with
 * neither is known by sight and kept as "not understood" under its name.
 */
interface Form {
  readonly form: string;
  readonly recognise: (value: JsonObject) => boolean;
  readonly unwrap?: (value: JsonObject) => unknown;
  readonly read?: (value: JsonObject, receivedAt: number) => FlowRun | undefined;
}

/**
 * The first form that recognises an object counts: a metric alert, too, has `id` and `flowId`.
 * Recognising is plain property access, because it runs before the recipient is known: any of
 * Adobe's customers can have long lists signed and sent here.
 */
const FORMS: readonly Form[] = [
  { form: "metric alert", recognise: isMetricAlert },
  { form: "audit", recognise: ({ payload }) => isJsonObject(payload) && "assetType" in payload },
  { form: "cloudevents", recognise: (value) => "specversion" in value },
  { form: "data ingestion", recognise: (value) => "xdm:ingestionId" in value },
  { form: "flow run", recognise: isFlowRun, read: toFlowRun },
  { form: "pipeline", recognise: isPipeline, unwrap: ({ messages }) => messages },
  { form: "pipeline message", recognise: isPipelineMessage, unwrap: ({ value }) => value },
  { form: "envelope", recognise: isEnvelope, unwrap: ({ event }) => event },
];

export function formOf(value: unknown): Form | undefined {
  return isJsonObject(value) ? FORMS.find(({ recognise }) => recognise(value)) : undefined;
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

function isPipeline({ messages }: JsonObject): boolean {
  return isFilledList(messages);
}

function isPipelineMessage({ value, imsOrgId, _eventNotificationMeta: meta }: JsonObject): boolean {
  return isJsonObject(value) && (imsOrgId !== undefined || meta !== undefined);
}

function isEnvelope({ event }: JsonObject): boolean {
  return isJsonObject(event) || isFilledList(event);
}

/** An empty list is not unwrapped: what holds nothing must still be judged and kept. */
function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
