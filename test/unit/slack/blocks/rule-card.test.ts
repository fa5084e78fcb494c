import { describe, expect, test } from "@jest/globals";
import type { RuleAlert } from "../../../../src/domain/alert.ts";
import type { RuleAlertView } from "../../../../src/domain/alert-view.ts";
import { AlertId, FlowRunId } from "../../../../src/domain/ids.ts";
import { MetricAlertKind } from "../../../../src/domain/metric-alert.ts";
import { renderAlertCard } from "../../../../src/slack/blocks/alert-card.ts";
import { aReport } from "../../../support/builders.ts";
import { aContext, HOUR, MINUTE, NOW, SAM } from "../support/views.ts";
import { visible } from "../support/visible.ts";

const OPEN = {
  alertId: AlertId.parse("alert-7"),
  number: 7,
  kind: "error_rate",
  series: aReport().series,
  flowId: aReport().flowId,
  failureCount: 1,
  firstFailedAt: NOW - HOUR,
  lastFailedAt: NOW - HOUR,
  revision: 2,
  state: "open",
} as const satisfies RuleAlert;

const RESOLVED = { ...OPEN, state: "resolved" } as const;

function aRuleView(over: Partial<RuleAlertView> = {}): RuleAlertView {
  const alert = over.alert ?? OPEN;
  return {
    about: "rule",
    alert,
    report: aReport({
      name: "sources_ingestion_error_rate_exceeded",
      kind: alert.kind,
      message: "Triggered : Error Rate Exceeded is above 0.5%. The current value is 2%.",
      value: "2",
    }),
    flowName: "Nightly CRM import",
    alertsIn7Days: 1,
    recentRuns: [],
    ...over,
  };
}

const lines = (over: Partial<RuleAlertView> = {}, layout: "rich" | "classic" = "rich"): string[] =>
  visible(renderAlertCard(aRuleView(over), aContext({ layout })));

const text = (over: Partial<RuleAlertView> = {}): string =>
  renderAlertCard(aRuleView(over), aContext()).text;

describe("the card of an alert on one of Adobe's rules", () => {
  test("open, it says what the rule says, since when, what to do and how it closes", () => {
    expect(lines()).toEqual([
      "# 🟠 High error rate: Nightly CRM import",
      "More records of this flow fail than Adobe's rule allows.",
      "| Error Rate Exceeded is above 0.5%. The current value is 2%.",
      "Alert #7 · First time in 7 days · since 2026-11-23 02:00 UTC",
      "What to do · Usually fixed by the owner of the data.",
      "1. Open the flow's newest run in Adobe and read the codes of its failed records.",
      "2. Ask the owner of the data whether its format has changed.",
      "3. Mend the data or the mapping, then send the failed records again.",
      "  Closes by itself when Adobe says that the rule fires no more.",
      "  Sandbox prod · Adobe's rule sources_ingestion_error_rate_exceeded, severity high",
      "[Acknowledge] [Resolve] [Details] [Open in Adobe]",
    ]);
  });

  test("its text alone tells the same", () => {
    const told = text();

    expect(told.split("\n")[0]).toBe("High error rate: Nightly CRM import.");
    expect(told).toContain('Adobe says: "Error Rate Exceeded is above 0.5%.');
    expect(told).toContain("1. Open the flow's newest run in Adobe");
    expect(told).toContain("https://experience.adobe.com/");
  });

  test.each(MetricAlertKind.options)("each kind has its title and its steps: %s", (kind) => {
    const [head, says] = lines({ alert: { ...OPEN, kind } });

    expect(head).toMatch(/^# (🟠|🔵) [A-Z]/u);
    expect(says).toMatch(/\.$/);
    expect(
      lines({ alert: { ...OPEN, kind } }).filter((line) => /^\d\. /.test(line)).length,
    ).toBeLessThan(4);
  });

  test("the stated value is said where Adobe's words lack it, with the unit of the rule", () => {
    const report = (value: string, kind: RuleAlert["kind"]) =>
      lines({ alert: { ...OPEN, kind }, report: aReport({ kind, value, message: "Words." }) })[1];

    expect(report("1", "delay")).toContain("states is 1 minute.");
    expect(report("1234.5", "delay")).toContain("states is 1,234.5 minutes.");
    expect(report("2%", "error_rate")).toContain("states is 2%.");
    expect(report("many", "other")).toContain("states is many.");
    expect(lines({ report: aReport({ value: "2", message: "It is 2%." }) })[1]).not.toContain(
      "states",
    );
  });

  test("Adobe's words are quoted without secrets, and a placeholder is none", () => {
    const quoted = (message: string) => lines({ report: aReport({ message }) }).join("\n");

    expect(quoted("Triggered : mail bob@example.com")).toContain("| mail (e-mail)");
    expect(quoted("{MESSAGE}")).not.toContain("MESSAGE");
  });

  test("a delay that names a run says so, and that Adobe stops looking", () => {
    const alert = { ...OPEN, kind: "delay", runId: FlowRunId.parse("run-9") } as const;
    const told = lines({ alert, alertsIn7Days: 3 }).join("\n");

    expect(told).toContain("3rd time in 7 days");
    expect(told).toContain("Closes by itself when the run ends or Adobe says so");
    expect(told).toContain("Run run-9 · Adobe's rule");
    expect(lines({ alert: { ...OPEN, kind: "delay" } }).join("\n")).toContain(
      "when the flow's next run ends",
    );
  });

  test.each<[string, RuleAlert, string, string]>([
    [
      "ceased",
      { ...RESOLVED, resolution: { kind: "ceased", at: NOW } },
      "# ✅ Over: Nightly CRM import",
      "Over after 1 h: Adobe's rule fires no more, 2026-11-23 03:00 UTC",
    ],
    [
      "ended by its run",
      {
        ...RESOLVED,
        resolution: {
          kind: "run_ended",
          runId: FlowRunId.parse("run-9"),
          status: "failed",
          at: NOW,
        },
      },
      "# ✅ Run ended: Nightly CRM import",
      "The run has ended: failed · Run run-9, 2026-11-23 03:00 UTC",
    ],
    [
      "closed by a person",
      { ...RESOLVED, resolution: { kind: "person", by: SAM, note: "asked Adobe", at: NOW } },
      "# ✅ Resolved: Nightly CRM import",
      "Resolved by @U0SAM after 1 h, 2026-11-23 03:00 UTC: asked Adobe",
    ],
  ])("%s, it says how first, and what it was", (_what, alert, head, how) => {
    const told = lines({ alert });

    expect(told.slice(0, 3)).toEqual([
      head,
      how,
      "What it was: More records of this flow fail than Adobe's rule allows.",
    ]);
    expect(told.at(-1)).toBe("[Details] [Open in Adobe]");
    expect(text({ alert })).toContain("What it was");
  });

  test("taken, it says by whom, and how to give it back", () => {
    const acknowledgement = { by: SAM, at: NOW - MINUTE };
    const told = lines({ alert: { ...OPEN, state: "acknowledged", acknowledgement } });

    expect(told[1]).toBe("Acknowledged by @U0SAM, 2026-11-23 02:59 UTC");
    expect(told.at(-1)).toBe("[Unacknowledge] [Resolve] [Details] [Open in Adobe]");
    expect(told.join("\n")).not.toContain("What to do");
  });
});
