import { type Alert, isRunAlert, type Resolution } from "../../../domain/alert.ts";
import type { PreviousAlert, RunAlertView } from "../../../domain/alert-view.ts";
import type { Explanation, ExplanationEntry } from "../../../domain/explanation.ts";
import { runUrl } from "../../links.ts";
import type { RenderContext } from "../../message.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import {
  count,
  duration,
  FIXED_BY_WORDS,
  number,
  ordinal,
  RETRY_WORDS,
  STATUS_WORDS,
} from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Leaf, Prose } from "../layout/prose.ts";
import {
  happening,
  KIND_WORDS,
  lookOf,
  NO_DATA_STEPS,
  PARTLY_STEPS,
  type Subject,
  shortCause,
} from "./kind-words.ts";
import { activityLabel, codeLabel } from "./run-words.ts";

/** What there is to say of an alert, each thing as one line. */

export function stateEmoji({ state, kind }: Pick<Alert, "state" | "kind">): string {
  switch (state) {
    case "open":
      return lookOf(kind).emoji;
    case "acknowledged":
      return "🟡";
    case "resolved":
      return "✅";
  }
}

/** The first word of a card. */
export function stateWord(alert: Alert): string {
  switch (alert.state) {
    case "open":
      return lookOf(alert.kind).title;
    case "acknowledged":
      return "Acknowledged";
    case "resolved":
      return RESOLUTION_WORDS[alert.resolution.kind];
  }
}

const RESOLUTION_WORDS = {
  recovered: "Recovered",
  person: "Resolved",
  withdrawn: "Withdrawn",
  ceased: "Over",
  run_ended: "Run ended",
} as const satisfies Record<Resolution["kind"], string>;

/** Short, for what is over: what it was. */
export function causeLine(subject: Subject, room: Room): Prose {
  const { explanation } = subject;
  const activity = explanation.kind === "none_stated" ? undefined : explanation.cause.activity;
  const where = activity === undefined ? "" : `, in ${activityLabel(activity, room.name)}`;
  return [`Cause: ${shortCause(subject)}${where}`];
}

/** What happened, in which step and why. */
export function whyLine(subject: Subject, room: Room): Prose {
  const { kind, explanation } = subject;
  const happened = happening(subject);
  if (happened !== undefined) {
    const known = kind === "partly_ingested" && explanation.kind === "known";
    return [{ bold: happened }, known ? ` ${whySentence(explanation)}` : ""];
  }
  return failureLine(explanation, room);
}

/** Of a failed run alone, without what an alert knows. */
function failureLine(explanation: Explanation, room: Room): Prose {
  const activity = explanation.kind === "none_stated" ? undefined : explanation.cause.activity;
  const where = activity === undefined ? "" : `${activityLabel(activity, room.name)}: `;
  return [where, { bold: whySentence(explanation) }];
}

function whySentence(explanation: Explanation): string {
  switch (explanation.kind) {
    case "known":
      return explanation.entry.meaning;
    case "unknown":
      return explanation.cause.code === undefined
        ? "Adobe gives no code for this error, so there is no explanation for it."
        : `No explanation for code ${codeLabel(explanation.cause.code)} yet.`;
    case "none_stated":
      return "Adobe says that the run failed, but states no error.";
  }
}

/** Whether it is new, how often it happened, and how the last one ended. */
export function historyLine(view: RunAlertView, room: Room): Prose {
  return [
    { bold: `Alert #${view.alert.number}` },
    " · ",
    ...frequency(view),
    ...(view.previous === undefined ? [] : previousEnd(view.previous, room)),
  ];
}

function frequency({ alert, failuresIn7Days }: RunAlertView): Prose {
  const { noun } = KIND_WORDS[alert.kind];
  if (alert.failureCount === 0) return ["No run is left in it"];
  if (alert.failureCount === 1) {
    return [
      failuresIn7Days <= 1 ? "First time in 7 days" : `${ordinal(failuresIn7Days)} time in 7 days`,
    ];
  }
  const since: Prose = [
    `${ordinal(alert.failureCount)} ${noun} since `,
    { instant: alert.firstFailedAt },
  ];
  if (failuresIn7Days > alert.failureCount)
    return [...since, `, ${number(failuresIn7Days)} in 7 days`];
  if (failuresIn7Days === alert.failureCount) return [...since, ", none in the 7 days before"];
  return [...since, `, ${number(failuresIn7Days)} of them in the last 7 days`];
}

function previousEnd({ number: of, firstFailedAt, resolution }: PreviousAlert, room: Room): Prose {
  const lasted = duration(Math.max(0, resolution.at - firstFailedAt));
  const head = `; the last one (Alert #${of}) `;
  switch (resolution.kind) {
    case "recovered":
      return [`${head}recovered after ${lasted}`];
    case "person":
      return [
        `${head}was fixed in ${lasted} by `,
        { person: resolution.by },
        ...noteWords(resolution.note, Math.floor(room.note / 2)),
      ];
    case "withdrawn":
    case "ceased":
    case "run_ended":
      return [];
  }
}

export function noteWords(note: string | undefined, max: number): Prose {
  const shown = cut(oneLine(note ?? ""), max);
  return shown === "" ? [] : [`: ${shown}`];
}

/** Who normally fixes it, and whether a retry helps. */
export function fixLine({ kind, explanation }: Subject): Prose {
  if (kind === "no_data") {
    return [{ bold: "What to do" }, ` · Usually fixed by ${FIXED_BY_WORDS.source_owner}.`];
  }
  if (explanation.kind !== "known") return [{ bold: "What to do" }];
  const { fixedBy, retryHelps } = explanation.entry;
  return [
    { bold: "What to do" },
    ` · Usually fixed by ${FIXED_BY_WORDS[fixedBy]}. ${RETRY_WORDS[retryHelps]}`,
  ];
}

export function steps(subject: Subject, context: RenderContext): Prose[] {
  if (subject.kind === "no_data") return NO_DATA_STEPS.map((step) => [step]);
  if (subject.explanation.kind === "known")
    return subject.explanation.entry.steps.map((step) => [step]);
  const where =
    runUrl(subject.run, context.imsOrgId) === undefined
      ? "Find the run in Adobe by its id"
      : "Open the run in Adobe";
  if (subject.kind === "partly_ingested") {
    return [[`${where} and see which records were not ingested, and why.`], ...PARTLY_STEPS];
  }
  return [[`${where} and read the error of the activity that failed.`]];
}

const EVIDENCE_WORDS = {
  documented: "",
  inferred: " (steps inferred)",
  reported: " and users' reports",
} as const satisfies Record<ExplanationEntry["evidence"], string>;

export function sourceWords(explanation: Explanation): Prose {
  const [source] = explanation.kind === "known" ? explanation.entry.sources : [];
  if (explanation.kind !== "known" || source === undefined) return [];
  return [
    "Explained from ",
    { label: source.title, url: source.url },
    EVIDENCE_WORDS[explanation.entry.evidence],
  ];
}

/** Who took it and when; how it closed, and by whose retry. Empty while the alert is open. */
export function stateLines(alert: Alert, room: Room, recoveredBy?: string): Prose[] {
  switch (alert.state) {
    case "open":
      return [];
    case "acknowledged":
      return [acknowledgementLine(alert.acknowledgement)];
    case "resolved":
      return [
        resolutionLine({ ...alert, recoveredBy }, alert.resolution, room),
        ...(alert.acknowledgement === undefined
          ? []
          : [acknowledgementLine(alert.acknowledgement)]),
      ];
  }
}

function acknowledgementLine({ by, at }: { by: string; at: number }): Prose {
  return ["Acknowledged by ", { person: by }, ", ", { instant: at }];
}

function resolutionLine(
  alert: Alert & { readonly recoveredBy: string | undefined },
  resolution: Resolution,
  room: Room,
): Prose {
  const { noun } = lookOf(alert.kind);
  const good = isRunAlert(alert) ? KIND_WORDS[alert.kind].good : "good run";
  const lasted = duration(Math.max(0, resolution.at - alert.firstFailedAt));
  switch (resolution.kind) {
    case "recovered":
      return [
        ...recoveredAfter(`after ${count(alert.failureCount, noun)}, ${lasted}`, alert),
        ` · ${good} `,
        { instant: resolution.at },
      ];
    case "person":
      return [
        { bold: "Resolved" },
        " by ",
        { person: resolution.by },
        ` after ${lasted}, `,
        { instant: resolution.at },
        ...noteWords(resolution.note, room.note),
      ];
    case "withdrawn":
      return [{ bold: "Withdrawn" }, `: ${withdrawnWords(resolution.instead)}, `, at(resolution)];
    case "ceased":
      return [{ bold: `Over after ${lasted}` }, ": Adobe's rule fires no more, ", at(resolution)];
    case "run_ended":
      return [...runEndedWords(resolution, room.id), ", ", at(resolution)];
  }
}

function at(resolution: Resolution): Leaf {
  return { instant: resolution.at };
}

/** Why an alert was taken back. */
export function withdrawnWords(instead: number | undefined): string {
  return instead === undefined
    ? "a newer report from Adobe no longer states this failure"
    : `a run whose data it works on failed first; the thread of Alert #${instead} tells of it`;
}

/** How the run that was late came to its end. */
export function runEndedWords(
  { runId, status }: Pick<Extract<Resolution, { kind: "run_ended" }>, "runId" | "status">,
  max: number,
): Prose {
  return [
    { bold: `The run has ended: ${STATUS_WORDS[status]}` },
    " · Run ",
    { code: cut(oneLine(runId), max) },
  ];
}

function recoveredAfter(
  after: string,
  { recoveredBy }: { readonly recoveredBy: string | undefined },
): Prose {
  if (recoveredBy === undefined) return [{ bold: `Recovered ${after}` }];
  return [
    { bold: "Recovered by the retry" },
    " that ",
    { person: recoveredBy },
    ` started, ${after}`,
  ];
}
