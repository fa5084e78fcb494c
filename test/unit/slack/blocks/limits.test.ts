import { expect, test } from "@jest/globals";
import type { ModalView } from "@slack/types";
import fc from "fast-check";
import { RunFamily, RunStatus } from "../../../../src/domain/flow-run.ts";
import { NotificationId } from "../../../../src/domain/ids.ts";
import type { Line } from "../../../../src/domain/line.ts";
import { MetricAlertKind } from "../../../../src/domain/metric-alert.ts";
import { validatePayload } from "../../../../src/simulator/slack/validate/payload.ts";
import { renderAlertCard } from "../../../../src/slack/blocks/alert-card.ts";
import {
  renderDetailsModal,
  renderRunDetailsModal,
} from "../../../../src/slack/blocks/details-modal.ts";
import { renderFlowStatus, renderSeveralFlows } from "../../../../src/slack/blocks/flow-status.ts";
import { renderUsageError } from "../../../../src/slack/blocks/help.ts";
import { renderKeptNotification } from "../../../../src/slack/blocks/kept-notification.ts";
import { renderLine } from "../../../../src/slack/blocks/line.ts";
import { renderNotice } from "../../../../src/slack/blocks/notice.ts";
import { renderOperatorNotice } from "../../../../src/slack/blocks/operator-notice.ts";
import { renderResolveModal } from "../../../../src/slack/blocks/resolve-modal.ts";
import { renderRetryQuestion } from "../../../../src/slack/blocks/retry-answer.ts";
import { renderRunDetail } from "../../../../src/slack/blocks/run-detail.ts";
import { renderRunPage } from "../../../../src/slack/blocks/run-page.ts";
import { renderStatusOverview } from "../../../../src/slack/blocks/status-overview.ts";
import { isUsageError } from "../../../../src/slack/commands/command.ts";
import { parseCommand } from "../../../../src/slack/commands/parse.ts";
import type { SlackMessage } from "../../../../src/slack/message.ts";
import * as monsters from "../support/monsters.ts";
import { aContext } from "../support/views.ts";
import { markupOf } from "../support/visible.ts";

const OURS = /<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[0-9: -]+UTC>|<@[UW][A-Z0-9]+>/g;
const STRANGERS = /<@(?!U0SAM>|W0KIM>)/;

/** Empty: Slack takes it, and nothing in it calls anybody or goes anywhere that we did not mean. */
function faultsOf(message: SlackMessage): unknown[] {
  const { text, blocks } = message;
  const json = JSON.stringify(blocks);
  // A button's value is read by us alone, and must stay what it was.
  const read = JSON.stringify(blocks, (key, value: unknown) => (key === "value" ? "" : value));
  return [
    ...validatePayload("message", { text, blocks }),
    ...[...markupOf(blocks), text].filter((markup) => !isHarmless(markup)),
    ...(json.length > 12_000 ? [`blocks of ${json.length} characters`] : []),
    ...(text.trim() === "" || text.length > 3_000 ? [`text of ${text.length} characters`] : []),
    ...(HALF_A_PAIR.test(JSON.stringify(message)) ? ["half a surrogate pair"] : []),
    ...(/[\u202A-\u202E\u2066-\u2069\u200B-\u200F\uFEFF]/.test(read) ? ["invisible"] : []),
  ];
}

function modalFaultsOf(modal: ModalView): unknown[] {
  const json = JSON.stringify(modal);
  return [
    ...validatePayload("modal", { blocks: modal.blocks }),
    ...markupOf(modal.blocks).filter((markup) => !isHarmless(markup)),
    ...(modal.title.text.length > 24 ? [modal.title.text] : []),
    ...(json.length > 200_000 ? [`${json.length} characters`] : []),
    ...(HALF_A_PAIR.test(json) ? ["half a surrogate pair"] : []),
  ];
}

/** As JSON writes it. */
const HALF_A_PAIR = /\\ud[89a-f][0-9a-f]{2}/i;

function isHarmless(markup: string): boolean {
  const rest = markup.replace(OURS, "");
  // What is left of Slack's markup is only our own links, which end as they began.
  return (
    !STRANGERS.test(markup) && !/[<>]/.test(rest.replace(/<https:\/\/[^<>|\s]+\|[^<>|]+>/g, ""))
  );
}

const RUNS = { numRuns: 150 };

test("a notice to the operator is sound", () => {
  fc.assert(
    fc.property(monsters.notice, monsters.context, (notice, context) => {
      expect(faultsOf(renderOperatorNotice(notice, context))).toEqual([]);
    }),
    RUNS,
  );
});

test("what was not understood is shown soundly, and never a value of it", () => {
  fc.assert(
    fc.property(monsters.keptNotice, monsters.context, (kept, context) => {
      expect(faultsOf(renderKeptNotification(kept, context))).toEqual([]);
    }),
    RUNS,
  );
  const body = JSON.stringify({ list: [{ mail: "dana@example.com" }], plain: "secret" });
  const shown = JSON.stringify(
    renderKeptNotification(
      {
        notificationId: NotificationId.parse("n-1"),
        receivedAt: 0,
        source: "webhook",
        form: "unknown object",
        body,
      },
      aContext(),
    ),
  );
  expect(shown).toContain("mail: text");
  expect(shown).not.toMatch(/example\.com|secret/);
});

test("a card is sound in every state, layout and with the worst of payloads", () => {
  fc.assert(
    fc.property(
      fc.oneof(monsters.alertView, monsters.ruleView),
      monsters.context,
      (view, context) => {
        const message = renderAlertCard(view, context);

        expect(faultsOf(message)).toEqual([]);
        const actions = message.blocks.find((block) => block.type === "actions");
        expect(actions?.block_id).toBe(`alert_buttons_${view.alert.revision}`);
      },
    ),
    { numRuns: 300 },
  );
});

test("the answers about runs and alerts are sound", () => {
  const detail = fc
    .tuple(monsters.alertView, monsters.alertSummary)
    .map(([{ run, causes, explanation, origin, diagnostics }, alert]) => ({
      at: 0,
      run,
      causes,
      explanation,
      alert,
      ...(origin === undefined ? {} : { origin }),
      ...(diagnostics === undefined ? {} : { diagnostics }),
    }));
  fc.assert(
    fc.property(detail, monsters.context, (found, context) => {
      expect(faultsOf(renderRunDetail(found, context))).toEqual([]);
    }),
    RUNS,
  );
});

const figures = fc.record({ ended: fc.nat(), failed: fc.nat() });
const runs = fc.array(monsters.runSummary, { maxLength: 10 });
const alerts = fc.array(monsters.alertSummary, { maxLength: 10 });

test("the overview is sound", () => {
  const overview = fc.record({
    at: monsters.someInstant,
    alerts,
    openCount: fc.nat(),
    acknowledgedCount: fc.nat(),
    runningRuns: runs,
    runningCount: fc.nat(),
    last24Hours: figures,
    notUnderstoodCount: fc.nat(),
    notUnderstood: fc.array(fc.record({ form: fc.string({ unit: "binary" }), count: fc.nat() })),
    lastNotificationAt: monsters.someInstant,
    outbox: fc.record({ waiting: fc.nat(), refused: fc.nat() }),
  });
  fc.assert(
    fc.property(overview, monsters.context, (given, context) => {
      expect(faultsOf(renderStatusOverview(given, context))).toEqual([]);
    }),
    RUNS,
  );
});

test("the status of a flow is sound, and so is a choice of flows", () => {
  const flow = fc.record({
    at: monsters.someInstant,
    flowId: monsters.someFlowId,
    flowName: monsters.text,
    sandboxName: monsters.text,
    alerts,
    runs,
    last24Hours: figures,
    last7Days: figures,
  });
  fc.assert(
    fc.property(
      fc.array(flow, { minLength: 1, maxLength: 4 }),
      monsters.context,
      (flows, context) => {
        for (const given of flows) expect(faultsOf(renderFlowStatus(given, context))).toEqual([]);
        expect(
          faultsOf(renderSeveralFlows({ kind: "several_flows", flows, count: 99 }, context)),
        ).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});

test("a page of runs is sound and never loses a run", () => {
  const page = fc.record({
    filter: fc.constantFrom("all" as const, "failed" as const, "open" as const),
    flow: fc.record({ flowId: monsters.someFlowId, flowName: monsters.text }),
    runs,
    alertsOnRules: fc.array(monsters.alertSummary, { maxLength: 10 }),
    moreOnRules: fc.boolean(),
    page: fc.integer({ min: 1, max: 10_000 }),
    pageSize: fc.constant(10),
    total: fc.nat(),
  });
  fc.assert(
    fc.property(page, monsters.context, (given, context) => {
      const message = renderRunPage(given, context);

      expect(faultsOf(message)).toEqual([]);
      const tables = message.blocks.filter((block) => block.type === "table");
      const isTable = context.layout === "rich" && given.runs.length > 0;
      expect(tables).toMatchObject(isTable ? [{ rows: { length: given.runs.length + 1 } }] : []);
    }),
    RUNS,
  );
});

test("lines, notices and usage errors are sound", () => {
  const note = fc.record({
    kind: fc.constant("resolved" as const),
    by: monsters.somePerson,
    note: monsters.text,
    at: monsters.someInstant,
  });
  const again = fc.record({
    kind: fc.constant("failing_again" as const),
    alertKind: monsters.someAlertKind,
    failureCount: fc.integer({ min: 1, max: 1_000_000 }),
    runId: monsters.someRunId,
    at: monsters.someInstant,
  });
  const recovered = fc.record({
    kind: fc.constant("recovered" as const),
    alertKind: monsters.someAlertKind,
    failureCount: fc.nat(),
    runId: monsters.someRunId,
    lastedMs: monsters.someTotal,
    at: monsters.someInstant,
  });
  const retried = fc.record({
    kind: fc.constantFrom("retried" as const, "retry_unknown" as const),
    by: monsters.somePerson,
    runId: monsters.someRunId,
    newRunId: monsters.someRunId,
    at: monsters.someInstant,
  });
  const at = monsters.someInstant;
  const withdrawn = fc.record({
    kind: fc.constant("withdrawn" as const),
    instead: fc.integer({ min: 1, max: 1_000_000 }),
    at,
  });
  const onRule = fc.record({
    kind: fc.constant("firing_again" as const),
    alertKind: fc.constantFrom(...MetricAlertKind.options),
    failureCount: fc.integer({ min: 1, max: 1_000_000 }),
    at,
  });
  const ceased = fc.record({
    kind: fc.constant("ceased" as const),
    alertKind: fc.constantFrom(...MetricAlertKind.options),
    lastedMs: monsters.someTotal,
    at,
  });
  const runEnded = fc.record({
    kind: fc.constant("run_ended" as const),
    runId: monsters.someRunId,
    status: fc.constantFrom(...RunStatus.options),
    at,
  });
  const downstream = fc.record({
    kind: fc.constant("downstream" as const),
    alertKind: monsters.someAlertKind,
    family: fc.constantFrom(...RunFamily.options),
    runId: monsters.someRunId,
    flowId: monsters.someFlowId,
    flowName: monsters.text,
    at,
  });
  const line: fc.Arbitrary<Line> = fc.oneof(
    note,
    again,
    recovered,
    withdrawn,
    onRule,
    ceased,
    runEnded,
    downstream,
    retried,
  );
  fc.assert(
    fc.property(line, monsters.text, monsters.context, (said, words, context) => {
      expect(faultsOf(renderLine(said, context))).toEqual([]);
      expect(faultsOf(renderNotice(words))).toEqual([]);
      const parsed = parseCommand(words);
      const answers = isUsageError(parsed) ? [renderUsageError(parsed)] : [];
      expect(answers.flatMap(faultsOf)).toEqual([]);
    }),
    RUNS,
  );
});

test("the question before a retry is sound", () => {
  fc.assert(
    fc.property(monsters.retrying, monsters.text, (retrying, flowName) => {
      const question = renderRetryQuestion(retrying, { flowName, alertNumber: 1 });

      expect(faultsOf(question)).toEqual([]);
    }),
    RUNS,
  );
});

test("modals are sound, with far more in them than a message holds", () => {
  fc.assert(
    fc.property(monsters.alertView, monsters.context, (view, context) => {
      const { run, causes, explanation } = view;
      const modals = [
        renderDetailsModal(view, context),
        renderRunDetailsModal({ at: 0, run, causes, explanation }, context),
        renderResolveModal(view),
      ];

      for (const modal of modals) expect(modalFaultsOf(modal)).toEqual([]);
    }),
    RUNS,
  );
  fc.assert(
    fc.property(monsters.ruleView, monsters.context, (view, context) => {
      for (const modal of [renderDetailsModal(view, context), renderResolveModal(view)]) {
        expect(modalFaultsOf(modal)).toEqual([]);
      }
    }),
    RUNS,
  );
});
