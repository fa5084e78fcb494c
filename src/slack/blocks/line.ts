import type { Line } from "../../domain/line.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { count, duration, ordinal } from "../words.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { Prose } from "./layout/prose.ts";
import { noteWords } from "./wording/alert-words.ts";
import { KIND_WORDS } from "./wording/kind-words.ts";

/** One reply in the thread of a card. */
export function renderLine(line: Line, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [{ kind: "lines", lines: [lineProse(line, room)] }],
  }));
}

function lineProse(line: Line, room: Room): Prose {
  switch (line.kind) {
    case "failing_again":
      return [
        { bold: `${KIND_WORDS[line.alertKind].title} again` },
        `: ${ordinal(line.failureCount)} ${KIND_WORDS[line.alertKind].noun} with this cause, run `,
        { code: cut(oneLine(line.runId), room.id) },
        ", ",
        { instant: line.at },
      ];
    case "acknowledged":
      return [{ bold: "Acknowledged" }, " by ", { person: line.by }, ", ", { instant: line.at }];
    case "unacknowledged":
      return [
        { bold: "Unacknowledged" },
        " by ",
        { person: line.by },
        ": it is open for anyone to take, ",
        { instant: line.at },
      ];
    case "resolved":
      return [
        { bold: "Resolved" },
        " by ",
        { person: line.by },
        ", ",
        { instant: line.at },
        ...noteWords(line.note, room.note),
      ];
    case "recovered":
      return [
        { bold: "Recovered" },
        ` after ${count(line.failureCount, KIND_WORDS[line.alertKind].noun)}, ${duration(line.lastedMs)}: ${KIND_WORDS[line.alertKind].good} `,
        { code: cut(oneLine(line.runId), room.id) },
        ", ",
        { instant: line.at },
      ];
    case "withdrawn":
      return [
        { bold: "Withdrawn" },
        ": a newer report from Adobe no longer states this failure, ",
        { instant: line.at },
      ];
    case "webhook_back":
      return [
        { bold: "Adobe reaches the webhook again" },
        ": it was silent for ",
        duration(Math.max(0, line.at - line.since)),
        ", ",
        { instant: line.at },
      ];
  }
}
