import type { Cause } from "../../../domain/cause.ts";
import type { Explanation } from "../../../domain/explanation.ts";
import type { FlowOrigin } from "../../../domain/flow-names.ts";
import {
  type Activity,
  durationMs,
  type Figures,
  type FlowRun,
  type RunStatus,
} from "../../../domain/flow-run.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { quoted } from "../../redact.ts";
import * as words from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";

/** What there is to say of a run, each thing as one line. An empty line: nothing is known of it. */

const CODE_LIMIT = 60;
const CODES_SHOWN = 4;
const BATCHES_SHOWN = 2;

export function flowLabel(
  flow: { readonly flowId: string; readonly flowName?: string | undefined },
  max: number,
): string {
  const name = oneLine(flow.flowName ?? "");
  return cut(name === "" ? `flow ${oneLine(flow.flowId)}` : name, max);
}

/** "SFTP · dataset Loyalty"; empty where nobody told. */
export function originLine(origin: FlowOrigin | undefined, room: Room, datasetUrl?: string): Prose {
  const short = (text = ""): string => cut(oneLine(text), room.name);
  const dataset = short(origin?.datasetName);
  const source = short(origin?.sourceType) || short(origin?.sourceName);
  if (dataset === "") return source === "" ? [] : [source];
  const named = datasetUrl === undefined ? dataset : { label: dataset, url: datasetUrl };
  return [`${source === "" ? "" : `${source} · `}dataset `, named];
}

/** `Copy activity "Nightly"`; Adobe's own names often say "activity" themselves. */
export function activityLabel(
  activity: Pick<Activity, "kind"> & { readonly name?: string | undefined },
  max: number,
): string {
  const kind = words.KIND_WORDS[activity.kind];
  const name = cut(oneLine(activity.name ?? ""), max);
  if (name === "") return kind;
  return /activity/i.test(name) ? name : `${kind} "${name}"`;
}

export function codeLabel(code: string): string {
  return cut(oneLine(code), CODE_LIMIT);
}

/** What went wrong, in a few words: for lists, banners and the first line of a text. */
export function causeTitle(explanation: Explanation): string {
  switch (explanation.kind) {
    case "known":
      return explanation.entry.title;
    case "unknown":
      return explanation.cause.code === undefined
        ? "a cause without a code"
        : `unknown code ${codeLabel(explanation.cause.code)}`;
    case "none_stated":
      return "Adobe states no error";
  }
}

/** The code beneath the cause and, beneath that, the more general ones that it was reported under. */
export function codesLine(causes: readonly Cause[]): Prose {
  const codes = causes.flatMap(({ code }) => (code === undefined ? [] : [codeLabel(code)]));
  const [first, ...others] = codes.filter((code) => code !== "");
  if (first === undefined) return [];
  const shown = others.slice(0, CODES_SHOWN - 1);
  const hidden = others.length - shown.length;
  return [
    "Code ",
    { code: first },
    ...shown.flatMap(
      (code, index): Prose => [index === 0 ? ", reported under " : " and ", { code }],
    ),
    hidden > 0 ? ` and ${hidden} more, see Details` : "",
  ];
}

export function adobeWords(causes: readonly Cause[], max: number): string | undefined {
  const message = causes.find(({ message: text }) => oneLine(text ?? "") !== "")?.message;
  return message === undefined ? undefined : quoted(message, max);
}

const FIGURE_GROUPS = [
  {
    name: "Records",
    write: words.number,
    keys: ["recordsIn", "recordsOut", "recordsFailed", "recordsSkipped"],
  },
  { name: "Data", write: words.bytes, keys: ["bytesIn", "bytesOut"] },
  { name: "Files", write: words.number, keys: ["filesIn", "filesOut", "filesFailed"] },
] as const;

/** "Records: 100 in, 70 out · Data: 1.2 MB in": only what Adobe reported. */
export function figuresText(figures: Figures): string {
  const groups = FIGURE_GROUPS.flatMap(({ name, write, keys }) => {
    const told = keys.flatMap((key) => {
      const value = figures[key];
      return value === undefined ? [] : [`${write(value)} ${directionOf(key)}`];
    });
    return told.length === 0 ? [] : [`${name}: ${told.join(", ")}`];
  });
  return groups.length === 0 ? "Records, data and files: not reported" : groups.join(" · ");
}

/** `recordsIn` is "in", `filesFailed` is "failed". */
function directionOf(key: keyof Figures): string {
  return key.replace(/^[a-z]+/, "").toLowerCase();
}

export function durationText(run: Pick<FlowRun, "startedAt" | "completedAt">): string {
  const ms = durationMs(run);
  return ms === undefined ? "" : `Took ${words.duration(ms)}`;
}

/** The sandbox and the ids that one looks up elsewhere. */
export function idsLine(run: FlowRun, room: Room): Prose {
  const sandbox = cut(oneLine(run.sandboxName ?? ""), room.id);
  const batches = run.batchIds.map((id) => cut(oneLine(id), room.id)).filter((id) => id !== "");
  const hidden = batches.length - BATCHES_SHOWN;
  return [
    sandbox === "" ? "" : `Sandbox ${sandbox} · `,
    "Run ",
    { code: cut(oneLine(run.runId), room.id) },
    ...batches.slice(0, BATCHES_SHOWN).flatMap((id): Prose => [" · Batch ", { code: id }]),
    hidden > 0 ? ` and ${hidden} more` : "",
  ];
}

type RecentRuns = readonly { readonly status: RunStatus }[];

/** "Last 5 runs, oldest first: ✅ ✅ ❌ ✅ ❌ (2 failed)"; for the ear "2 × success, failed, success, failed". */
export function stripLine(runs: RecentRuns): Prose {
  if (runs.length === 0) return [];
  const failed = runs.filter(({ status }) => status === "failed").length;
  return [
    `${stripHead(runs)}: `,
    {
      shown: runs.map(({ status }) => words.STATUS_EMOJI[status]).join(" "),
      said: spokenStrip(runs),
    },
    ` (${failed === 0 ? "none" : failed} failed)`,
  ];
}

function spokenStrip(runs: RecentRuns): string {
  const groups: { status: RunStatus; times: number }[] = [];
  for (const { status } of runs) {
    const last = groups.at(-1);
    if (last?.status === status) last.times += 1;
    else groups.push({ status, times: 1 });
  }
  return groups
    .map(({ status, times }) =>
      times === 1 ? words.STATUS_WORDS[status] : `${times} × ${words.STATUS_WORDS[status]}`,
    )
    .join(", ");
}

function stripHead(runs: RecentRuns): string {
  return runs.length === 1 ? "Last run" : `Last ${runs.length} runs, oldest first`;
}
