import type { FlowId } from "../domain/ids.ts";
import type { Notification } from "../domain/notification.ts";
import type { Recorded } from "./record-notifications.ts";

/** The flows of which the notifications brought something that needs a person. */
export function alertedFlows(
  notifications: readonly Notification[],
  outcomes: readonly Recorded[],
): readonly FlowId[] {
  const flowIds = notifications.flatMap(({ content }, at) =>
    outcomes[at]?.alertId !== undefined && content.kind === "flow_run" ? [content.run.flowId] : [],
  );
  return [...new Set(flowIds)];
}
