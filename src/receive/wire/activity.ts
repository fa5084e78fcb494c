import { z } from "zod";
import type { Activity, ActivityKind } from "../../domain/flow-run.ts";
import { TargetInfo } from "./batch-ids.ts";
import { lenientList } from "./lenient.ts";
import { toStatus } from "./status.ts";
import { summaries, toErrors, toFigures, toSpan } from "./summaries.ts";
import { CodeText, NameText } from "./text.ts";

const MAX_ACTIVITIES = 100;

const WireActivity = z.object({
  id: CodeText,
  name: NameText,
  targetInfo: TargetInfo,
  ...summaries,
});
type WireActivity = z.infer<typeof WireActivity>;
export const WireActivities = lenientList(WireActivity, MAX_ACTIVITIES);

/** Flow Service's fixed ids, by how they begin; before 2021 there were names in their place. */
const KINDS: readonly (readonly [prefix: string, kind: ActivityKind])[] = [
  ["copyactivity", "copy"],
  ["4f008a00-3a04-11eb-", "copy"],
  ["promotionactivity", "promotion"],
  ["37b34f84-1ada-11eb-", "promotion"],
  ["46382888-2f46-11eb-", "identity"],
  ["08e3217c-2f46-11eb-", "profile"],
  ["3c8e49bc-27a6-11ec-", "segmentation"],
  ["8816f6a2-", "query"],
];

function toActivityKind(activityId: string): ActivityKind {
  const id = activityId.toLowerCase();
  return KINDS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "other";
}

export function toActivity(
  wire: WireActivity,
  { position, receivedAt }: { readonly position: number; readonly receivedAt: number },
): Activity {
  const { id, name, statusSummary } = wire;
  const activityId = id ?? name ?? `activity ${position}`;
  return {
    activityId,
    name,
    kind: toActivityKind(activityId),
    status: toStatus(statusSummary?.status).status,
    ...toSpan(wire, receivedAt),
    figures: toFigures(wire),
    ...toErrors(wire),
    nestedErrors: statusSummary?.extensions?.errors ?? [],
    errorDetail: statusSummary?.extensions?.errorDetail,
  };
}
