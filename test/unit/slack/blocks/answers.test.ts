import { expect, test } from "@jest/globals";
import { FlowId, FlowRunId } from "../../../../src/domain/ids.ts";
import { renderFlowStatus, renderSeveralFlows } from "../../../../src/slack/blocks/flow-status.ts";
import { renderHelp, renderUsageError } from "../../../../src/slack/blocks/help.ts";
import { renderRunDetail } from "../../../../src/slack/blocks/run-detail.ts";
import { renderRunPage } from "../../../../src/slack/blocks/run-page.ts";
import { renderStatusOverview } from "../../../../src/slack/blocks/status-overview.ts";
import { isUsageError } from "../../../../src/slack/commands/command.ts";
import { parseCommand } from "../../../../src/slack/commands/parse.ts";
import { VERBS } from "../../../../src/slack/commands/table.ts";
import type { FlowStatus, RunDetail } from "../../../../src/usecases/find-flow.ts";
import type { RunPage } from "../../../../src/usecases/list-runs.ts";
import type { StatusOverview } from "../../../../src/usecases/status-overview.ts";
import * as views from "../support/views.ts";
import { buttonsOf, shown, visible } from "../support/visible.ts";

const RICH = views.aContext();
const CLASSIC = views.aContext({ layout: "classic" });

const OVERVIEW: StatusOverview = {
  at: views.NOW,
  alerts: [
    views.anAlertSummary(),
    (({ causeTitle: _gone, card: _card, ...rest }) => rest)(
      views.anAlertSummary({
        number: 40,
        state: "acknowledged",
        acknowledgedBy: views.SAM,
        failureCount: 1,
        causeCode: "DCVS-1",
        flowName: "Orders",
      }),
    ),
  ],
  openCount: 1,
  acknowledgedCount: 2,
  runningRuns: [views.aRunSummary({ status: "in_progress" })],
  runningCount: 2,
  last24Hours: { ended: 128, failed: 3 },
  notUnderstoodCount: 1,
  notUnderstood: [{ form: "unknown object", count: 1 }],
  lastNotificationAt: views.NOW - views.MINUTE,
  outbox: { waiting: 1, refused: 2 },
};

test("of what was not understood, the three most frequent forms are named", () => {
  const notUnderstood = ["audit", "<!channel>", "unknown object", "unknown value"].map(
    (form, at) => ({ form, count: 4 - at }),
  );
  const overview = { ...OVERVIEW, notUnderstoodCount: 12, notUnderstood };

  expect(visible(renderStatusOverview(overview, RICH))).toContain(
    "  ⚠ 12 notifications not understood, kept whole: 4 × audit, 3 × <!channel>, 2 × unknown object, 3 of other forms",
  );
});

test("the overview tells what is open, what runs, and what is wrong with Flowrun itself", () => {
  expect(visible(renderStatusOverview(OVERVIEW, RICH))).toEqual([
    "# 🔴 1 alert open, 2 acknowledged",
    "🔴 Alert #42 · Nightly CRM import · open · SFTP server does not answer (SftpNetworkIssue)",
    "3 failures since 2026-11-23 01:00 UTC, last 2026-11-23 02:55 UTC · Go to the card",
    "[Details]",
    "🟡 Alert #40 · Orders · acknowledged · code DCVS-1",
    "1 failure since 2026-11-23 01:00 UTC, acknowledged by @U0SAM",
    "[Details]",
    "  and 1 more: /flowrun list open",
    "Running now: 2 · Nightly CRM import since 2026-11-23 02:30 UTC, and 1 more",
    "Last 24 hours: 128 runs ended, 3 failed (2.3 %)",
    "  ⚠ 1 notification not understood, kept whole: 1 × unknown object",
    "  ⏳ 1 message waiting to be posted in Slack",
    "  ⚠ 2 messages refused by Slack; the log says why",
    "  Last notification from Adobe 2026-11-23 02:59 UTC",
    "  /flowrun list failed for recent failures, /flowrun help for everything else",
  ]);
});

test("when all is well, the overview says so first", () => {
  const { lastNotificationAt: _gone, ...rest } = OVERVIEW;
  const quiet: StatusOverview = {
    ...rest,
    alerts: [],
    openCount: 0,
    acknowledgedCount: 0,
    runningRuns: [],
    runningCount: 0,
    last24Hours: { ended: 0, failed: 0 },
    notUnderstoodCount: 0,
    notUnderstood: [],
    outbox: { waiting: 0, refused: 0 },
  };

  expect(visible(renderStatusOverview(quiet, RICH))).toEqual([
    "# ✅ All good: no alert is open",
    "Running now: nothing",
    "Last 24 hours: no run ended",
    "  No notification from Adobe yet",
    "  /flowrun list failed for recent failures, /flowrun help for everything else",
  ]);
});

test("when every alert is taken, the overview does not cry", () => {
  const message = renderStatusOverview({ ...OVERVIEW, openCount: 0 }, RICH);

  expect(visible(message)[0]).toBe("# 🟡 No alert is open, 2 acknowledged");
});

const GOOD = (({ causeCode: _code, alertNumber: _number, ...rest }) => rest)(
  views.aRunSummary({ runId: FlowRunId.parse("run-2"), status: "success" }),
);
const BARE = {
  runId: FlowRunId.parse("run-3"),
  flowId: FlowId.parse("f3"),
  status: "unknown" as const,
  statusText: "paused",
  at: views.NOW,
};
const FLOW: FlowStatus = {
  at: views.NOW,
  flowId: views.OPEN.flowId,
  flowName: "Nightly CRM import",
  sandboxName: "prod",
  imsOrgId: "5C1328435BF324E90A49402A@AdobeOrg",
  alerts: [views.anAlertSummary()],
  runs: [views.aRunSummary(), GOOD],
  last24Hours: { ended: 4, failed: 1 },
  last7Days: { ended: 30, failed: 0 },
};

test("the status of a flow shows its alerts, its last runs and its figures", () => {
  expect(visible(renderFlowStatus(FLOW, RICH))).toEqual([
    "# 🔴 Failed: Nightly CRM import",
    "🔴 Alert #42 · Nightly CRM import · open · SFTP server does not answer (SftpNetworkIssue)",
    "3 failures since 2026-11-23 01:00 UTC, last 2026-11-23 02:55 UTC · Go to the card",
    "[Details]",
    "Last 2 runs, oldest first: ✅ ❌ (1 failed)",
    "Last 24 hours: 4 runs ended, 1 failed (25 %)",
    "Last 7 days: 30 runs ended, none failed",
    "State | When | Took | Records | Cause | Run",
    "❌ failed | 2026-11-23 02:30 UTC | 24 min | 100 in, 70 out | SftpNetworkIssue, Alert #42 | f0b809c5-603d-4d6e-9600-977cb2e277b4",
    "✅ success | 2026-11-23 02:30 UTC | 24 min | 100 in, 70 out | – | run-2",
    "  Sandbox prod · Flow dbc5c132-bc2a-4625-85c1-32bc2a262558",
    "[Open in Adobe]",
  ]);
});

test("in a text for the ear, a strip of signs is told in words", () => {
  expect(renderFlowStatus(FLOW, RICH).text).toContain(
    "Last 2 runs, oldest first: success, failed (1 failed)",
  );
});

test.each([
  [
    "acknowledged",
    { alerts: [views.anAlertSummary({ state: "acknowledged" })] },
    "🟡 Acknowledged",
  ],
  ["without alerts", { alerts: [] }, "✅ No alert open"],
  ["running", { alerts: [], runs: [views.aRunSummary({ status: "in_progress" })] }, "🔄 Running"],
  ["never seen running", { alerts: [], runs: [] }, "❔ No run known"],
] as const)("the header of a flow that is %s says so", (_what, over, head) => {
  const message = renderFlowStatus({ ...FLOW, ...over }, CLASSIC);

  expect(visible(message)[0]).toBe(`# ${head}: Nightly CRM import`);
});

test("several flows that fit are offered, each with its own button and command", () => {
  const flows = [FLOW, { flowId: FlowId.parse("f2"), flowName: "CRM back-fill" }];
  const message = renderSeveralFlows({ kind: "several_flows", flows, count: 12 }, RICH);

  expect(visible(message)).toEqual([
    "12 flows fit these words. Which one?",
    "Nightly CRM import · sandbox prod",
    "/flowrun status dbc5c132-bc2a-4625-85c1-32bc2a262558",
    "[Show]",
    "CRM back-fill",
    '/flowrun status "f2"',
    "[Show]",
    "  and 10 more: say more of the name, or the flow's id",
  ]);
  expect(buttonsOf(message).map((button) => button["value"])).toEqual([FLOW.flowId, "f2"]);
});

const PAGE: RunPage = {
  filter: "failed",
  flow: FLOW,
  runs: [views.aRunSummary(), GOOD, BARE],
  alertsOnRules: [],
  moreOnRules: false,
  page: 2,
  pageSize: 10,
  total: 23,
};

test("runs are a table with a way to the pages before and after", () => {
  const message = renderRunPage(PAGE, RICH);

  expect(visible(message)).toEqual([
    "# Failed runs of Nightly CRM import",
    "State | When | Flow | Took | Records | Cause | Run",
    "❌ failed | 2026-11-23 02:30 UTC | Nightly CRM import | 24 min | 100 in, 70 out | SftpNetworkIssue, Alert #42 | f0b809c5-603d-4d6e-9600-977cb2e277b4",
    "✅ success | 2026-11-23 02:30 UTC | Nightly CRM import | 24 min | 100 in, 70 out | – | run-2",
    '❔ unknown ("paused") | 2026-11-23 03:00 UTC | flow f3 | – | – | – | run-3',
    "  11 to 13 of 23, newest first · page 2",
    "  /flowrun show and a run's id tells all about it",
    "[Previous] [Next]",
  ]);
  expect(buttonsOf(message).map((button) => button["value"])).toEqual([
    `1 failed ${FLOW.flowId}`,
    `3 failed ${FLOW.flowId}`,
  ]);
});

test("the classic layout has a line for each run, without what is not known", () => {
  const lines = visible(renderRunPage({ ...PAGE, page: 1, total: 3 }, CLASSIC));

  expect(lines.slice(2, 4)).toEqual([
    "✅ success · 2026-11-23 02:30 UTC · Nightly CRM import · 24 min · 100 in, 70 out · run-2",
    '❔ unknown ("paused") · 2026-11-23 03:00 UTC · flow f3 · run-3',
  ]);
  expect(lines.at(-1)).toBe("  /flowrun show and a run's id tells all about it");
});

test("the text of a table gives every figure its heading", () => {
  expect(renderRunPage(PAGE, RICH).text).toContain(
    "State ✅ success, When 2026-11-23 02:30 UTC, Flow Nightly CRM import, Took 24 min, Records 100 in, 70 out, Run run-2",
  );
});

test("an empty list says so, and so does a page after the last", () => {
  const none = {
    filter: "open",
    runs: [],
    alertsOnRules: [],
    moreOnRules: false,
    page: 1,
    pageSize: 10,
    total: 0,
  } as const;

  expect(visible(renderRunPage(none, RICH))).toEqual([
    "# Failed runs with an open alert",
    "No such run is known.",
  ]);
  const alertsOnRules = [views.anAlertSummary({ kind: "delay", causeCode: "late_runs" })];
  const more = renderRunPage({ ...none, alertsOnRules, moreOnRules: true }, RICH);
  expect(more.text).toContain("and more alerts on Adobe's rules");
  expect(visible(renderRunPage({ ...none, alertsOnRules }, RICH)).slice(0, 2)).toEqual([
    "# What is open",
    "🟠 Alert #42 · Nightly CRM import · open · delayed (Adobe's rule late_runs)",
  ]);
  expect(visible(renderRunPage({ ...none, filter: "all", page: 9, total: 3 }, RICH))).toEqual([
    "# Recent runs",
    "There is no page 9; the list is shorter.",
    "[Previous]",
  ]);
});

test("a failed run is told in full: cause, alert, errors, activities, figures, times, ids", () => {
  const { run, causes, explanation } = views.aView();
  const detail: RunDetail = {
    at: views.NOW,
    run,
    flowName: "Nightly CRM import",
    causes,
    explanation,
    alert: views.anAlertSummary(),
  };

  expect(visible(renderRunDetail(detail, RICH))).toEqual([
    "# ❌ Failed: Nightly CRM import",
    "SFTP Copy Activity: Adobe could not reach the source's SFTP server over the network.",
    "• The SFTP server is down or overloaded.",
    "• A firewall closes its port.",
    "• Adobe's addresses are missing on the server's allow list.",
    "What to do · Usually fixed by the owner of the source system. A retry often helps.",
    "1. Retry the run once: a short outage passes by itself.",
    "2. If it fails again, check from outside your network that the SFTP port answers.",
    "3. If it answers, check that the server lets in Adobe's addresses for your region.",
    "  Explained from Adobe's page on alert rules (steps inferred)",
    "🔴 Alert #42 · Nightly CRM import · open · SFTP server does not answer (SftpNetworkIssue)",
    "3 failures since 2026-11-23 01:00 UTC, last 2026-11-23 02:55 UTC · Go to the card",
    "Errors, the most exact first",
    "SftpNetworkIssue · SFTP Copy Activity",
    "| Meet network issue when connect to Sftp server '(address)', SocketErrorCode: 'TimedOut'.",
    "2200 · SFTP Copy Activity",
    "| A connection attempt failed",
    "CONNECTOR-1001-500 · SFTP Copy Activity",
    "| Error in copying the data from Source",
    "Activities",
    "❌ SFTP Copy Activity: failed · Records, data and files: not reported",
    "The whole run: Records: 1,234,567 in · Data: 12.3 MB in · Files: 2 in · Took 24 min 7 s",
    "Started 2026-11-23 02:30 UTC · Ended 2026-11-23 02:54 UTC",
    "  Run f0b809c5-603d-4d6e-9600-977cb2e277b4",
    "  Flow dbc5c132-bc2a-4625-85c1-32bc2a262558",
    "  Batch 6f6a900f-e40d-4f0e-9bb9-b614436c3465",
    "  Sandbox prod",
    "  Organisation 5C1328435BF324E90A49402A@AdobeOrg",
    "[Details] [Open in Adobe]",
  ]);
});

test("a run of which little is known claims nothing", () => {
  const run = views.aRun({
    status: "unknown",
    statusText: "paused",
    flowName: undefined,
    sandboxName: undefined,
    startedAt: undefined,
    completedAt: undefined,
    figures: {},
    errors: [],
    activities: [],
    batchIds: [],
  });
  const message = renderRunDetail({ at: views.NOW, run, causes: [] }, CLASSIC);

  expect(visible(message)).toEqual([
    '# ❔ Unknown ("paused"): flow dbc5c132-bc2a-4625-85c1-32bc2a262558',
    "The whole run: Records, data and files: not reported",
    "Times: not reported, first heard of 2026-11-23 02:55 UTC",
    "  Run f0b809c5-603d-4d6e-9600-977cb2e277b4",
    "  Flow dbc5c132-bc2a-4625-85c1-32bc2a262558",
    "  Organisation 5C1328435BF324E90A49402A@AdobeOrg",
    "[Details]",
  ]);
});

test("help lists every command, and more about one", () => {
  const all = shown(renderHelp());
  const lines = visible(renderHelp("list"));

  for (const { usage, summary } of VERBS) expect(all).toContain(`/flowrun ${usage} ${summary}`);
  expect(lines).toEqual([
    "# /flowrun list",
    "/flowrun list [failed, open or all] [flow] [page 2] recent runs as a table, newest first",
    "Examples",
    "/flowrun list failed",
    "/flowrun list",
    "/flowrun list open Nightly CRM import",
    "/flowrun list all page 2",
    "  The same: recent",
  ]);
});

test.each([
  ["statsu", ['"statsu" is not a command.', "Did you mean /flowrun status?"]],
  ["nack #1", ['"nack" is not a command.', "Did you mean /flowrun ack #1 or /flowrun unack #1?"]],
  ["ack", ["ack needs an alert's number or a run's id.", "For example: /flowrun ack #42"]],
])("after %j one reads what was wrong and how to say it", (text, lines) => {
  const parsed = parseCommand(text);
  const message = isUsageError(parsed) ? renderUsageError(parsed) : undefined;

  expect(message === undefined ? [] : visible(message)).toEqual([
    ...lines,
    "  /flowrun help lists all commands",
  ]);
});
