import type { AlertView, RunAlertView } from "../../domain/alert-view.ts";
import { datasetUrl, runUrl } from "../links.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { plain } from "../mrkdwn.ts";
import { alertButtons } from "./alert-buttons.ts";
import { type Draft, type Room, toMessage } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import { type Prose, toText } from "./layout/prose.ts";
import { cardRetryButton } from "./retry-button.ts";
import { renderRuleCard } from "./rule-card.ts";
import * as alertWords from "./wording/alert-words.ts";
import { diagnosticsLine } from "./wording/diagnostics-words.ts";
import { KIND_WORDS, shortCause, subjectOf } from "./wording/kind-words.ts";
import { retryLines } from "./wording/retry-words.ts";
import * as runWords from "./wording/run-words.ts";

/**
 * The one post that a failure gets. Read at 03:00 on a phone: the first eight lines say what failed, why,
 * whether it is new, and what to do; figures and ids come after. Once somebody took it or it closed, the card
 * says that first and keeps only what one needs to recognise it.
 */
export function renderAlertCard(view: AlertView, context: RenderContext): SlackMessage {
  return view.about === "rule"
    ? renderRuleCard(view, context)
    : toMessage(context.layout, (room) => draftCard(view, context, room));
}

function draftCard(view: RunAlertView, context: RenderContext, room: Room): Draft {
  return {
    parts: [
      header(view, room),
      { kind: "lines", lines: retryLines(view, context.now, room) },
      ...body(view, context, room),
      buttons(view, context),
    ],
    text: cardText(view, context, room),
  };
}

function header({ alert, run, flowName }: RunAlertView, room: Room): Part {
  const emoji = alertWords.stateEmoji(alert);
  const flow = runWords.flowLabel({ flowId: run.flowId, flowName }, room.name);
  return { kind: "header", text: `${emoji} ${alertWords.stateWord(alert)}: ${flow}` };
}

function body(view: RunAlertView, context: RenderContext, room: Room): Part[] {
  switch (view.alert.state) {
    case "open":
      return openBody(view, context, room);
    case "acknowledged":
      return acknowledgedBody(view, room);
    case "resolved":
      return resolvedBody(view, room);
  }
}

function openBody(view: RunAlertView, context: RenderContext, room: Room): Part[] {
  const { explanation, causes } = view;
  const told = runWords.adobeWords(causes, room.quote);
  const known = explanation.kind === "known";
  return [
    { kind: "lines", lines: [alertWords.whyLine(subjectOf(view), room)] },
    ...quote(known ? undefined : told),
    { kind: "small", lines: [runWords.codesLine(causes), diagnosticsLine(view.diagnostics)] },
    {
      kind: "lines",
      lines: [alertWords.historyLine(view, room), alertWords.fixLine(subjectOf(view))],
    },
    { kind: "steps", steps: alertWords.steps(subjectOf(view), context) },
    {
      kind: "small",
      lines: [[figures(view)], runWords.stripLine(view.recentRuns), known ? adobeLine(told) : []],
    },
    { kind: "small", lines: contextLines(view, room, context) },
  ];
}

/** The steps are in Details: whoever took it has read them. */
function acknowledgedBody(view: RunAlertView, room: Room): Part[] {
  const { alert, explanation, causes } = view;
  const told = explanation.kind === "known" ? undefined : runWords.adobeWords(causes, room.quote);
  return [
    {
      kind: "lines",
      lines: [...alertWords.stateLines(alert, room), alertWords.whyLine(subjectOf(view), room)],
    },
    ...quote(told),
    { kind: "lines", lines: [alertWords.historyLine(view, room)] },
    {
      kind: "small",
      lines: [
        runWords.codesLine(causes),
        diagnosticsLine(view.diagnostics),
        runWords.idsLine(view.run, room),
      ],
    },
  ];
}

function resolvedBody(view: RunAlertView, room: Room): Part[] {
  const { alert, causes, run, recoveredBy } = view;
  return [
    {
      kind: "lines",
      lines: [
        ...alertWords.stateLines(alert, room, recoveredBy),
        alertWords.causeLine(subjectOf(view), room),
      ],
    },
    {
      kind: "small",
      lines: [
        [`Alert #${alert.number} · `, ...runWords.idsLine(run, room)],
        runWords.codesLine(causes),
      ],
    },
  ];
}

function quote(told: string | undefined): Part[] {
  return told === undefined ? [] : [{ kind: "quote", line: [told] }];
}

function adobeLine(told: string | undefined): Prose {
  return told === undefined ? [] : [`Adobe says: "${told}"`];
}

function figures({ run }: RunAlertView): string {
  const took = runWords.durationText(run);
  return `${runWords.figuresText(run.figures)}${took === "" ? "" : ` · ${took}`}`;
}

/** `linked`: the dataset's name leads to its page; read aloud, an address would only be in the way. */
function contextLines(
  { run, alert, explanation, origin }: RunAlertView,
  room: Room,
  linked?: RenderContext,
): Prose[] {
  const { imsOrgId, sandboxName } = run;
  const { datasetId } = origin ?? {};
  const dataset = linked && datasetUrl({ datasetId, imsOrgId, sandboxName }, linked.imsOrgId);
  const started: Prose =
    run.startedAt === undefined ? [] : ["Started ", { instant: run.startedAt }, " · "];
  return [
    runWords.originLine(origin, room, dataset),
    runWords.idsLine(run, room),
    [...started, `${KIND_WORDS[alert.kind].ended} `, { instant: alert.lastFailedAt }],
    alertWords.sourceWords(explanation),
  ];
}

function buttons(view: RunAlertView, context: RenderContext): Part {
  const { alert, run, flowName } = view;
  return alertButtons(alert, {
    about: runWords.flowLabel({ flowId: run.flowId, flowName }, 40),
    url: runUrl(run, context.imsOrgId),
    extra: cardRetryButton(view, context),
  });
}

/** A banner shows about as much. */
const BANNER = 100;

/** The whole story in words, the most needed first. */
function cardText(view: RunAlertView, context: RenderContext, room: Room): string[] {
  const url = runUrl(view.run, context.imsOrgId);
  const lines = [
    ...retryLines(view, context.now, room),
    ...alertWords.stateLines(view.alert, room, view.recoveredBy),
    ...textBody(view, context, room),
    url === undefined ? [] : [{ label: "Run in Adobe", url }],
  ];
  return [bannerLine(view), ...lines.map(toText)];
}

function textBody(view: RunAlertView, context: RenderContext, room: Room): Prose[] {
  const { alert, explanation, causes, run } = view;
  const codes = runWords.codesLine(causes);
  if (alert.state === "resolved") {
    const ids: Prose = [`Alert #${alert.number} · `, ...runWords.idsLine(run, room)];
    return [alertWords.causeLine(subjectOf(view), room), codes, ids];
  }
  const told = adobeLine(runWords.adobeWords(causes, room.quote));
  const known = explanation.kind === "known";
  const toDo: Prose[] = alertWords
    .steps(subjectOf(view), context)
    .map((step, index) => [`${index + 1}. `, ...step]);
  return [
    alertWords.whyLine(subjectOf(view), room),
    known ? [] : told,
    alertWords.historyLine(view, room),
    ...(alert.state === "open" ? [alertWords.fixLine(subjectOf(view)), ...toDo] : []),
    codes,
    diagnosticsLine(view.diagnostics),
    known ? told : [],
    [figures(view)],
    runWords.stripLine(view.recentRuns),
    ...contextLines(view, room),
  ];
}

function bannerLine(view: RunAlertView): string {
  const { alert, run, flowName } = view;
  const state = alertWords.stateWord(alert);
  const title = shortCause(subjectOf(view));
  // Long names give way, so that the cause is on the banner too.
  const left = Math.max(30, BANNER - state.length - title.length - 4);
  const flow = runWords.flowLabel({ flowId: run.flowId, flowName }, left);
  return `${state}: ${plain(flow)}. ${plain(title)}.`;
}
