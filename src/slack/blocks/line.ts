import type { Line } from "../../domain/line.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { count, duration, ordinal } from "../words.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { Prose } from "./layout/prose.ts";
import { noteWords } from "./wording/alert-words.ts";
import { testedWords } from "./wording/connection-words.ts";
import { KIND_WORDS } from "./wording/kind-words.ts";
import { retryLineProse } from "./wording/retry-words.ts";

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
        ...startedBy(line.retriedBy),
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
        ...recoveredBy(line.retriedBy),
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
    case "retried":
    case "retry_refused":
    case "retry_unknown":
    case "retry_ended_otherwise":
      return retryLineProse(line, room);
    case "connection_tested":
      return [
        ...testedWords(line.works),
        " Tested by ",
        { person: line.by },
        ", ",
        { instant: line.at },
      ];
  }
}

function startedBy(person: string | undefined): Prose {
  return person === undefined ? [] : [", in the retry that ", { person }, " started"];
}

function recoveredBy(person: string | undefined): Prose {
  return person === undefined ? [] : [" by the retry that ", { person }, " started,"];
}
