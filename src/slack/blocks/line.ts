import type { RunFamily } from "../../domain/flow-run.ts";
import type { Line } from "../../domain/line.ts";
import type { AlertKind } from "../../domain/run-outcome.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { count, duration, number, ordinal } from "../words.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { Prose } from "./layout/prose.ts";
import { noteWords, runEndedWords, withdrawnWords } from "./wording/alert-words.ts";
import { KIND_WORDS, lookOf } from "./wording/kind-words.ts";
import { flowLabel } from "./wording/run-words.ts";

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
      return [{ bold: "Withdrawn" }, `: ${withdrawnWords(line.instead)}, `, { instant: line.at }];
    case "firing_again":
    case "ceased":
    case "run_ended":
      return ruleProse(line, room);
    case "downstream":
      return downstreamProse(line, room);
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

type RuleLine = Extract<Line, { kind: "firing_again" | "ceased" | "run_ended" }>;

function ruleProse(line: RuleLine, room: Room): Prose {
  switch (line.kind) {
    case "firing_again":
      return [
        { bold: `${lookOf(line.alertKind).title} again` },
        `: Adobe's rule has fired ${number(line.failureCount)} times, `,
        { instant: line.at },
      ];
    case "ceased":
      return [
        { bold: "Over" },
        ` after ${duration(line.lastedMs)}: Adobe's rule fires no more, `,
        { instant: line.at },
      ];
    case "run_ended":
      return [...runEndedWords(line, room.id), ", ", { instant: line.at }];
  }
}

const FAMILY_WORDS = {
  source: "Source run",
  destination: "Destination run",
  identity: "Identity run",
  profile: "Profile run",
  segmentation: "Segmentation job",
  query: "Query",
  unknown: "Run",
} as const satisfies Record<RunFamily, string>;

const CAME_TO = {
  failed: "failed",
  partly_ingested: "was only partly ingested",
  no_data: "brought no records",
} as const satisfies Record<AlertKind, string>;

function downstreamProse(line: Extract<Line, { kind: "downstream" }>, room: Room): Prose {
  return [
    { bold: "Downstream" },
    `: ${FAMILY_WORDS[line.family]} `,
    { code: cut(oneLine(line.runId), room.id) },
    ` of ${flowLabel(line, room.name)} ${CAME_TO[line.alertKind]}, too, `,
    { instant: line.at },
    ". It works on this data, so it has no alert of its own.",
  ];
}
