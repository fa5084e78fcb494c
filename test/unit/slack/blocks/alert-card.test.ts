import { expect, test } from "@jest/globals";
import type { PreviousAlert, RunAlertView } from "../../../../src/domain/alert-view.ts";
import { FlowRunId } from "../../../../src/domain/ids.ts";
import { renderAlertCard } from "../../../../src/slack/blocks/alert-card.ts";
import * as views from "../support/views.ts";
import { buttonsOf, markupOf, shown, visible } from "../support/visible.ts";

const { HOUR, MINUTE, NOW } = views;
const LAYOUTS = ["rich", "classic"] as const;

/** The card's lines and its fallback text. */
function card(over: Partial<RunAlertView> = {}): { lines: string[]; text: string } {
  const message = renderAlertCard(views.aView(over), views.aContext());
  return { lines: visible(message), text: message.text };
}

const SEED_RUN = views.aRun({
  flowName: undefined,
  completedAt: undefined,
  figures: {},
  errors: [{ code: "CONNECTOR-2001-500", message: "Error in processing the copied data." }],
  activities: [
    views.anActivity({
      name: undefined,
      kind: "promotion",
      errorDetail: undefined,
      errors: [{ code: "CONNECTOR-2001-500", message: "Error in processing the copied data." }],
      nestedErrors: [{ code: "133", message: "We are unable to locate any files." }],
    }),
  ],
});

function failedWith(nestedErrors: { code?: string; message?: string }[]): Partial<RunAlertView> {
  return {
    run: views.aRun({ activities: [views.anActivity({ errorDetail: undefined, nestedErrors })] }),
  };
}

test.each(LAYOUTS)(
  "a new failure is told in eight lines, then come figures and ids (%s)",
  (layout) => {
    const message = renderAlertCard(views.aView(), views.aContext({ layout }));

    expect(visible(message)).toEqual([
      "# 🔴 Failed: Nightly CRM import",
      "SFTP Copy Activity: Adobe could not reach the source's SFTP server over the network.",
      "  Code SftpNetworkIssue, reported under 2200 and CONNECTOR-1001-500",
      "Alert #42 · First time in 7 days",
      "What to do · Usually fixed by the owner of the source system. A retry often helps.",
      "1. Retry the run once: a short outage passes by itself.",
      "2. If it fails again, check from outside your network that the SFTP port answers.",
      "3. If it answers, check that the server lets in Adobe's addresses for your region.",
      "  Records: 1,234,567 in · Data: 12.3 MB in · Files: 2 in · Took 24 min 7 s",
      "  Last 6 runs, oldest first: ✅ ✅ ✅ ❌ ✅ ❌ (2 failed)",
      `  Adobe says: "Meet network issue when connect to Sftp server '(address)', SocketErrorCode: 'TimedOut'."`,
      "  Sandbox prod · Run f0b809c5-603d-4d6e-9600-977cb2e277b4 · Batch 6f6a900f-e40d-4f0e-9bb9-b614436c3465",
      "  Started 2026-11-23 02:30 UTC · Failed 2026-11-23 02:55 UTC",
      "  Explained from Adobe's page on alert rules (steps inferred)",
      "[Acknowledge] [Resolve] [Details] [Open in Adobe]",
    ]);
  },
);

test("the text alone tells the whole story, in words and in UTC", () => {
  expect(card().text.split("\n")).toEqual([
    "Failed: Nightly CRM import. SFTP server does not answer.",
    "SFTP Copy Activity: Adobe could not reach the source's SFTP server over the network.",
    "Alert #42 · First time in 7 days",
    "What to do · Usually fixed by the owner of the source system. A retry often helps.",
    "1. Retry the run once: a short outage passes by itself.",
    "2. If it fails again, check from outside your network that the SFTP port answers.",
    "3. If it answers, check that the server lets in Adobe's addresses for your region.",
    "Code SftpNetworkIssue, reported under 2200 and CONNECTOR-1001-500",
    `Adobe says: "Meet network issue when connect to Sftp server '(address)', SocketErrorCode: 'TimedOut'."`,
    "Records: 1,234,567 in · Data: 12.3 MB in · Files: 2 in · Took 24 min 7 s",
    "Last 6 runs, oldest first: 3 × success, failed, success, failed (2 failed)",
    "Sandbox prod · Run f0b809c5-603d-4d6e-9600-977cb2e277b4 · Batch 6f6a900f-e40d-4f0e-9bb9-b614436c3465",
    "Started 2026-11-23 02:30 UTC · Failed 2026-11-23 02:55 UTC",
    "Explained from Adobe's page on alert rules: https://experienceleague.adobe.com/en/docs/experience-platform/observability/alerts/rules (steps inferred)",
    "Run in Adobe: https://experience.adobe.com/#/@5C1328435BF324E90A49402A@AdobeOrg/sname:prod/platform/source/dataflows/dbc5c132-bc2a-4625-85c1-32bc2a262558/activity/f0b809c5-603d-4d6e-9600-977cb2e277b4",
  ]);
});

test("a banner shows the flow and the cause, however long the flow's name is", () => {
  const banner = card({ flowName: "A very long name ".repeat(20) }).text.slice(0, 100);

  expect(banner).toMatch(/^Failed: A very long name/);
  expect(banner).toContain("SFTP server does not answer");
});

test("Adobe's own sample failure names no flow and no figures, and the card says so", () => {
  const { flowName: _gone, ...view } = views.aView({ run: SEED_RUN });
  const lines = visible(renderAlertCard(view, views.aContext()));

  expect(lines.slice(0, 4)).toEqual([
    "# 🔴 Failed: flow dbc5c132-bc2a-4625-85c1-32bc2a262558",
    "Processing activity: Adobe found no file to load in this batch.",
    "  Code 133, reported under CONNECTOR-2001-500",
    "Alert #42 · First time in 7 days",
  ]);
  expect(lines).toContain("  Records, data and files: not reported");
});

test("an unknown code is said to be unknown, and Adobe's words are quoted without secrets", () => {
  const message = "required key [id] not found, ask bob@example.com";
  const { lines, text } = card(failedWith([{ code: "DCVS-1106-400", message }]));

  expect(lines.slice(1, 7)).toEqual([
    "SFTP Copy Activity: No explanation for code DCVS-1106-400 yet.",
    "| required key [id] not found, ask (e-mail)",
    "  Code DCVS-1106-400, reported under CONNECTOR-1001-500",
    "Alert #42 · First time in 7 days",
    "What to do",
    "1. Open the run in Adobe and read the error of the activity that failed.",
  ]);
  expect(text).toMatch(/^Failed: Nightly CRM import\. unknown code DCVS-1106-400\./);
});

test("an error without a code is quoted, and said to have none", () => {
  const { lines } = card(failedWith([{ message: "It broke" }]));

  expect(lines.slice(1, 3)).toEqual([
    "SFTP Copy Activity: Adobe gives no code for this error, so there is no explanation for it.",
    "| It broke",
  ]);
});

test("a failure without any error is said to have none", () => {
  const { lines } = card({ run: views.aRun({ activities: [], errors: [] }) });

  expect(lines.slice(1, 3)).toEqual([
    "Adobe says that the run failed, but states no error.",
    "Alert #42 · First time in 7 days",
  ]);
});

const RECOVERED_BEFORE: PreviousAlert = {
  number: 37,
  failureCount: 2,
  firstFailedAt: NOW - 50 * HOUR,
  resolution: { kind: "recovered", runId: FlowRunId.parse("good"), at: NOW - 48 * HOUR },
};
const FIXED_BEFORE: PreviousAlert = {
  ...RECOVERED_BEFORE,
  resolution: {
    kind: "person",
    by: views.SAM,
    note: "rotated the key",
    at: NOW - 50 * HOUR + 8 * MINUTE,
  },
};
const WITHDRAWN_BEFORE: PreviousAlert = {
  ...RECOVERED_BEFORE,
  resolution: { kind: "withdrawn", at: NOW - 48 * HOUR },
};
const THREE_FAILURES = { ...views.OPEN, failureCount: 3, firstFailedAt: NOW - 50 * MINUTE };

test.each<[string, Partial<RunAlertView>, string]>([
  ["once before", { failuresIn7Days: 2 }, "2nd time in 7 days"],
  [
    "often, the last one recovered",
    { alert: THREE_FAILURES, failuresIn7Days: 5, previous: RECOVERED_BEFORE },
    "3rd failure since 2026-11-23 02:10 UTC, 5 in 7 days; the last one (Alert #37) recovered after 2 h",
  ],
  [
    "before, and a person fixed it",
    { failuresIn7Days: 3, previous: FIXED_BEFORE },
    "3rd time in 7 days; the last one (Alert #37) was fixed in 8 min by @U0SAM: rotated the key",
  ],
  [
    "before, and it was withdrawn",
    { failuresIn7Days: 3, previous: WITHDRAWN_BEFORE },
    "3rd time in 7 days",
  ],
  [
    "only in this alert",
    { alert: THREE_FAILURES, failuresIn7Days: 3 },
    "3rd failure since 2026-11-23 02:10 UTC, none in the 7 days before",
  ],
  [
    "for longer than a week",
    { alert: THREE_FAILURES, failuresIn7Days: 2 },
    "3rd failure since 2026-11-23 02:10 UTC, 2 of them in the last 7 days",
  ],
])("the card tells whether it is new: it failed %s", (_what, over, words) => {
  expect(card(over).lines).toContain(`Alert #42 · ${words}`);
});

test("an acknowledged card says who has it and is shorter", () => {
  const { lines, text } = card({ alert: views.ACKNOWLEDGED });

  expect(lines).toEqual([
    "# 🟡 Acknowledged: Nightly CRM import",
    "Acknowledged by @U0SAM, 2026-11-23 02:58 UTC",
    "SFTP Copy Activity: Adobe could not reach the source's SFTP server over the network.",
    "Alert #42 · First time in 7 days",
    "  Code SftpNetworkIssue, reported under 2200 and CONNECTOR-1001-500",
    "  Sandbox prod · Run f0b809c5-603d-4d6e-9600-977cb2e277b4 · Batch 6f6a900f-e40d-4f0e-9bb9-b614436c3465",
    "[Unacknowledge] [Resolve] [Details] [Open in Adobe]",
  ]);
  expect(text).toContain("Acknowledged by <@U0SAM>, 2026-11-23 02:58 UTC");
});

test.each([
  [
    "recovered",
    views.RECOVERED,
    [
      "# ✅ Recovered: Nightly CRM import",
      "Recovered after 3 failures, 2 h 5 min · good run 2026-11-23 05:00 UTC",
      "Acknowledged by @U0SAM, 2026-11-23 02:58 UTC",
    ],
  ],
  [
    "resolved by a person",
    views.RESOLVED,
    [
      "# ✅ Resolved: Nightly CRM import",
      "Resolved by @U0SAM after 8 min, 2026-11-23 03:03 UTC: rotated the key",
    ],
  ],
  [
    "withdrawn",
    views.WITHDRAWN,
    [
      "# ✅ Withdrawn: Nightly CRM import",
      "Withdrawn: a newer report from Adobe no longer states this failure, 2026-11-23 03:03 UTC",
    ],
  ],
] as const)("a %s card says how it closed, what it was, and nothing more", (_what, alert, head) => {
  expect(card({ alert }).lines).toEqual([
    ...head,
    "Cause: SFTP server does not answer, in SFTP Copy Activity",
    "  Alert #42 · Sandbox prod · Run f0b809c5-603d-4d6e-9600-977cb2e277b4 · Batch 6f6a900f-e40d-4f0e-9bb9-b614436c3465",
    "  Code SftpNetworkIssue, reported under 2200 and CONNECTOR-1001-500",
    "[Details] [Open in Adobe]",
  ]);
});

test("every button carries the alert's id and tells a screen reader which alert it is", () => {
  const buttons = buttonsOf(renderAlertCard(views.aView(), views.aContext()));

  expect(
    buttons.map((button) => [button["action_id"], button["value"], button["accessibility_label"]]),
  ).toEqual(
    [
      ["alert_acknowledge", "Acknowledge"],
      ["alert_resolve", "Resolve"],
      ["alert_details", "Details"],
      ["open_in_adobe", "Open in Adobe"],
    ].map(([id, text]) => [id, views.OPEN.alertId, `${text}: Alert #42, Nightly CRM import`]),
  );
  expect(buttons.filter((button) => button["style"] === "primary")).toHaveLength(1);
});

test("a changed card has new block ids, as Slack asks for", () => {
  const idsOf = (revision: number): unknown[] => {
    const alert = { ...views.OPEN, revision };
    return renderAlertCard(views.aView({ alert }), views.aContext()).blocks.flatMap(
      (block) => block.block_id ?? [],
    );
  };

  expect(idsOf(3)).toEqual(["alert_buttons_3"]);
  expect(idsOf(4)).toEqual(["alert_buttons_4"]);
});

test("where no link can be built, there is no button for it", () => {
  const run = views.aRun({ imsOrgId: "{ORG_ID}" });
  const { imsOrgId: _gone, ...context } = views.aContext();
  const message = renderAlertCard(views.aView({ run }), context);

  expect(visible(message).at(-1)).toBe("[Acknowledge] [Resolve] [Details]");
  expect(message.text).not.toContain("Run in Adobe");
});

test.each(LAYOUTS)("hostile texts are shown as they are and do nothing (%s)", (layout) => {
  const flowName =
    "<!channel> `x` <@U999> \u202Eevil\uD800 https://a.example <https://b.example|y>";
  const run = views.aRun({ sandboxName: "<#C1>" });
  const message = renderAlertCard(views.aView({ flowName, run }), views.aContext({ layout }));

  expect(visible(message)[0]).toBe(
    "# 🔴 Failed: <!channel> `x` <@U999> evil\uFFFD https://a.example <https://b.example|y>",
  );
  expect(shown(message)).toContain("Sandbox <#C1>");
  expect(markupOf(message).join(" ")).not.toMatch(/<!channel|<@U999|<#C1|b\.example\|y>/);
  expect(message.text).not.toMatch(/<[!@#h]/);
});
