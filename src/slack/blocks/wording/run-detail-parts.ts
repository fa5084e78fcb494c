import type { Cause } from "../../../domain/cause.ts";
import type { Explanation } from "../../../domain/explanation.ts";
import type { FlowOrigin } from "../../../domain/flow-names.ts";
import type { Activity, FlowRun } from "../../../domain/flow-run.ts";
import type { RunDiagnostics } from "../../../domain/run-diagnostics.ts";
import { isTrouble, outcomeOf } from "../../../domain/run-outcome.ts";
import { datasetUrl, flowUrl, hasFlowPage, monitoringUrl, runUrl } from "../../links.ts";
import type { RenderContext } from "../../message.ts";
import { cut, manyLines, oneLine } from "../../mrkdwn.ts";
import { quoted, redact } from "../../redact.ts";
import { count, STATUS_EMOJI, statusWords } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Part } from "../layout/parts.ts";
import type { Prose } from "../layout/prose.ts";
import { fixLine, sourceWords, steps, whyLine } from "./alert-words.ts";
import type { Subject } from "./kind-words.ts";
import { activityLabel, codeLabel, durationText, figuresText, flowLabel } from "./run-words.ts";

/** Everything that is known of one run, for the answer to `/flowrun show` and for Details. */
export interface DetailedRun {
  readonly run: FlowRun;
  readonly flowName?: string | undefined;
  readonly causes: readonly Cause[];
  readonly explanation?: Explanation | undefined;
  readonly origin?: FlowOrigin | undefined;
  readonly diagnostics?: RunDiagnostics | undefined;
}

/** How much of each list is told. `rawError`: characters of Adobe's own error text; 0 leaves it out. */
export interface DetailSize {
  readonly causes: number;
  readonly activities: number;
  readonly batches: number;
  readonly rawError: number;
}

export function runHeader({ run, flowName }: DetailedRun, room: Room): Part {
  const state = cut(oneLine(statusWords(run)), 30);
  const word = `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  const flow = flowLabel({ flowId: run.flowId, flowName: flowName ?? run.flowName }, room.name);
  return { kind: "header", text: `${STATUS_EMOJI[run.status]} ${word}: ${flow}` };
}

export function explanationParts(
  { run, explanation }: DetailedRun,
  context: RenderContext,
  room: Room,
): Part[] {
  if (explanation === undefined) return [];
  const outcome = outcomeOf(run);
  const subject: Subject = { kind: isTrouble(outcome) ? outcome : "failed", run, explanation };
  const likely = explanation.kind === "known" ? explanation.entry.likelyCauses : [];
  return [
    {
      kind: "lines",
      lines: [whyLine(subject, room), ...likely.map((text): Prose => [`• ${text}`])],
    },
    { kind: "lines", lines: [fixLine(subject)] },
    { kind: "steps", steps: steps(subject, context) },
    { kind: "small", lines: [sourceWords(explanation)] },
  ];
}

export function errorParts({ causes, run }: DetailedRun, room: Room, size: DetailSize): Part[] {
  if (causes.length === 0) return [];
  const shown = causes.slice(0, size.causes);
  return [
    { kind: "lines", lines: [[{ bold: "Errors, the most exact first" }]] },
    ...shown.flatMap((cause) => causeParts(cause, room)),
    ...more(causes.length - shown.length, "error"),
    ...rawErrors(run, size),
  ];
}

function causeParts(cause: Cause, room: Room): Part[] {
  const words = cause.message === undefined ? "" : quoted(cause.message, room.quote);
  const line: Prose = [
    ...(cause.code === undefined ? ["No code"] : [{ code: codeLabel(cause.code) }]),
    cause.activity === undefined ? "" : ` · ${activityLabel(cause.activity, room.name)}`,
    cause.count === undefined ? "" : ` · ${count(cause.count, "record")}`,
  ];
  const quote: Part[] = words === "" ? [] : [{ kind: "quote", line: [words] }];
  return [{ kind: "lines", lines: [line] }, ...quote];
}

/** The connector's whole text: it may say more than the codes found in it. */
function rawErrors(run: FlowRun, { rawError }: DetailSize): Part[] {
  if (rawError === 0) return [];
  return run.activities
    .flatMap(({ errorDetail }) => {
      const text = redact(manyLines(errorDetail ?? ""));
      return text === "" ? [] : [text];
    })
    .slice(0, 3)
    .flatMap((text): Part[] => [
      { kind: "lines", lines: [[{ bold: "Adobe's whole error text" }]] },
      { kind: "preformatted", text: cut(text, rawError) },
    ]);
}

export function activityParts({ run }: DetailedRun, room: Room, size: DetailSize): Part[] {
  if (run.activities.length === 0) return [];
  const shown = run.activities.slice(0, size.activities);
  return [
    {
      kind: "lines",
      lines: [[{ bold: "Activities" }], ...shown.map((activity) => activityLine(activity, room))],
    },
    ...more(run.activities.length - shown.length, "activity", "activities"),
  ];
}

function activityLine(activity: Activity, room: Room): Prose {
  const took = durationText(activity);
  return [
    `${STATUS_EMOJI[activity.status]} ${activityLabel(activity, room.name)}: ${statusWords(activity)}`,
    took === "" ? "" : ` · ${took}`,
    ` · ${figuresText(activity.figures)}`,
  ];
}

function more(hidden: number, singular: string, plural = `${singular}s`): Part[] {
  return hidden <= 0
    ? []
    : [{ kind: "small", lines: [[`and ${count(hidden, `more ${singular}`, `more ${plural}`)}`]] }];
}

export function figureLines({ run }: DetailedRun): Prose[] {
  const took = durationText(run);
  return [
    [{ bold: "The whole run" }, `: ${figuresText(run.figures)}${took === "" ? "" : ` · ${took}`}`],
    timesLine(run),
  ];
}

function timesLine(run: FlowRun): Prose {
  const told = [
    { name: "Created", at: run.createdAt },
    { name: "Started", at: run.startedAt },
    { name: "Ended", at: run.completedAt },
    { name: "Last updated", at: run.updatedAt },
  ].flatMap(({ name, at }) => (at === undefined ? [] : [{ name, at }]));
  if (told.length === 0)
    return ["Times: not reported, first heard of ", { instant: run.observedAt }];
  return told.flatMap(
    ({ name, at }, index): Prose => [`${index === 0 ? "" : " · "}${name} `, { instant: at }],
  );
}

/** Each id on its own line, so that it can be copied on a phone. */
export function idLines({ run }: DetailedRun, room: Room, size: DetailSize): Prose[] {
  const ids = [
    { name: "Run", id: run.runId },
    { name: "Flow", id: run.flowId },
    ...run.batchIds.slice(0, size.batches).map((id) => ({ name: "Batch", id })),
    { name: "Sandbox", id: run.sandboxName },
    { name: "Organisation", id: run.imsOrgId },
  ];
  const hidden = run.batchIds.length - size.batches;
  return [
    ...ids.flatMap(({ name, id }): Prose[] => {
      const text = cut(oneLine(id ?? ""), room.id);
      return text === "" ? [] : [[`${name} `, { code: text }]];
    }),
    hidden > 0 ? [`and ${count(hidden, "more batch", "more batches")}`] : [],
  ];
}

/** "Source: SFTP · Connection: Medallia export · Dataset: Responses"; empty where nobody told. */
export function originLines({ origin }: DetailedRun, room: Room): Prose[] {
  const told = [
    { name: "Source", text: origin?.sourceType },
    { name: "Connection", text: origin?.sourceName },
    { name: "Dataset", text: origin?.datasetName ?? origin?.datasetId },
  ].flatMap(({ name, text }): Prose[] => {
    const shown = cut(oneLine(text ?? ""), room.name);
    return shown === "" ? [] : [[`${name}: `, { bold: shown }]];
  });
  return told.length === 0
    ? []
    : [told.flatMap((part, index): Prose => (index === 0 ? part : [" · ", ...part]))];
}

/** Everything in Adobe that belongs to the run, each with its own link. */
export function adobeLinks({ run, origin }: DetailedRun, context: RenderContext): Prose {
  const org = context.imsOrgId;
  const { imsOrgId, sandboxName } = run;
  const { datasetId } = origin ?? {};
  const runPage = runUrl(run, org);
  const monitoring = monitoringUrl(run, org);
  const links = [
    { label: "Run", url: runPage },
    // Of Identity, Profile and destinations there is the monitoring page alone.
    { label: "Flow", url: hasFlowPage(run) ? flowUrl(run, org) : undefined },
    { label: "Dataset", url: datasetUrl({ datasetId, imsOrgId, sandboxName }, org) },
    { label: "Monitoring", url: monitoring === runPage ? undefined : monitoring },
  ].flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }]));
  if (links.length === 0) return [];
  return [
    "Open in Adobe: ",
    ...links.flatMap((link, index): Prose => (index === 0 ? [link] : [" · ", link])),
  ];
}
