import { isRunAlert } from "../../../domain/alert.ts";
import type { AlertSummary, RunFigures, RunSummary } from "../../../domain/alert-view.ts";
import type { RunDetail } from "../../../usecases/find-flow.ts";
import { cardUrl } from "../../links.ts";
import type { RenderContext } from "../../message.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import * as words from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";
import { stateEmoji } from "./alert-words.ts";
import { lookOf } from "./kind-words.ts";
import { aboutLabel } from "./rule-words.ts";
import { codeLabel, flowLabel } from "./run-words.ts";

/** Alerts and runs as items of a list. */

/** Two lines: what it is; how often, since when, who has it, where the card is. */
export function alertItem(alert: AlertSummary, context: RenderContext, room: Room): Prose[] {
  const url = cardUrl(context.workspaceUrl, alert.card);
  const times = words.count(alert.failureCount, lookOf(alert.kind).noun);
  return [
    [
      `${stateEmoji(alert)} `,
      { bold: `Alert #${alert.number} · ${aboutLabel(alert, room.name)}` },
      ` · ${alert.state} · ${causeLabel(alert)}`,
    ],
    [
      `${times} since `,
      { instant: alert.firstFailedAt },
      ...(alert.failureCount > 1 ? [", last ", { instant: alert.lastFailedAt }] : []),
      ...(alert.acknowledgedBy === undefined
        ? []
        : [", acknowledged by ", { person: alert.acknowledgedBy }]),
      ...(url === undefined ? [] : [" · ", { label: "Go to the card", url }]),
    ],
  ];
}

/** The alert that stands for a run; it may be that of a run before it. */
export function alertOfRunLines(
  { run, alert }: Pick<RunDetail, "run" | "alert">,
  context: RenderContext,
  room: Room,
): Prose[] {
  if (alert === undefined) return [];
  const item = alertItem(alert, context, room);
  const isOwn = alert.flowId === run.flowId;
  return isOwn ? item : [["A run whose data it works on is in trouble; its alert:"], ...item];
}

/** What an alert is keyed by where Adobe states no code. */
const NO_CODE = "no-code";

function causeLabel(alert: AlertSummary): string {
  const { kind, causeTitle, causeCode } = alert;
  if (!isRunAlert(alert)) {
    return `${lookOf(kind).title.toLowerCase()} (Adobe's rule ${codeLabel(causeCode)})`;
  }
  if (kind === "no_data") return "the run brought no records";
  const code = codeLabel(causeCode);
  if (causeTitle !== undefined) return `${causeTitle} (${code})`;
  if (code !== "" && code !== NO_CODE) return `code ${code}`;
  return kind === "partly_ingested" ? "records were not ingested" : "no code stated";
}

/** "128 runs ended, 3 of them failed (2.3 %)". */
export function figuresWords({ ended, failed }: RunFigures): string {
  if (ended === 0) return "no run ended";
  const head = `${words.count(ended, "run")} ended`;
  return failed === 0
    ? `${head}, none failed`
    : `${head}, ${words.number(failed)} failed (${words.share(failed, ended)})`;
}

export const RUN_COLUMNS = ["State", "When", "Flow", "Took", "Records", "Cause", "Run"] as const;

/** The cells of one run under `RUN_COLUMNS`. */
export function runCells(run: RunSummary, room: Room): Prose[] {
  return [
    [`${words.STATUS_EMOJI[run.status]} ${cut(oneLine(words.statusWords(run)), 40)}`],
    [{ instant: run.at }],
    [flowLabel(run, Math.min(room.name, 60))],
    [run.durationMs === undefined ? "–" : words.duration(run.durationMs)],
    [recordsWords(run)],
    [causeCell(run)],
    [{ code: cut(oneLine(run.runId), Math.min(room.id, 64)) }],
  ];
}

function recordsWords({ recordsIn, recordsOut }: RunSummary): string {
  const told = [
    recordsIn === undefined ? [] : [`${words.number(recordsIn)} in`],
    recordsOut === undefined ? [] : [`${words.number(recordsOut)} out`],
  ].flat();
  return told.length === 0 ? "–" : told.join(", ");
}

function causeCell({ causeCode, alertNumber }: RunSummary): string {
  const told = [
    causeCode === undefined ? [] : [codeLabel(causeCode)],
    alertNumber === undefined ? [] : [`Alert #${alertNumber}`],
  ].flat();
  return told.length === 0 ? "–" : told.join(", ");
}
