import { describe, expect, test } from "@jest/globals";
import { FlowRunId } from "../../../src/domain/ids.ts";
import {
  isUnderWay,
  type NotRetryable,
  type RetryOutcome,
  requestRetry,
  settleRetry,
  whyNotRetryable,
} from "../../../src/domain/retry.ts";
import { aFailedRun, aFlowRun, DANA, MINUTE, SAM, T0 } from "../../support/builders.ts";

const RUN = FlowRunId.parse("run-1");
const NEW = FlowRunId.parse("run-2");
const HOUR = 60 * MINUTE;
const REQUESTED = requestRetry(undefined, { runId: RUN, by: DANA, standsAfter: T0, at: T0 + 5 });

const bad = (parts: Parameters<typeof aFlowRun>[0] = {}) =>
  aFailedRun({ family: "source", ...parts });
const good = (parts: Parameters<typeof aFlowRun>[0] = {}) =>
  aFlowRun({ family: "source", ...parts });

describe("whether a run can be retried", () => {
  test.each<[string, ReturnType<typeof aFlowRun>, NotRetryable | undefined]>([
    ["a batch source's run that failed", bad(), undefined],
    ["one that brought something and failed", bad({ figures: { recordsOut: 5 } }), undefined],
    ["a success without records", good({ figures: { recordsIn: 0 } }), undefined],
    [
      "a success that ingested none of its records",
      good({ figures: { recordsIn: 9, recordsOut: 0 } }),
      undefined,
    ],
    ["a success with records", good(), "brought_records"],
    ["a success of which no figures are known", good({ figures: {} }), "brought_records"],
    [
      "a partial success",
      good({ status: "partial_success", figures: { recordsIn: 0 } }),
      "brought_records",
    ],
    ["a run under way", good({ status: "in_progress" }), "not_ended"],
    ["an unknown status", good({ status: "unknown" }), "not_ended"],
    ["a streaming source's", bad({ flowType: "streaming" }), "streaming"],
    [
      "a streaming source's window",
      bad({ providerRefId: "1697576400000-1697580000000" }),
      "streaming",
    ],
    ["a batch's own reference", bad({ providerRefId: "M-1697576400000-1697580000000" }), undefined],
    ["a destination's", bad({ family: "destination" }), "not_a_source"],
    ["an unknown service's", bad({ family: "unknown" }), "not_a_source"],
    ["a row of before, whose service is not known", bad({ family: undefined }), "not_a_source"],
  ])("%s", (_what, run, expected) => {
    expect(whyNotRetryable(run, { hasCredentials: true })).toBe(expected);
  });

  test("nothing without credentials for Adobe", () => {
    expect(whyNotRetryable(bad(), { hasCredentials: false })).toBe("no_credentials");
  });
});

describe("what comes of asking", () => {
  test.each<[RetryOutcome, object]>([
    [
      { kind: "started", newRunId: NEW },
      { state: "done", newRunId: NEW },
    ],
    [{ kind: "started" }, { state: "done" }],
    [{ kind: "started", newRunId: RUN }, { state: "done" }],
    [
      { kind: "refused", reason: "1388" },
      { state: "refused", reason: "1388" },
    ],
    [{ kind: "unknown" }, { state: "unknown" }],
  ])("%j", (outcome, expected) => {
    const { state: _requested, ...kept } = REQUESTED;

    expect(settleRetry(REQUESTED, outcome, T0 + 9)).toEqual({
      ...kept,
      settledAt: T0 + 9,
      ...expected,
    });
  });

  test("asking once more counts, and names who asked last", () => {
    const before = settleRetry(REQUESTED, { kind: "unknown" }, T0 + 9);

    const again = requestRetry(before, { runId: RUN, by: SAM, standsAfter: T0 + 1, at: T0 + HOUR });

    expect(again).toEqual({
      state: "requested",
      runId: RUN,
      by: SAM,
      attempt: 2,
      requestedAt: T0 + HOUR,
      standsAfter: T0 + 1,
    });
  });
});

describe("whether a retry is under way", () => {
  const done = settleRetry(REQUESTED, { kind: "started", newRunId: NEW }, T0);

  test.each([
    ["Adobe has not answered", REQUESTED, false, T0 + 99 * HOUR, true],
    ["the new run runs", done, false, T0 + 23 * HOUR, true],
    ["the new run has ended", done, true, T0, false],
    ["nobody heard of the new run for a day", done, false, T0 + 24 * HOUR, false],
    [
      "Adobe refused",
      settleRetry(REQUESTED, { kind: "refused", reason: "1387" }, T0),
      false,
      T0,
      false,
    ],
    ["the outcome is unknown", settleRetry(REQUESTED, { kind: "unknown" }, T0), false, T0, false],
  ] as const)("%s", (...[_what, retry, newRunEnded, now, expected]) => {
    expect(isUnderWay(retry, { newRunEnded, now })).toBe(expected);
  });
});
