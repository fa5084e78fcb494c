import { z } from "zod";
import type { FlowRun } from "../../domain/flow-run.ts";
import { FlowId, FlowRunId } from "../../domain/ids.ts";
import { toActivity, WireActivities } from "./activity.ts";
import { batchIdsOf } from "./batch-ids.ts";
import { lenient } from "./lenient.ts";
import { StatedTime, toInstant } from "./numbers.ts";
import { toStatus } from "./status.ts";
import { summaries, toErrors, toFigures, toSpan } from "./summaries.ts";
import { NameText, UrlText } from "./text.ts";

/** No control, format or surrogate characters: an id that would have to be mended is no id. */
const WireId = z
  .string()
  .trim()
  .regex(/^\P{C}+$/u);

/** The flow-run object; the same since 2020, whatever stands around it. Only the ids are required. */
const WireFlowRun = z.object({
  id: WireId.pipe(FlowRunId),
  flowId: WireId.pipe(FlowId),
  flowName: NameText,
  flowType: NameText,
  imsOrgId: NameText,
  header: lenient(z.object({ _adobeio: lenient(z.object({ imsOrgId: NameText })) })),
  sandboxName: NameText,
  providerRefId: NameText,
  url: UrlText,
  createdAt: StatedTime,
  updatedAt: StatedTime,
  metrics: z.object(summaries).catch({}),
  activities: WireActivities,
  /** Flow Service's own specification misspells it. */
  activites: WireActivities,
});

/** Nothing where run id or flow id is missing. */
export function toFlowRun(value: unknown, receivedAt: number): FlowRun | undefined {
  const parsed = WireFlowRun.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, metrics, header, activities: spelt, activites: misspelt, ...wire } = parsed.data;
  const activities = spelt.length > 0 ? spelt : misspelt;
  return {
    runId: id,
    flowId: wire.flowId,
    flowName: wire.flowName,
    flowType: wire.flowType,
    imsOrgId: wire.imsOrgId ?? header?._adobeio?.imsOrgId,
    sandboxName: wire.sandboxName,
    providerRefId: wire.providerRefId,
    url: wire.url,
    ...toStatus(metrics.statusSummary?.status),
    createdAt: toInstant(wire.createdAt, receivedAt),
    updatedAt: toInstant(wire.updatedAt, receivedAt),
    ...toSpan(metrics, receivedAt),
    observedAt: receivedAt,
    figures: toFigures(metrics),
    ...toErrors(metrics),
    activities: activities.map((activity, index) =>
      toActivity(activity, { position: index + 1, receivedAt }),
    ),
    batchIds: batchIdsOf([...activities, metrics]),
  };
}
