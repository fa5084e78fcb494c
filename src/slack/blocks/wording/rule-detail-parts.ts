import type { RuleAlertView } from "../../../domain/alert-view.ts";
import { reportUrl } from "../../links.ts";
import type { RenderContext } from "../../message.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { STATUS_EMOJI, statusWords } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Part } from "../layout/parts.ts";
import type { Prose } from "../layout/prose.ts";
import { stateEmoji, stateLines, stateWord } from "./alert-words.ts";
import * as words from "./rule-words.ts";
import { durationText, figuresText, originLine, stripLine } from "./run-words.ts";

/** Everything that is known of an alert on one of Adobe's rules. */
export function ruleDetailParts(view: RuleAlertView, context: RenderContext, room: Room): Part[] {
  const { alert, report } = view;
  const says = words.adobeSays(report, room.quote);
  const url = reportUrl(report, context.imsOrgId);
  const what = alert.state === "resolved" ? words.wasLine(view) : words.saysLine(view);
  const head = `${stateEmoji(alert)} ${stateWord(alert)}: ${words.labelOf(view, room.name)}`;
  return [
    { kind: "header", text: head },
    { kind: "lines", lines: [...stateLines(alert, room), what] },
    ...(says === undefined ? [] : [{ kind: "quote" as const, line: [says] }]),
    { kind: "lines", lines: [words.sinceLine(view), runLine(view)] },
    ...toDo(view),
    { kind: "small", lines: [stripLine(view.recentRuns), originLine(view.origin, room)] },
    { kind: "small", lines: idLines(view, room) },
    { kind: "lines", lines: [url === undefined ? [] : [{ label: "Open in Adobe", url }]] },
  ];
}

/** Nothing where it is over. */
function toDo(view: RuleAlertView): Part[] {
  if (view.alert.state === "resolved") return [];
  return [
    { kind: "lines", lines: [words.whoLine(view)] },
    { kind: "steps", steps: words.ruleSteps(view) },
    { kind: "small", lines: [words.endsLine(view)] },
  ];
}

/** Of the run that Adobe names, where notifications told of it. */
function runLine({ run }: RuleAlertView): Prose {
  if (run === undefined) return [];
  const state = cut(oneLine(statusWords(run)), 40);
  const took = durationText(run);
  return [
    { bold: "The run" },
    `: ${STATUS_EMOJI[run.status]} ${state} · ${figuresText(run.figures)}`,
    took === "" ? "" : ` · ${took}`,
  ];
}

/** Each on its own line, so that it can be copied on a phone. */
function idLines({ alert, report }: RuleAlertView, room: Room): Prose[] {
  const told = [
    { name: "Adobe's rule", text: report.name },
    { name: "Severity", text: report.severity },
    { name: "Value", text: report.value },
    { name: "Run", text: alert.runId },
    { name: "Flow", text: alert.flowId },
    { name: "Sandbox", text: report.sandboxName },
    { name: "Organisation", text: report.imsOrgId },
  ];
  return told.flatMap(({ name, text }): Prose[] => {
    const shown = cut(oneLine(text ?? ""), room.id);
    return shown === "" ? [] : [[`${name} `, { code: shown }]];
  });
}
