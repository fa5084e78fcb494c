import { z } from "zod";
import type { FlowRun } from "../../domain/flow-run.ts";
import { FlowId, FlowRunId } from "../../domain/ids.ts";
import { toActivity, WireActivities } from "./activity.ts";
import { batchIdsOf } from "./batch-ids.ts";
import { lenientList } from "./lenient.ts";
import { StatedTime, toInstant } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import { runFamilyOf } from "./run-family.ts";
import { toStatus } from "./status.ts";
import { summaries, toErrors, toFigures, toSpan } from "./summaries.ts";
import { NameText, UrlText, WireId } from "./text.ts";
import { statedOrg, WireHeader } from "./wire-header.ts";

const MAX_PREDECESSORS = 20;

/** The flow-run object; the same since 2020, whatever stands around it. Only the ids are required. */
const WireFlowRun = z.object({
  id: WireId.pipe(FlowRunId),
  flowId: WireId.pipe(FlowId),
  flowName: NameText,
  flowType: NameText,
  imsOrgId: NameText,
  header: WireHeader,
  sandboxName: NameText,
  providerRefId: NameText,
  url: UrlText,
  createdAt: StatedTime,
  updatedAt: StatedTime,
  metrics: z.object(summaries).catch({}),
  activities: WireActivities,
  /** Flow Service's own specification misspells it. */
  activites: WireActivities,
  predecessors: lenientList(z.object({ flowRunId: WireId.pipe(FlowRunId) }), MAX_PREDECESSORS),
});

/** Nothing where run id or flow id is missing. */
export function toFlowRun(
  value: unknown,
  { receivedAt, statedCode }: ReadContext,
): FlowRun | undefined {
  const parsed = WireFlowRun.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, metrics, header, activities: spelt, activites: misspelt, ...wire } = parsed.data;
  const wireActivities = spelt.length > 0 ? spelt : misspelt;
  const activities = wireActivities.map((activity, index) =>
    toActivity(activity, { position: index + 1, receivedAt }),
  );
  const predecessors = [...new Set(wire.predecessors.map(({ flowRunId }) => flowRunId))];
  return {
    runId: id,
    flowId: wire.flowId,
    flowName: wire.flowName,
    flowType: wire.flowType,
    imsOrgId: wire.imsOrgId ?? statedOrg(header),
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
    activities,
    batchIds: batchIdsOf([...wireActivities, metrics]),
    family: runFamilyOf({
      statedCode,
      activityKinds: activities.map(({ kind }) => kind),
      url: wire.url,
      flowType: wire.flowType,
    }),
    ...(predecessors.length === 0 ? {} : { predecessors }),
  };
}
