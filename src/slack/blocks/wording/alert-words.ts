import type { Alert, Resolution } from "../../../domain/alert.ts";
import type { AlertView, PreviousAlert } from "../../../domain/alert-view.ts";
import type { Explanation, ExplanationEntry } from "../../../domain/explanation.ts";
import { runUrl } from "../../links.ts";
import type { RenderContext } from "../../message.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { count, duration, FIXED_BY_WORDS, number, ordinal, RETRY_WORDS } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";
import { activityLabel, causeTitle, codeLabel } from "./run-words.ts";

/** What there is to say of an alert, each thing as one line. */

export const STATE_EMOJI = {
  open: "🔴",
  acknowledged: "🟡",
  resolved: "✅",
} as const satisfies Record<Alert["state"], string>;

/** The first word of a card. */
export function stateWord(alert: Alert): string {
  switch (alert.state) {
    case "open":
      return "Failed";
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
} as const satisfies Record<Resolution["kind"], string>;

/** Short, for what is over: what it was. */
export function causeLine(explanation: Explanation, room: Room): Prose {
  const activity = explanation.kind === "none_stated" ? undefined : explanation.cause.activity;
  const where = activity === undefined ? "" : `, in ${activityLabel(activity, room.name)}`;
  return [`Cause: ${causeTitle(explanation)}${where}`];
}

/** Where it failed and why, in one sentence. */
export function whyLine(explanation: Explanation, room: Room): Prose {
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
export function historyLine(view: AlertView, room: Room): Prose {
  return [
    { bold: `Alert #${view.alert.number}` },
    " · ",
    ...frequency(view),
    ...(view.previous === undefined ? [] : previousEnd(view.previous, room)),
  ];
}

function frequency({ alert, failuresIn7Days }: AlertView): Prose {
  if (alert.failureCount === 0) return ["No failed run is left"];
  if (alert.failureCount === 1) {
    return [
      failuresIn7Days <= 1 ? "First time in 7 days" : `${ordinal(failuresIn7Days)} time in 7 days`,
    ];
  }
  const since: Prose = [
    `${ordinal(alert.failureCount)} failure since `,
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
      return [];
  }
}

export function noteWords(note: string | undefined, max: number): Prose {
  const shown = cut(oneLine(note ?? ""), max);
  return shown === "" ? [] : [`: ${shown}`];
}

/** Who normally fixes it, and whether a retry helps. */
export function fixLine(explanation: Explanation): Prose {
  if (explanation.kind !== "known") return [{ bold: "What to do" }];
  const { fixedBy, retryHelps } = explanation.entry;
  return [
    { bold: "What to do" },
    ` · Usually fixed by ${FIXED_BY_WORDS[fixedBy]}. ${RETRY_WORDS[retryHelps]}`,
  ];
}

export function steps(
  view: Pick<AlertView, "explanation" | "run">,
  context: RenderContext,
): Prose[] {
  if (view.explanation.kind === "known") return view.explanation.entry.steps.map((step) => [step]);
  const where =
    runUrl(view.run, context.imsOrgId) === undefined
      ? "Find the run in Adobe by its id"
      : "Open the run in Adobe";
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

/** Who took it and when; how it closed. Empty while the alert is open. */
export function stateLines(alert: Alert, room: Room): Prose[] {
  switch (alert.state) {
    case "open":
      return [];
    case "acknowledged":
      return [acknowledgementLine(alert.acknowledgement)];
    case "resolved":
      return [
        resolutionLine(alert, alert.resolution, room),
        ...(alert.acknowledgement === undefined
          ? []
          : [acknowledgementLine(alert.acknowledgement)]),
      ];
  }
}

function acknowledgementLine({ by, at }: { by: string; at: number }): Prose {
  return ["Acknowledged by ", { person: by }, ", ", { instant: at }];
}

function resolutionLine(alert: Alert, resolution: Resolution, room: Room): Prose {
  const lasted = duration(Math.max(0, resolution.at - alert.firstFailedAt));
  switch (resolution.kind) {
    case "recovered":
      return [
        { bold: `Recovered after ${count(alert.failureCount, "failure")}, ${lasted}` },
        " · good run ",
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
      return [
        { bold: "Withdrawn" },
        ": a newer report from Adobe no longer states this failure, ",
        { instant: resolution.at },
      ];
  }
}
