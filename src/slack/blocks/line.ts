import type { RunFamily } from "../../domain/flow-run.ts";
import type { Line } from "../../domain/line.ts";
import type { AlertKind } from "../../domain/run-outcome.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { count, duration, number, ordinal } from "../words.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { Prose } from "./layout/prose.ts";
import { noteWords, runEndedWords, withdrawnWords } from "./wording/alert-words.ts";
import { testedWords } from "./wording/connection-words.ts";
import { KIND_WORDS, lookOf } from "./wording/kind-words.ts";
import { retryLineProse } from "./wording/retry-words.ts";
import { flowLabel } from "./wording/run-words.ts";

/** One reply in the thread of a card. */
export function renderLine(line: Line, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [{ kind: "lines", lines: [lineProse(line, room)] }],
  }));
}

type Of<K extends Line["kind"]> = Extract<Line, { kind: K }>;

const PROSE: { readonly [K in Line["kind"]]: (line: Of<K>, room: Room) => Prose } = {
  acknowledged: personProse,
  unacknowledged: personProse,
  resolved: personProse,
  failing_again: runsProse,
  recovered: runsProse,
  withdrawn: runsProse,
  firing_again: ruleProse,
  ceased: ruleProse,
  run_ended: ruleProse,
  downstream: downstreamProse,
  webhook_back: webhookBackProse,
  retried: retryLineProse,
  retry_refused: retryLineProse,
  retry_unknown: retryLineProse,
  retry_ended_otherwise: retryLineProse,
  connection_tested: testedProse,
};

function lineProse(line: Line, room: Room): Prose {
  // The table has for each kind the function of that kind, which TypeScript cannot follow.
  const prose = PROSE[line.kind] as (of: Line, room: Room) => Prose;
  return prose(line, room);
}

function personProse(line: Of<"acknowledged" | "unacknowledged" | "resolved">, room: Room): Prose {
  const who: Prose = [" by ", { person: line.by }];
  switch (line.kind) {
    case "acknowledged":
      return [{ bold: "Acknowledged" }, ...who, ", ", { instant: line.at }];
    case "unacknowledged":
      return [
        { bold: "Unacknowledged" },
        ...who,
        ": it is open for anyone to take, ",
        { instant: line.at },
      ];
    case "resolved":
      return [
        { bold: "Resolved" },
        ...who,
        ", ",
        { instant: line.at },
        ...noteWords(line.note, room.note),
      ];
  }
}

function runsProse(line: Of<"failing_again" | "recovered" | "withdrawn">, room: Room): Prose {
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
      return [{ bold: "Withdrawn" }, `: ${withdrawnWords(line.instead)}, `, { instant: line.at }];
  }
}

function webhookBackProse({ since, at }: Of<"webhook_back">): Prose {
  return [
    { bold: "Adobe reaches the webhook again" },
    `: it was silent for ${duration(Math.max(0, at - since))}, `,
    { instant: at },
  ];
}

function testedProse({ works, by, at }: Of<"connection_tested">): Prose {
  return [...testedWords(works), " Tested by ", { person: by }, ", ", { instant: at }];
}

function ruleProse(line: Of<"firing_again" | "ceased" | "run_ended">, room: Room): Prose {
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

function downstreamProse(line: Of<"downstream">, room: Room): Prose {
  return [
    { bold: "Downstream" },
    `: ${FAMILY_WORDS[line.family]} `,
    { code: cut(oneLine(line.runId), room.id) },
    ` of ${flowLabel(line, room.name)} ${CAME_TO[line.alertKind]}, too, `,
    { instant: line.at },
    ". It works on this data, so it has no alert of its own.",
  ];
}

function startedBy(person: string | undefined): Prose {
  return person === undefined ? [] : [", in the retry that ", { person }, " started"];
}

function recoveredBy(person: string | undefined): Prose {
  return person === undefined ? [] : [" by the retry that ", { person }, " started,"];
}
