import type { RuleAlertView } from "../../../domain/alert-view.ts";
import type { MetricAlert } from "../../../domain/metric-alert.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { quoted } from "../../redact.ts";
import { duration, FIXED_BY_WORDS, number, ordinal } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";
import { RULE_LOOKS } from "./rule-looks.ts";
import { flowLabel } from "./run-words.ts";

/** What there is to say of an alert on one of Adobe's rules, each thing as one line. */

/** The flow; where there is none, the sandbox. */
export function aboutLabel(
  about: {
    readonly flowId?: string | undefined;
    readonly flowName?: string | undefined;
    readonly sandboxName?: string | undefined;
  },
  max: number,
): string {
  const { flowId, flowName, sandboxName } = about;
  if (flowId !== undefined) return flowLabel({ flowId, flowName }, max);
  const sandbox = cut(oneLine(sandboxName ?? ""), max);
  return sandbox === "" ? "Adobe Experience Platform" : `sandbox ${sandbox}`;
}

export function labelOf({ alert, flowName, report }: RuleAlertView, max: number): string {
  const { sandboxName } = report;
  return aboutLabel({ flowId: alert.flowId, flowName, sandboxName }, max);
}

/** The value only where Adobe's own words, which stand beside it, lack it. */
export function saysLine({ alert, report }: RuleAlertView): Prose {
  const value = report.message?.includes(report.value ?? "") === true ? "" : valueWords(report);
  return [
    { bold: RULE_LOOKS[alert.kind].says },
    ...(value === "" ? [] : [` The value that Adobe states is ${value}.`]),
  ];
}

/** Short, for what is over. */
export function wasLine({ alert }: RuleAlertView): Prose {
  return [`What it was: ${RULE_LOOKS[alert.kind].says}`];
}

const VALUE_LIMIT = 20;

function valueWords({ kind, value }: MetricAlert): string {
  const shown = cut(oneLine(value ?? ""), VALUE_LIMIT);
  if (shown === "") return "";
  const { unit } = RULE_LOOKS[kind];
  const figure = /^\d+(\.\d+)?$/.test(shown) ? number(Number(shown)) : shown;
  if (unit === "" || figure.includes(unit)) return figure;
  return `${figure} ${unit === "minutes" && figure === "1" ? "minute" : unit}`;
}

/** Adobe's own words, without the state that stands before them. */
export function adobeSays({ message }: MetricAlert, max: number): string | undefined {
  const words = quoted((message ?? "").replace(/^\s*(triggered|resolved)\s*:\s*/i, ""), max);
  return words === "" || /^\{\w+\}$/.test(words) ? undefined : words;
}

export function sinceLine({ alert, alertsIn7Days, run }: RuleAlertView): Prose {
  const { number: of, failureCount, firstFailedAt, lastFailedAt } = alert;
  const often =
    alertsIn7Days <= 1 ? "First time in 7 days" : `${ordinal(alertsIn7Days)} time in 7 days`;
  const ran = run?.startedAt === undefined ? undefined : lastFailedAt - run.startedAt;
  return [
    { bold: `Alert #${of}` },
    ` · ${often} · since `,
    { instant: firstFailedAt },
    ...(failureCount > 1
      ? [`, reported ${number(failureCount)} times, last `, { instant: lastFailedAt }]
      : []),
    ran === undefined || ran <= 0 ? "" : `; the run had run for ${duration(ran)} by then`,
  ];
}

export function whoLine({ alert }: RuleAlertView): Prose {
  const { fixedBy } = RULE_LOOKS[alert.kind];
  return fixedBy === undefined
    ? [{ bold: "What to do" }]
    : [{ bold: "What to do" }, ` · Usually fixed by ${FIXED_BY_WORDS[fixedBy]}.`];
}

export function ruleSteps({ alert }: RuleAlertView): Prose[] {
  return RULE_LOOKS[alert.kind].steps.map((step) => [step]);
}

/** How it will close by itself. */
export function endsLine({ alert }: RuleAlertView): Prose {
  if (alert.kind !== "delay")
    return ["Closes by itself when Adobe says that the rule fires no more."];
  const run = alert.runId === undefined ? "the flow's next run" : "the run";
  return [
    `Closes by itself when ${run} ends or Adobe says so; Adobe stops looking at a delay after 10 hours.`,
  ];
}

export function ruleIdsLine({ alert, report }: RuleAlertView, room: Room): Prose {
  const short = (text = ""): string => cut(oneLine(text), room.id);
  const sandbox = short(report.sandboxName);
  const run = short(alert.runId);
  return [
    sandbox === "" ? "" : `Sandbox ${sandbox} · `,
    ...(run === "" ? [] : ["Run ", { code: run }, " · "]),
    "Adobe's rule ",
    { code: short(report.name) },
    ...severityWords(report),
  ];
}

function severityWords({ severity }: MetricAlert): Prose {
  const word = cut(oneLine(severity ?? ""), VALUE_LIMIT);
  return word === "" ? [] : [`, severity ${word.toLowerCase()}`];
}
