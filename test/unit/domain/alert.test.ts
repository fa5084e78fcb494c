import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Alert, type AlertEvent, transition } from "../../../src/domain/alert.ts";
import { FlowRunId } from "../../../src/domain/ids.ts";
import { anAlert, DANA, SAM, T0 } from "../../support/builders.ts";

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
          const result = transition(alert, next);
          if (!result.ok) continue;
          alert = result.alert;
          expect(alert.revision - before.revision).toBe(result.changed ? 1 : 0);
          if (before.state === "resolved") expect(alert.state).toBe("resolved");
        }
      }),
    );
  });
});
