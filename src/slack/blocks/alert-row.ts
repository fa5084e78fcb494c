import type { AlertSummary } from "../../domain/alert-view.ts";
import { ACTION } from "../action-ids.ts";
import type { RenderContext } from "../message.ts";
import type { Room } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import { aboutLabel } from "./wording/rule-words.ts";
import { alertItem } from "./wording/summary-words.ts";

/** An alert in an answer, with the button that tells all about it. */
export function alertRow(alert: AlertSummary, context: RenderContext, room: Room): Part {
  return {
    kind: "row",
    lines: alertItem(alert, context, room),
    button: {
      actionId: ACTION.alertDetails,
      text: "Details",
      spoken: `Details: Alert #${alert.number}, ${aboutLabel(alert, 40)}`,
      value: alert.alertId,
    },
  };
}
