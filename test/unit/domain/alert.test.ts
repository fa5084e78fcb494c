import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Alert,
  type AlertEvent,
  type RuleAlert,
  type RuleEnd,
  type Transition,
  transition,
} from "../../../src/domain/alert.ts";
import { FlowRunId } from "../../../src/domain/ids.ts";
import { anAlert, aRuleAlert, DANA, SAM, T0 } from "../../support/builders.ts";

const good = FlowRunId.parse("good-1");
const open = anAlert();
const acknowledged: Alert = {
  ...open,
  state: "acknowledged",
  acknowledgement: { by: DANA, at: T0 },
};
const recovered: Alert = {
  ...open,
  state: "resolved",
  resolution: { kind: "recovered", runId: good, at: T0 },
};
const closed: Alert = {
  ...open,
  state: "resolved",
  resolution: { kind: "person", by: DANA, at: T0 },
};

const onRule = aRuleAlert();
const ceased = transitioned(onRule, { kind: "ceased", at: T0 + 9 });

function transitioned(alert: RuleAlert, end: RuleEnd): RuleAlert {
  const result = transition(alert, { kind: "rule_ended", end });
  if (!result.ok) throw new Error(result.reason);
  return result.alert;
}

const failures = {
  latestRunId: FlowRunId.parse("run-2"),
  failureCount: 2,
  firstFailedAt: T0,
  lastFailedAt: T0 + 1,
};
const events = {
  failuresChanged: { kind: "failures_changed", failures, causeCode: "133" },
  recovered: { kind: "recovered", runId: good, at: T0 + 2 },
  withdrawn: { kind: "withdrawn", at: T0 + 2 },
  firingsChanged: {
    kind: "firings_changed",
    firings: { failureCount: 2, firstFailedAt: T0, lastFailedAt: T0 + 1 },
  },
  ruleEnded: { kind: "rule_ended", end: { kind: "ceased", at: T0 + 2 } },
  downstreamTold: { kind: "downstream_told" },
  learned: { kind: "learned" },
  acknowledge: { kind: "acknowledge", by: SAM, at: T0 + 2 },
  unacknowledge: { kind: "unacknowledge" },
  resolve: { kind: "resolve", by: SAM, at: T0 + 2, note: "rotated the key" },
} satisfies Record<string, AlertEvent>;

/** The table above `transition`, cell by cell: the state that follows, or the refusal. */
describe("transition", () => {
  test.each([
    ["open", open, "failuresChanged", "open"],
    ["open", open, "recovered", "resolved"],
    ["open", open, "withdrawn", "resolved"],
    ["open", open, "learned", "open"],
    ["open", open, "acknowledge", "acknowledged"],
    ["open", open, "unacknowledge", "not_acknowledged"],
    ["open", open, "resolve", "resolved"],
    ["acknowledged", acknowledged, "failuresChanged", "acknowledged"],
    ["acknowledged", acknowledged, "recovered", "resolved"],
    ["acknowledged", acknowledged, "withdrawn", "resolved"],
    ["acknowledged", acknowledged, "learned", "acknowledged"],
    ["acknowledged", acknowledged, "acknowledge", "already_acknowledged"],
    ["acknowledged", acknowledged, "unacknowledge", "open"],
    ["acknowledged", acknowledged, "resolve", "resolved"],
    ["recovered", recovered, "failuresChanged", "resolved"],
    ["recovered", recovered, "recovered", "resolved"],
    ["recovered", recovered, "withdrawn", "resolved"],
    ["recovered", recovered, "learned", "resolved"],
    ["recovered", recovered, "acknowledge", "already_resolved"],
    ["recovered", recovered, "unacknowledge", "already_resolved"],
    ["recovered", recovered, "resolve", "already_resolved"],
    ["closed by a person", closed, "recovered", "resolved"],
    ["open", open, "downstreamTold", "open"],
    ["acknowledged", acknowledged, "downstreamTold", "acknowledged"],
    ["recovered", recovered, "downstreamTold", "resolved"],
    ["on a rule", onRule, "firingsChanged", "open"],
    ["on a rule", onRule, "ruleEnded", "resolved"],
    ["on a rule", onRule, "failuresChanged", "open"],
    ["on a rule", onRule, "acknowledge", "acknowledged"],
    ["on a rule", onRule, "resolve", "resolved"],
    ["ceased", ceased, "firingsChanged", "resolved"],
    ["ceased", ceased, "ruleEnded", "resolved"],
    ["ceased", ceased, "acknowledge", "already_resolved"],
    ["closed by a person", closed, "ruleEnded", "resolved"],
    ["closed by a person", closed, "acknowledge", "already_resolved"],
  ] as const)("%s, %#: %s → %s", (_name, alert, event, expected) => {
    const result = transition(alert, events[event]);

    expect(result.ok ? result.alert.state : result.reason).toBe(expected);
  });

  test("who acknowledged is kept when the alert resolves, and gone when it is given back", () => {
    const resolved = transition(acknowledged, events.resolve);
    const back = transition(acknowledged, events.unacknowledge);

    expect(resolved).toMatchObject({
      alert: {
        acknowledgement: { by: DANA },
        resolution: { kind: "person", by: SAM, note: "rotated the key" },
      },
    });
    expect(back.ok && "acknowledgement" in back.alert).toBe(false);
  });

  test("a person's resolution is not replaced by a later good run", () => {
    expect(transition(closed, events.recovered)).toEqual({
      ok: true,
      changed: false,
      alert: closed,
    });
  });

  test("another good run that stands earlier replaces the one that resolved", () => {
    const event: AlertEvent = { kind: "recovered", runId: FlowRunId.parse("good-0"), at: T0 - 1 };

    expect(transition(recovered, event)).toMatchObject({
      changed: true,
      alert: { resolution: { runId: "good-0" } },
    });
  });

  test("a new name gives only a new revision, and none to what is resolved", () => {
    expect(transition(acknowledged, events.learned)).toEqual({
      ok: true,
      changed: true,
      alert: { ...acknowledged, revision: acknowledged.revision + 1 },
    });
    expect(transition(closed, events.learned)).toEqual({ ok: true, changed: false, alert: closed });
  });

  test("the end of a rule gives way to another end, never a person's resolution", () => {
    const end = { kind: "run_ended", runId: good, status: "failed", at: T0 + 1 } as const;

    expect(transition(ceased, { kind: "rule_ended", end })).toMatchObject({
      changed: true,
      alert: { resolution: end, revision: ceased.revision + 1 },
    });
    expect(
      transition(ceased, { kind: "rule_ended", end: { kind: "ceased", at: T0 + 9 } }),
    ).toMatchObject({ changed: false });
    expect(transition(closed, events.ruleEnded)).toEqual({
      ok: true,
      changed: false,
      alert: closed,
    });
  });

  test("what is taken back names the alert that tells of it now", () => {
    expect(transition(open, { ...events.withdrawn, instead: 7 })).toMatchObject({
      alert: { resolution: { kind: "withdrawn", instead: 7 }, failureCount: 0 },
    });
  });

  test("a line about a run further down gives every alert a new revision", () => {
    for (const alert of [open, acknowledged, closed]) {
      expect(transition(alert, events.downstreamTold)).toEqual({
        ok: true,
        changed: true,
        alert: { ...alert, revision: alert.revision + 1 },
      });
    }
  });

  test("what changes nothing leaves the revision alone", () => {
    const same: AlertEvent = {
      kind: "failures_changed",
      causeCode: open.causeCode,
      failures: {
        latestRunId: open.latestRunId,
        failureCount: 1,
        firstFailedAt: T0,
        lastFailedAt: T0,
      },
    };

    expect(transition(open, same)).toEqual({ ok: true, changed: false, alert: open });
    const { failureCount, firstFailedAt, lastFailedAt } = onRule;
    const firings = { failureCount, firstFailedAt, lastFailedAt };
    expect(transition(onRule, { kind: "firings_changed", firings })).toMatchObject({
      changed: false,
    });
    expect(transition(onRule, events.failuresChanged)).toMatchObject({ changed: false });
    expect(transition(recovered, { ...events.recovered, at: T0 })).toMatchObject({
      changed: false,
    });
  });

  test("no sequence of events leaves the table: resolved is final, revisions go up one by one", () => {
    const event = fc.constantFrom<AlertEvent>(...Object.values(events));

    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (sequence) => {
        let alert: Alert = open;
        for (const next of sequence) {
          const before = alert;
          const result: Transition = transition(alert, next);
          if (!result.ok) continue;
          alert = result.alert;
          expect(alert.revision - before.revision).toBe(result.changed ? 1 : 0);
          if (before.state === "resolved") expect(alert.state).toBe("resolved");
        }
      }),
    );
  });
});
