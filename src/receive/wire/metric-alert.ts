import { createHash } from "node:crypto";
import { z } from "zod";
import { FlowId, FlowRunId, SeriesId } from "../../domain/ids.ts";
import type { MetricAlert, MetricAlertKind } from "../../domain/metric-alert.ts";
import { lenient } from "./lenient.ts";
import { toInstant } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import { CodeText, MessageText, NameText, UrlText, WireId } from "./text.ts";
import { statedOrg, WireHeader } from "./wire-header.ts";

/** ISO 8601 in every sample; epoch numbers elsewhere in the same families. */
const StatedInstant = lenient(
  z.union([
    z.number(),
    z
      .string()
      .max(40)
      .transform((text) => Date.parse(text)),
  ]),
);

const WireMetricAlert = z.object({
  status: NameText,
  name: NameText,
  /** What newer samples call it besides. */
  alertName: NameText,
  message: MessageText,
  severity: NameText,
  value: CodeText,
  url: UrlText,
  flowId: lenient(WireId.pipe(FlowId)),
  flowRunId: lenient(WireId.pipe(FlowRunId)),
  sandboxName: NameText,
  imsOrgId: NameText,
  header: WireHeader,
  createdAt: StatedInstant,
  resolvedAt: StatedInstant,
});

/** Nothing where the rule has no name, or its state is neither firing nor inactive. */
export function toMetricAlert(
  value: unknown,
  { receivedAt }: ReadContext,
): MetricAlert | undefined {
  const parsed = WireMetricAlert.safeParse(value);
  if (!parsed.success) return undefined;
  const wire = parsed.data;
  const name = wire.name ?? wire.alertName;
  const state = toState(wire.status);
  if (name === undefined || state === undefined) return undefined;
  const createdAt = toInstant(wire.createdAt, receivedAt);
  const resolvedAt = toInstant(wire.resolvedAt, receivedAt);
  const about = {
    flowId: wire.flowId,
    runId: wire.flowRunId,
    sandboxName: wire.sandboxName,
    imsOrgId: wire.imsOrgId ?? statedOrg(wire.header),
  };
  return {
    series: toSeries(name, about),
    name,
    kind: toKind(name),
    state,
    ...about,
    message: wire.message,
    value: wire.value,
    severity: wire.severity,
    url: wire.url,
    at: (state === "inactive" ? resolvedAt : undefined) ?? createdAt ?? receivedAt,
    createdAt,
  };
}

function toState(status: string | undefined): MetricAlert["state"] | undefined {
  const word = status?.trim().toLowerCase();
  return word === "firing" || word === "inactive" ? word : undefined;
}

/** Names differ by service and environment (`sources_flow_run_delay_e2e_va7_prod`), their words do not. */
const KINDS: readonly (readonly [words: RegExp, kind: MetricAlertKind])[] = [
  [/error[ _-]*rate|rate[ _-]*of[ _-]*errors/i, "error_rate"],
  [/skip/i, "skip_rate"],
  [/throughput|capacity/i, "throughput"],
  [/delay/i, "delay"],
];

function toKind(name: string): MetricAlertKind {
  return KINDS.find(([words]) => words.test(name))?.[1] ?? "other";
}

/** Adobe's own id of a metric alert is left out: no page says that it stays the same until the end. */
function toSeries(
  name: string,
  about: Pick<MetricAlert, "flowId" | "runId" | "sandboxName" | "imsOrgId">,
): SeriesId {
  const { flowId, runId, sandboxName, imsOrgId } = about;
  const parts = [name, flowId, runId, sandboxName, imsOrgId].map((part) => part ?? "");
  return SeriesId.parse(createHash("sha256").update(JSON.stringify(parts)).digest("hex"));
}
