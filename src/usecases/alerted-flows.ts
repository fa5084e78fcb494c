import type { FlowId } from "../domain/ids.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import type { Recorded } from "./record-notifications.ts";

/** The flows of which the notifications brought something that needs a person. */
export function alertedFlows(
  notifications: readonly Notification[],
  outcomes: readonly Recorded[],
): readonly FlowId[] {
  const flowIds = notifications.flatMap(({ content }, at) =>
    outcomes[at]?.alertId === undefined ? [] : (flowOf(content) ?? []),
  );
  return [...new Set(flowIds)];
}

function flowOf(content: NotificationContent): FlowId | undefined {
  switch (content.kind) {
    case "flow_run":
      return content.run.flowId;
    case "metric_alert":
      return content.alert.flowId;
    case "ingestion":
    case "audit":
    case "not_understood":
      return undefined;
  }
}
