import type { MetricAlertKind } from "../../../domain/metric-alert.ts";
import type { FIXED_BY_WORDS } from "../../words.ts";

interface RuleLook {
  readonly emoji: string;
  readonly title: string;
  readonly noun: string;
  /** What Adobe's rule says, in one sentence. */
  readonly says: string;
  /** The unit of the value that Adobe states; empty where no page tells. */
  readonly unit: string;
  readonly fixedBy?: keyof typeof FIXED_BY_WORDS;
  /** What to do at three in the morning. */
  readonly steps: readonly string[];
}

/**
 * What there is to say of each kind of Adobe's rules.
 * Source: https://experienceleague.adobe.com/en/docs/experience-platform/observability/alerts/rules; the steps are inferred.
 */
export const RULE_LOOKS: Readonly<Record<MetricAlertKind, RuleLook>> = {
  delay: {
    emoji: "🟠",
    title: "Delayed",
    noun: "report",
    says: "A run of this flow takes longer than Adobe's rule allows.",
    unit: "minutes",
    fixedBy: "source_owner",
    steps: [
      "Open it in Adobe and see which activity of the run has not ended.",
      "While it copies: check that the source answers, and whether it holds more data than usual.",
      "Where nothing moves for another hour, give Adobe's support the run's id.",
    ],
  },
  error_rate: {
    emoji: "🟠",
    title: "High error rate",
    noun: "report",
    says: "More records of this flow fail than Adobe's rule allows.",
    unit: "%",
    fixedBy: "data_owner",
    steps: [
      "Open the flow's newest run in Adobe and read the codes of its failed records.",
      "Ask the owner of the data whether its format has changed.",
      "Mend the data or the mapping, then send the failed records again.",
    ],
  },
  skip_rate: {
    emoji: "🟠",
    title: "High skip rate",
    noun: "report",
    says: "This flow skips more records than Adobe's rule allows.",
    unit: "%",
    fixedBy: "flow_owner",
    steps: [
      "Open the flow's newest run in Adobe and read why records were skipped.",
      "Check that the profiles have the identities and attributes that the destination needs.",
      "If they are skipped rightly, resolve this alert with a note.",
    ],
  },
  throughput: {
    emoji: "🟠",
    title: "Throughput capacity",
    noun: "report",
    says: "Streaming into this sandbox has reached the share of its capacity that Adobe's rule watches.",
    unit: "%",
    steps: [
      "Open the capacity page in Adobe and see since when the load grows.",
      "Slow down what can wait: above the capacity, data comes late.",
      "If the load is here to stay, ask your Adobe contact for more capacity.",
    ],
  },
  other: {
    emoji: "🔵",
    title: "Adobe alert",
    noun: "report",
    says: "One of Adobe's alert rules fires; Flowrun knows no more of this rule than Adobe's words.",
    unit: "",
    steps: ["Open it in Adobe and read what the rule watches, then take this alert or resolve it."],
  },
};
