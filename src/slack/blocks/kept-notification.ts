import { shapeOf } from "../../domain/shape.ts";
import type { KeptNotice } from "../../usecases/find-flow.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { toMessage } from "./layout/fit.ts";

/** What was not understood, ready to be pasted into a report: its shape, none of its values. */
export function renderKeptNotification(
  { notificationId, receivedAt, source, eventCode, form, body }: KeptNotice,
  context: RenderContext,
): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [
      { kind: "header", text: `Not understood: ${cut(oneLine(form), 80)}` },
      {
        kind: "lines",
        lines: [
          ["Received ", { instant: receivedAt }, ` by the ${source}, and kept whole.`],
          ["Its shape, without its values, for a report to Flowrun's maintainers:"],
        ],
      },
      { kind: "preformatted", text: cut(shapeOf(body).join("\n"), 5 * room.quote) },
      {
        kind: "small",
        lines: [
          [
            eventCode === undefined
              ? "No event code"
              : `Event code ${cut(oneLine(eventCode), room.id)}`,
            ` · Notification ${cut(oneLine(notificationId), room.id)}`,
            ` · Flowrun ${context.version}`,
          ],
        ],
      },
    ],
  }));
}
