import type { RunFilter, RunPage } from "../../usecases/list-runs.ts";
import { ACTION, BLOCK } from "../action-ids.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { toPageValue } from "../page-value.ts";
import { number } from "../words.ts";
import { alertRow } from "./alert-row.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { ButtonSpec, Part } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";
import { flowLabel } from "./wording/run-words.ts";
import { RUN_COLUMNS, runCells } from "./wording/summary-words.ts";

/** The answer to `/flowrun list`. */
export function renderRunPage(page: RunPage, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [
      { kind: "header", text: title(page, room) },
      ...onRules(page, context, room),
      ...(page.runs.length === 0 ? [nothing(page)] : [table(page, room), position(page)]),
      { kind: "buttons", blockId: BLOCK.pageButtons, buttons: pageButtons(page) },
    ],
  }));
}

const TITLES = {
  all: "Recent runs",
  failed: "Failed runs",
  open: "Failed runs with an open alert",
} as const satisfies Record<RunFilter, string>;

function title({ filter, flow, alertsOnRules }: RunPage, room: Room): string {
  const what = alertsOnRules.length > 0 ? "What is open" : TITLES[filter];
  return flow === undefined ? what : `${what} of ${flowLabel(flow, room.name)}`;
}

/** Few enough to leave the table its room. */
function onRules(page: RunPage, context: RenderContext, room: Room): Part[] {
  const shown = page.alertsOnRules.slice(0, Math.ceil(room.rows / 4));
  const isCut = page.moreOnRules || shown.length < page.alertsOnRules.length;
  return [
    ...shown.map((alert): Part => alertRow(alert, context, room)),
    ...(isCut ? [moreOnRules()] : []),
  ];
}

function moreOnRules(): Part {
  const hint: Prose = [
    "and more alerts on Adobe's rules; ",
    { code: "/flowrun list open" },
    " and a flow's name shows those of one flow",
  ];
  return { kind: "small", lines: [hint] };
}

/** All runs of the page, whatever the room: a page button would skip what is left out. */
function table({ runs }: RunPage, room: Room): Part {
  return {
    kind: "table",
    columns: RUN_COLUMNS,
    rows: runs.map((run) => runCells(run, room)),
  };
}

function nothing({ page, total, filter, alertsOnRules }: RunPage): Part {
  if (filter === "open" && alertsOnRules.length > 0) {
    return { kind: "small", lines: [["No run has an open alert."]] };
  }
  const text =
    total === 0
      ? "No such run is known."
      : `There is no page ${number(page)}; the list is shorter.`;
  return { kind: "lines", lines: [[text]] };
}

function position({ page, pageSize, runs, total }: RunPage): Part {
  const first = (page - 1) * pageSize + 1;
  const last = first + runs.length - 1;
  const text = `${number(first)} to ${number(last)} of ${number(total)}, newest first · page ${number(page)}`;
  return {
    kind: "small",
    lines: [[text], [{ code: "/flowrun show" }, " and a run's id tells all about it"]],
  };
}

function pageButtons({ filter, flow, page, pageSize, total }: RunPage): ButtonSpec[] {
  const to = (target: number): string =>
    toPageValue({
      filter,
      page: target,
      ...(flow === undefined ? {} : { flowId: flow.flowId }),
    });
  const previous: ButtonSpec = {
    actionId: ACTION.previousPage,
    text: "Previous",
    spoken: `Previous: page ${page - 1} of the runs`,
    value: to(page - 1),
  };
  const next: ButtonSpec = {
    actionId: ACTION.nextPage,
    text: "Next",
    spoken: `Next: page ${page + 1} of the runs`,
    value: to(page + 1),
  };
  return [...(page > 1 ? [previous] : []), ...(page * pageSize < total ? [next] : [])];
}
