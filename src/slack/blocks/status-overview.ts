import type { StatusOverview } from "../../usecases/status-overview.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { count, number } from "../words.ts";
import { alertRow } from "./alert-row.ts";
import { type Room, toMessage } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";
import { flowLabel } from "./wording/run-words.ts";
import { figuresWords } from "./wording/summary-words.ts";

/** `unreadable`: channels that the bot may not read back, with Slack's own word for it. */
type Overview = StatusOverview & { readonly unreadable?: ReadonlyMap<string, string> };

/** The answer to `/flowrun status`: what needs a person, what runs, whether all is well with Flowrun itself. */
export function renderStatusOverview(overview: Overview, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => ({
    parts: [
      { kind: "header", text: headline(overview) },
      ...alertRows(overview, context, room),
      { kind: "lines", lines: [runningLine(overview, room), last24Hours(overview)] },
      { kind: "small", lines: [...troubleLines(overview), lastHeard(overview), hints()] },
    ],
  }));
}

function headline({ openCount, acknowledgedCount }: StatusOverview): string {
  if (openCount === 0 && acknowledgedCount === 0) return "✅ All good: no alert is open";
  const open = openCount === 0 ? "No alert is open" : `${count(openCount, "alert")} open`;
  const taken = acknowledgedCount === 0 ? "" : `, ${number(acknowledgedCount)} acknowledged`;
  return `${openCount === 0 ? "🟡" : "🔴"} ${open}${taken}`;
}

function alertRows(overview: StatusOverview, context: RenderContext, room: Room): Part[] {
  const { alerts, openCount, acknowledgedCount } = overview;
  const shown = alerts.slice(0, room.rows);
  const hidden = openCount + acknowledgedCount - shown.length;
  return [
    ...shown.map((alert) => alertRow(alert, context, room)),
    ...(hidden > 0
      ? [small([`and ${number(hidden)} more: `, { code: "/flowrun list open" }])]
      : []),
  ];
}

function small(line: Prose): Part {
  return { kind: "small", lines: [line] };
}

function runningLine({ runningRuns, runningCount }: StatusOverview, room: Room): Prose {
  if (runningCount === 0) return [{ bold: "Running now" }, ": nothing"];
  const shown = runningRuns.slice(0, 3);
  const hidden = runningCount - shown.length;
  return [
    { bold: `Running now: ${number(runningCount)}` },
    ...shown.flatMap(
      (run, index): Prose => [
        `${index === 0 ? " · " : ", "}${flowLabel(run, Math.min(room.name, 60))} since `,
        { instant: run.at },
      ],
    ),
    hidden > 0 && shown.length > 0 ? `, and ${number(hidden)} more` : "",
  ];
}

function last24Hours({ last24Hours: figures }: StatusOverview): Prose {
  return [{ bold: "Last 24 hours" }, `: ${figuresWords(figures)}`];
}

/** Only what is wrong with Flowrun itself. */
function troubleLines({ outbox, unreadable, ...overview }: Overview): Prose[] {
  return [
    ...[...(unreadable ?? [])].map(unreadableLine),
    notUnderstoodLine(overview),
    outbox.waiting === 0
      ? []
      : [`⏳ ${count(outbox.waiting, "message")} waiting to be posted in Slack`],
    outbox.refused === 0
      ? []
      : [`⚠ ${count(outbox.refused, "message")} refused by Slack; the log says why`],
  ];
}

function unreadableLine([channel, error]: readonly [string, string]): Prose {
  return [
    "⚠ Flowrun cannot read ",
    { code: channel },
    `: after a lost answer of Slack's, a message may be posted there twice. `,
    ...(error === "not_in_channel" || error === "channel_not_found"
      ? ["Type ", { code: "/invite @Flowrun" }, " in the channel."]
      : [`Install the app again with the scopes of its manifest (${oneLine(error)}).`]),
  ];
}

const FORMS_SHOWN = 3;

function notUnderstoodLine({
  notUnderstoodCount,
  notUnderstood,
}: Pick<StatusOverview, "notUnderstoodCount" | "notUnderstood">): Prose {
  if (notUnderstoodCount === 0) return [];
  const shown = notUnderstood.slice(0, FORMS_SHOWN);
  const rest = notUnderstoodCount - shown.reduce((sum, form) => sum + form.count, 0);
  const forms = [
    ...shown.map((form) => `${number(form.count)} × ${cut(oneLine(form.form), 60)}`),
    ...(rest > 0 && shown.length > 0 ? [`${number(rest)} of other forms`] : []),
  ];
  const kept = `⚠ ${count(notUnderstoodCount, "notification")} not understood, kept whole`;
  return [forms.length === 0 ? kept : `${kept}: ${forms.join(", ")}`];
}

function lastHeard({ lastNotificationAt }: StatusOverview): Prose {
  return lastNotificationAt === undefined
    ? ["No notification from Adobe yet"]
    : ["Last notification from Adobe ", { instant: lastNotificationAt }];
}

function hints(): Prose {
  return [
    { code: "/flowrun list failed" },
    " for recent failures, ",
    { code: "/flowrun help" },
    " for everything else",
  ];
}
