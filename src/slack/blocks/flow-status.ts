import type { FlowStatus, Found } from "../../usecases/find-flow.ts";
import { ACTION, BLOCK } from "../action-ids.ts";
import { formatCommand } from "../commands/format.ts";
import { flowUrl } from "../links.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { number } from "../words.ts";
import { alertRow } from "./alert-row.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { ButtonSpec, Part } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";
import { lookOf } from "./wording/kind-words.ts";
import { flowLabel, originLine, stripLine } from "./wording/run-words.ts";
import { figuresWords, RUN_COLUMNS, runCells } from "./wording/summary-words.ts";

/** Runs in the table; the strip shows all. */
const RUNS_SHOWN = 5;

/** The answer to `/flowrun status <flow>`. */
export function renderFlowStatus(flow: FlowStatus, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [
      { kind: "header", text: `${mark(flow)}: ${flowLabel(flow, room.name)}` },
      ...flow.alerts.slice(0, room.rows).map((alert) => alertRow(alert, context, room)),
      {
        kind: "lines",
        lines: [
          stripLine(flow.runs.toReversed()),
          [{ bold: "Last 24 hours" }, `: ${figuresWords(flow.last24Hours)}`],
          [{ bold: "Last 7 days" }, `: ${figuresWords(flow.last7Days)}`],
        ],
      },
      {
        kind: "table",
        columns: RUN_COLUMNS.filter((column) => column !== "Flow"),
        rows: flow.runs.slice(0, RUNS_SHOWN).map((run) => withoutFlow(runCells(run, room))),
      },
      { kind: "small", lines: [originLine(flow, room), idsOf(flow, room)] },
      { kind: "buttons", blockId: BLOCK.runButtons, buttons: openButton(flow, context) },
    ],
  }));
}

function mark({ alerts, runs }: FlowStatus): string {
  // The gravest stands first.
  const open = alerts.find(({ state }) => state === "open");
  if (open !== undefined) return `${lookOf(open.kind).emoji} ${lookOf(open.kind).title}`;
  if (alerts.length > 0) return "🟡 Acknowledged";
  if (runs.length === 0) return "❔ No run known";
  return runs[0]?.status === "in_progress" ? "🔄 Running" : "✅ No alert open";
}

/** Every run is of the flow that the header names. */
function withoutFlow(cells: Prose[]): Prose[] {
  return cells.filter((_cell, index) => RUN_COLUMNS[index] !== "Flow");
}

function idsOf(flow: FlowStatus, room: Room): Prose {
  const sandbox = cut(oneLine(flow.sandboxName ?? ""), room.id);
  return [
    sandbox === "" ? "" : `Sandbox ${sandbox} · `,
    "Flow ",
    { code: cut(oneLine(flow.flowId), room.id) },
  ];
}

function openButton(flow: FlowStatus, context: RenderContext): ButtonSpec[] {
  const url = flowUrl(flow, context.imsOrgId);
  if (url === undefined) return [];
  return [
    {
      actionId: ACTION.openInAdobe,
      text: "Open in Adobe",
      spoken: `Open in Adobe: ${flowLabel(flow, 50)}`,
      url,
    },
  ];
}

/** When a person's words fit more than one flow. */
export function renderSeveralFlows(
  found: Extract<Found, { kind: "several_flows" }>,
  context: RenderContext,
): SlackMessage {
  return toMessage(context.layout, (room) => {
    const shown = found.flows.slice(0, Math.min(room.rows, 10));
    const hidden = found.count - shown.length;
    return {
      parts: [
        {
          kind: "lines",
          lines: [[{ bold: `${number(found.count)} flows fit these words.` }, " Which one?"]],
        },
        ...shown.map((flow): Part => flowRow(flow, room)),
        ...(hidden > 0
          ? [small([`and ${number(hidden)} more: say more of the name, or the flow's id`])]
          : []),
      ],
    };
  });
}

function flowRow(
  flow: Extract<Found, { kind: "several_flows" }>["flows"][number],
  room: Room,
): Part {
  const sandbox = cut(oneLine(flow.sandboxName ?? ""), room.id);
  const command = formatCommand({
    verb: "status",
    target: { kind: "words", text: oneLine(flow.flowId) },
  });
  return {
    kind: "row",
    lines: [
      [{ bold: flowLabel(flow, room.name) }, sandbox === "" ? "" : ` · sandbox ${sandbox}`],
      [{ code: `/flowrun ${command}` }],
    ],
    button: {
      actionId: ACTION.flowStatus,
      text: "Show",
      spoken: `Show the flow ${flowLabel(flow, 50)}`,
      value: flow.flowId,
    },
  };
}

function small(line: Prose): Part {
  return { kind: "small", lines: [line] };
}
