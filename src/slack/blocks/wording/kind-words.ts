import type { Alert } from "../../../domain/alert.ts";
import type { RunAlertView } from "../../../domain/alert-view.ts";
import type { Explanation } from "../../../domain/explanation.ts";
import type { FlowRun } from "../../../domain/flow-run.ts";
import { type AlertKind, recordsFailedOf } from "../../../domain/run-outcome.ts";
import { number, share } from "../../words.ts";
import { RULE_LOOKS } from "./rule-looks.ts";
import { causeTitle } from "./run-words.ts";

/** What a kind of alert is known by. */
export interface Look {
  readonly emoji: string;
  /** The first word of an open card. */
  readonly title: string;
  /** What is counted. */
  readonly noun: string;
}

interface KindWords extends Look {
  /** How the run came to its end. */
  readonly ended: string;
  /** The run that resolves it. */
  readonly good: string;
}

export const KIND_WORDS = {
  failed: { emoji: "🔴", title: "Failed", noun: "failure", ended: "Failed", good: "good run" },
  partly_ingested: {
    emoji: "🟠",
    title: "Partly ingested",
    noun: "partly ingested run",
    ended: "Ended",
    good: "clean run",
  },
  no_data: {
    emoji: "⚪",
    title: "No data",
    noun: "run without data",
    ended: "Ended",
    good: "run with data",
  },
} as const satisfies Record<AlertKind, KindWords>;

const LOOKS: Readonly<Record<Alert["kind"], Look>> = { ...KIND_WORDS, ...RULE_LOOKS };

export function lookOf(kind: Alert["kind"]): Look {
  return LOOKS[kind];
}

/** A run that something is the matter with, with or without its alert. */
export interface Subject {
  readonly kind: AlertKind;
  readonly run: FlowRun;
  readonly explanation: Explanation;
  /** Of the flow: how many records, in percent, may fail. */
  readonly toleratedPercent?: number | undefined;
}

export function subjectOf({ alert, run, explanation, origin }: RunAlertView): Subject {
  const { kind } = alert;
  return { kind, run, explanation, toleratedPercent: origin?.toleratedPercent };
}

/** What happened, in one sentence, where that is not simply the failure's cause. */
export function happening({ kind, run, toleratedPercent }: Subject): string | undefined {
  switch (kind) {
    case "failed":
      return undefined;
    case "no_data":
      return "The run succeeded but brought no records; earlier runs of this flow did.";
    case "partly_ingested": {
      const failed = recordsFailedOf(run);
      const { recordsIn } = run.figures;
      if (failed === undefined || failed === 0) return "The run finished, but reports errors.";
      if (recordsIn === undefined || recordsIn < failed) {
        return `The run finished, but ${number(failed)} records were not ingested.`;
      }
      const part = share(failed, recordsIn);
      const told =
        toleratedPercent === undefined
          ? part
          : `${part} failed; the flow tolerates ${number(toleratedPercent)} %`;
      return `The run finished, but ${number(failed)} of ${number(recordsIn)} records were not ingested (${told}).`;
    }
  }
}

/** The cause in a few words, for banners and lists. */
export function shortCause({ kind, run, explanation }: Subject): string {
  switch (kind) {
    case "failed":
      return causeTitle(explanation);
    case "no_data":
      return "the run brought no records";
    case "partly_ingested": {
      const failed = recordsFailedOf(run) ?? 0;
      const what = failed > 0 ? `${number(failed)} records were not ingested` : "it reports errors";
      return explanation.kind === "known" ? `${what}: ${causeTitle(explanation)}` : what;
    }
  }
}

/** Where no error is stated, because there was none. */
export const NO_DATA_STEPS = [
  "Look in the source: is there data for this time window?",
  "If there should be, ask the source's owner why it did not arrive.",
  "If it is right that there was none, resolve this alert with a note.",
] as const;

/** Where no explanation is known. */
export const PARTLY_STEPS = [
  ["Correct them in the source, or correct the flow's mapping."],
  ["If the data may go without them, resolve this alert with a note."],
] as const;
