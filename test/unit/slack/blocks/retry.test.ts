import { describe, expect, test } from "@jest/globals";
import type { Retrying, RunAlertView } from "../../../../src/domain/alert-view.ts";
import { FlowRunId } from "../../../../src/domain/ids.ts";
import { type RetryOutcome, requestRetry, settleRetry } from "../../../../src/domain/retry.ts";
import { renderAlertCard } from "../../../../src/slack/blocks/alert-card.ts";
import { renderDetailsModal } from "../../../../src/slack/blocks/details-modal.ts";
import { renderNotPermitted } from "../../../../src/slack/blocks/permission-notice.ts";
import {
  renderRetryAnswer,
  renderRetryQuestion,
} from "../../../../src/slack/blocks/retry-answer.ts";
import * as views from "../support/views.ts";
import { buttonsOf, shown, visible } from "../support/visible.ts";

const { HOUR, MINUTE, NOW, SAM } = views;
const RUN = views.aRun({ family: "source" });
const NEW = FlowRunId.parse("new-run");
const AT = NOW - 2 * MINUTE;
const REQUESTED = requestRetry(undefined, { runId: RUN.runId, by: SAM, standsAfter: 0, at: AT });

function retryingWith(outcome?: RetryOutcome, newRunEnded = false): Retrying {
  const retry = outcome === undefined ? REQUESTED : settleRetry(REQUESTED, outcome, AT);
  return { run: RUN, retry, newRunEnded };
}

function card(over: Partial<RunAlertView>, now = NOW): { text: string; buttons: string[] } {
  const view = views.aView({ run: RUN, retrying: { run: RUN, newRunEnded: false }, ...over });
  const message = renderAlertCard(view, views.aContext({ asksAdobe: true, now }));
  return {
    text: `${shown(message)}\n${message.text}`,
    buttons: buttonsOf(message).map((button) => String(button["action_id"])),
  };
}

describe("the card", () => {
  test("offers a retry between Details and Open in Adobe, and says nothing of it before", () => {
    expect(card({}).buttons).toEqual([
      "alert_acknowledge",
      "alert_resolve",
      "alert_details",
      "alert_retry_run",
      "open_in_adobe",
    ]);
    expect(card({}).text).not.toMatch(/Retry started|unknown outcome/);
  });

  test.each<[string, Partial<RunAlertView>, number]>([
    ["that is resolved", { alert: views.RECOVERED }, NOW],
    ["while Adobe has not answered", { retrying: retryingWith() }, NOW],
    ["while the new run runs", { retrying: retryingWith({ kind: "started", newRunId: NEW }) }, NOW],
    ["of a retry that ended well", { retrying: retryingWith({ kind: "started" }, true) }, NOW],
    [
      "of a streaming source",
      { retrying: { run: views.aRun({ ...RUN, flowType: "streaming" }), newRunEnded: false } },
      NOW,
    ],
  ])("offers none on a card %s", (_what, over, now) => {
    expect(card(over, now).buttons.join()).not.toContain("alert_retry_run");
  });

  test.each<[string, Partial<RunAlertView>, number]>([
    ["after a refusal", { retrying: retryingWith({ kind: "refused", reason: "1387" }) }, NOW],
    ["after an unknown outcome", { retrying: retryingWith({ kind: "unknown" }) }, NOW],
    [
      "a day after a new run that nobody heard of",
      { retrying: retryingWith({ kind: "started", newRunId: NEW }) },
      NOW + 25 * HOUR,
    ],
    ["also once somebody took it", { alert: views.ACKNOWLEDGED }, NOW],
  ])("offers one %s", (_what, over, now) => {
    expect(card(over, now).buttons.join()).toContain("alert_retry_run");
  });

  test.each<[Retrying, string]>([
    [retryingWith(), "Retry started by @U0SAM, 2026-11-23 02:58 UTC: Adobe has not answered yet"],
    [
      retryingWith({ kind: "started", newRunId: NEW }),
      "Retry started by @U0SAM, 2026-11-23 02:58 UTC; new run new-run",
    ],
    [retryingWith({ kind: "started" }), "Retry started by @U0SAM, 2026-11-23 02:58 UTC"],
    [
      retryingWith({ kind: "unknown" }),
      "Retry with unknown outcome by @U0SAM, 2026-11-23 02:58 UTC. Look in Adobe whether a new run",
    ],
  ])("says how a retry stands, to the eye and to the ear", (retrying, words) => {
    const { text } = card({ retrying });

    expect(text).toContain(words);
    expect(text).toContain(words.replace("@U0SAM", "<@U0SAM>"));
  });

  test("that recovered by a retry says whose", () => {
    const { text } = card({ alert: views.RECOVERED, recoveredBy: SAM });

    expect(text).toContain(
      "Recovered by the retry that @U0SAM started, after 3 failures, 2 h 5 min · good run",
    );
  });
});

describe("Details", () => {
  const details = (over: Partial<RunAlertView>, asksAdobe = true): string =>
    visible(
      renderDetailsModal(views.aView({ run: RUN, ...over }), views.aContext({ asksAdobe })),
    ).join("\n");

  test("offer a test of the connection where that is in question", () => {
    expect(details({})).toContain("Test connection");
  });

  test.each<[string, string]>([
    ["without credentials", details({}, false)],
    ["of a closed alert", details({ alert: views.RECOVERED })],
    ["of another service's run", details({ run: views.aRun({ family: "destination" }) })],
  ])("offer none %s", (_what, text) => {
    expect(text).not.toContain("Test connection");
  });
});

test("the question cuts long names and never what Slack refuses", () => {
  const run = views.aRun({ runId: FlowRunId.parse("r".repeat(200)), flowName: "n".repeat(400) });

  const [, actions] = renderRetryQuestion({ run, newRunEnded: false }, {}).blocks;

  const [button] = buttonsOf({ blocks: actions === undefined ? [] : [actions] });
  expect(button).toMatchObject({
    value: run.runId,
    confirm: { title: { text: "Retry this run?" } },
  });
  const { text = "" } = Object(button).confirm.text;
  expect(text.length).toBeLessThanOrEqual(300);
  expect(text).toMatch(/n{20}.*r{20}/);
});

test("the question warns of an earlier retry whose outcome nobody knows", () => {
  const question = renderRetryQuestion(retryingWith({ kind: "unknown" }), { alertNumber: 7 });

  expect(shown(question)).toContain("(Alert #7)?");
  expect(shown(question)).toContain("unknown outcome: look in Adobe first");
});

test.each([
  ["no_credentials", "ADOBE_CLIENT_SECRET"],
  ["not_a_source", "another service"],
  ["streaming", "batch sources"],
  ["not_ended", "not known to have ended"],
  ["brought_records", "brought some"],
] as const)("whoever cannot retry is told why: %s", (reason, words) => {
  expect(renderRetryAnswer({ kind: "not_retryable", reason }).text).toContain(words);
});

test("a refusal names ten at most", () => {
  const groups = Array.from({ length: 12 }, (_, index) => `S0${index}`);
  const who = { kind: "named", people: [SAM], groups } as const;

  const { text } = renderNotPermitted({ kind: "refused", who });

  expect(text).toContain("<@U0SAM>, <!subteam^S00>");
  expect(text).toContain("and 3 more may.");
});
