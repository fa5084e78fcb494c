import { expect, test } from "@jest/globals";
import { FlowId, FlowRunId } from "../../../../src/domain/ids.ts";
import type { Line } from "../../../../src/domain/line.ts";
import { renderLine } from "../../../../src/slack/blocks/line.ts";
import { renderNotice } from "../../../../src/slack/blocks/notice.ts";
import { refusalNotice } from "../../../../src/slack/blocks/refusal-notice.ts";
import { aRuleAlert } from "../../../support/builders.ts";
import * as views from "../support/views.ts";
import { shown } from "../support/visible.ts";

const { NOW, SAM, MINUTE } = views;
const at = NOW;

test.each<[Line, string]>([
  [
    {
      kind: "failing_again",
      alertKind: "failed",
      failureCount: 5,
      runId: FlowRunId.parse("r1"),
      at,
    },
    "Failed again: 5th failure with this cause, run r1, 2026-11-23 03:00 UTC",
  ],
  [
    {
      kind: "failing_again",
      alertKind: "no_data",
      failureCount: 2,
      runId: FlowRunId.parse("r1"),
      at,
    },
    "No data again: 2nd run without data with this cause, run r1, 2026-11-23 03:00 UTC",
  ],
  [{ kind: "acknowledged", by: SAM, at }, "Acknowledged by @U0SAM, 2026-11-23 03:00 UTC"],
  [
    { kind: "unacknowledged", by: SAM, at },
    "Unacknowledged by @U0SAM: it is open for anyone to take, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "resolved", by: SAM, note: "rotated <!here>", at },
    "Resolved by @U0SAM, 2026-11-23 03:00 UTC: rotated <!here>",
  ],
  [{ kind: "resolved", by: SAM, at }, "Resolved by @U0SAM, 2026-11-23 03:00 UTC"],
  [
    {
      kind: "recovered",
      alertKind: "failed",
      runId: FlowRunId.parse("r9"),
      failureCount: 3,
      lastedMs: 130 * MINUTE,
      at,
    },
    "Recovered after 3 failures, 2 h 10 min: good run r9, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "withdrawn", at },
    "Withdrawn: a newer report from Adobe no longer states this failure, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "withdrawn", instead: 7, at },
    "Withdrawn: a run whose data it works on failed first; the thread of Alert #7 tells of it, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "firing_again", alertKind: "error_rate", failureCount: 5, at },
    "High error rate again: Adobe's rule has fired 5 times, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "ceased", alertKind: "delay", lastedMs: 130 * MINUTE, at },
    "Over after 2 h 10 min: Adobe's rule fires no more, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "run_ended", runId: FlowRunId.parse("r9"), status: "success", at },
    "The run has ended: success · Run r9, 2026-11-23 03:00 UTC",
  ],
  [
    {
      kind: "downstream",
      alertKind: "failed",
      family: "identity",
      runId: FlowRunId.parse("r9"),
      flowId: FlowId.parse("f9"),
      at,
    },
    "Downstream: Identity run r9 of flow f9 failed, too, 2026-11-23 03:00 UTC. It works on this data, so it has no alert of its own.",
  ],
  [
    {
      kind: "failing_again",
      alertKind: "failed",
      failureCount: 2,
      runId: FlowRunId.parse("r2"),
      retriedBy: SAM,
      at,
    },
    "Failed again, in the retry that @U0SAM started: 2nd failure with this cause, run r2, 2026-11-23 03:00 UTC",
  ],
  [
    {
      kind: "recovered",
      alertKind: "failed",
      runId: FlowRunId.parse("r9"),
      failureCount: 1,
      lastedMs: 10 * MINUTE,
      retriedBy: SAM,
      at,
    },
    "Recovered by the retry that @U0SAM started, after 1 failure, 10 min: good run r9, 2026-11-23 03:00 UTC",
  ],
  [
    {
      kind: "retried",
      by: SAM,
      runId: FlowRunId.parse("r1"),
      newRunId: FlowRunId.parse("r2"),
      at,
    },
    "@U0SAM retried run r1; new run r2, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "retried", by: SAM, runId: FlowRunId.parse("r1"), at },
    "@U0SAM retried run r1, 2026-11-23 03:00 UTC. Adobe did not name the new run.",
  ],
  [
    { kind: "retry_refused", by: SAM, runId: FlowRunId.parse("r1"), reason: "1388", at },
    "Retry refused: @U0SAM asked Adobe to retry run r1, and no new run was started. The flow is not enabled in Adobe. Enable it there, then retry.",
  ],
  [
    { kind: "retry_unknown", by: SAM, runId: FlowRunId.parse("r1"), at },
    "Retry with unknown outcome: @U0SAM asked Adobe to retry run r1, and no usable answer came. A new run may have been started. Look at the flow's runs in Adobe; if there is no new one, retry again.",
  ],
  [
    {
      kind: "retry_ended_otherwise",
      by: SAM,
      newRunId: FlowRunId.parse("r2"),
      alertKind: "failed",
      alertNumber: 43,
      at,
    },
    "The retry's run: failed, for another reason. @U0SAM started it; run r2 is in Alert #43, 2026-11-23 03:00 UTC",
  ],
  [
    { kind: "connection_tested", by: SAM, works: false, at },
    "The connection does not work: Adobe could not reach the source, or its login is not accepted. Correct the source's account in Adobe, then test again; a retry before that does not help. Tested by @U0SAM, 2026-11-23 03:00 UTC",
  ],
])("in the thread %j reads well, and the same to the ear", (line, words) => {
  const message = renderLine(line, views.aContext());

  expect(shown(message)).toBe(words);
  expect(message.text).toBe(
    words.replace("@U0SAM", "<@U0SAM>").replace("<!here>", "&lt;!here&gt;"),
  );
});

test.each([
  [
    "of an alert that is gone",
    { kind: "not_found" },
    "This alert is no longer stored. /flowrun status shows what is open.",
  ],
  [
    "that a person was faster with",
    { kind: "refused", reason: "already_resolved", alert: views.RESOLVED },
    "Alert #42 was already resolved by @U0SAM 5 min ago: rotated the key",
  ],
  [
    "that the flow was faster with",
    { kind: "refused", reason: "already_resolved", alert: views.RECOVERED },
    "Alert #42 is already closed: the flow recovered just now.",
  ],
  [
    "of what was withdrawn",
    { kind: "refused", reason: "already_resolved", alert: views.WITHDRAWN },
    "Alert #42 is already withdrawn: a newer report from Adobe no longer states this failure.",
  ],
  [
    "of what another alert tells of",
    {
      kind: "refused",
      reason: "already_resolved",
      alert: { ...views.WITHDRAWN, resolution: { kind: "withdrawn", instead: 7, at: NOW } },
    },
    "Alert #42 is already withdrawn: a run whose data it works on failed first; the thread of Alert #7 tells of it.",
  ],
  [
    "that Adobe was faster with",
    {
      kind: "refused",
      reason: "already_resolved",
      alert: { ...aRuleAlert(), state: "resolved", resolution: { kind: "ceased", at: NOW } },
    },
    "Alert #2 is already over: Adobe's rule ceased to fire 8 min ago.",
  ],
  [
    "that the late run was faster with",
    {
      kind: "refused",
      reason: "already_resolved",
      alert: {
        ...aRuleAlert(),
        state: "resolved",
        resolution: {
          kind: "run_ended",
          runId: FlowRunId.parse("r9"),
          status: "failed",
          at: NOW + 8 * MINUTE,
        },
      },
    },
    "Alert #2 is already closed: its run ended just now.",
  ],
  [
    "of what somebody has",
    { kind: "refused", reason: "already_acknowledged", alert: views.ACKNOWLEDGED },
    "Alert #42 is already acknowledged, by @U0SAM 10 min ago.",
  ],
  [
    "of what nobody has",
    { kind: "refused", reason: "not_acknowledged", alert: views.OPEN },
    "Alert #42 is not acknowledged, so there is nothing to take back.",
  ],
] as const)("a press %s is answered with what is the case", (_what, change, words) => {
  expect(shown(refusalNotice(change, NOW + 8 * MINUTE))).toBe(words);
});

test("a notice is one harmless line", () => {
  const message = renderNotice("No flow <!here> is called `x`.");

  expect(message.text).toBe("No flow &lt;!here&gt; is called 'x'.");
  expect(message.blocks).toHaveLength(1);
});
