import type { RuleAlertView } from "../../domain/alert-view.ts";
import { reportUrl } from "../links.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { plain } from "../mrkdwn.ts";
import { alertButtons } from "./alert-buttons.ts";
import { type Draft, type Room, toMessage } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import { type Prose, toText } from "./layout/prose.ts";
import { stateEmoji, stateLines, stateWord } from "./wording/alert-words.ts";
import * as words from "./wording/rule-words.ts";
import { originLine, stripLine } from "./wording/run-words.ts";

/** The card of an alert on one of Adobe's own rules: what the rule says, since when, what to do. */
export function renderRuleCard(view: RuleAlertView, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => draft(view, context, room));
}

function draft(view: RuleAlertView, context: RenderContext, room: Room): Draft {
  const { alert } = view;
  const head = `${stateEmoji(alert)} ${stateWord(alert)}: ${words.labelOf(view, room.name)}`;
  return {
    parts: [
      { kind: "header", text: head },
      ...body(view, room),
      alertButtons(alert, {
        about: words.labelOf(view, 40),
        url: reportUrl(view.report, context.imsOrgId),
      }),
    ],
    text: text(view, context, room),
  };
}

function body(view: RuleAlertView, room: Room): Part[] {
  const { alert, report } = view;
  const says = words.adobeSays(report, room.quote);
  const quote: Part[] = says === undefined ? [] : [{ kind: "quote", line: [says] }];
  const ids = words.ruleIdsLine(view, room);
  switch (alert.state) {
    case "open":
      return [
        { kind: "lines", lines: [words.saysLine(view)] },
        ...quote,
        { kind: "lines", lines: [words.sinceLine(view), words.whoLine(view)] },
        { kind: "steps", steps: words.ruleSteps(view) },
        { kind: "small", lines: [stripLine(view.recentRuns), words.endsLine(view)] },
        { kind: "small", lines: [originLine(view.origin, room), ids] },
      ];
    case "acknowledged":
      return [
        { kind: "lines", lines: [...stateLines(alert, room), words.saysLine(view)] },
        ...quote,
        { kind: "lines", lines: [words.sinceLine(view)] },
        { kind: "small", lines: [words.endsLine(view), ids] },
      ];
    case "resolved":
      return [
        { kind: "lines", lines: [...stateLines(alert, room), words.wasLine(view)] },
        { kind: "small", lines: [[`Alert #${alert.number} · `, ...ids]] },
      ];
  }
}

/** The whole story in words, the most needed first. */
function text(view: RuleAlertView, context: RenderContext, room: Room): string[] {
  const { alert, report } = view;
  const says = words.adobeSays(report, room.quote);
  const url = reportUrl(report, context.imsOrgId);
  const steps = words.ruleSteps(view).map((step, at): Prose => [`${at + 1}. `, ...step]);
  const told: Prose[] = [
    words.saysLine(view),
    says === undefined ? [] : [`Adobe says: "${says}"`],
    words.sinceLine(view),
    ...(alert.state === "open" ? [words.whoLine(view), ...steps] : []),
    words.endsLine(view),
  ];
  const lines: Prose[] = [
    ...stateLines(alert, room),
    ...(alert.state === "resolved" ? [[`Alert #${alert.number}`], words.wasLine(view)] : told),
    words.ruleIdsLine(view, room),
    url === undefined ? [] : [{ label: "Open in Adobe", url }],
  ];
  return [`${stateWord(alert)}: ${plain(words.labelOf(view, 70))}.`, ...lines.map(toText)];
}
