import { expect, test } from "@jest/globals";
import type { FlowRun } from "../../../src/domain/flow-run.ts";
import { outcomeOf, type RunOutcome, recordsFailedOf } from "../../../src/domain/run-outcome.ts";
import { aFailedRun, aFlowRun, aGoodRun } from "../../support/builders.ts";

const [step] = aFailedRun().activities;
if (step === undefined) throw new Error("the builder's failed run has a step");
const good = { ...step, status: "success" as const, errors: [], nestedErrors: [], failedInfo: [] };

test.each<[string, FlowRun, RunOutcome]>([
  ["a failed run", aFailedRun(), "failed"],
  ["a running one", aFlowRun({ status: "in_progress" }), "unended"],
  ["one of an unknown status", aFlowRun({ status: "unknown" }), "unended"],
  ["a success", aGoodRun(), "clean"],
  ["a success without figures", aGoodRun({ figures: {} }), "clean"],
  [
    "30 of 100 missing, but not called failed",
    aGoodRun({ figures: { recordsIn: 100, recordsOut: 70 } }),
    "clean",
  ],
  [
    "a success with failed records",
    aGoodRun({ figures: { recordsIn: 100, recordsFailed: 30 } }),
    "partly_ingested",
  ],
  [
    "a success that counts no failed record",
    aGoodRun({ figures: { recordsIn: 5, recordsFailed: 0 } }),
    "clean",
  ],
  [
    "a success with an error",
    aGoodRun({ errors: [{ code: "CONNECTOR-2001-500" }] }),
    "partly_ingested",
  ],
  [
    "a success with an error of no record",
    aGoodRun({ failedInfo: [{ code: "X", count: 0 }] }),
    "clean",
  ],
  [
    "a success with a step's nested error",
    aGoodRun({ activities: [{ ...good, nestedErrors: [{ code: "MAPPER-3700-400" }] }] }),
    "partly_ingested",
  ],
  [
    "a success with a step's failed records",
    aGoodRun({ activities: [{ ...good, figures: { recordsFailed: 2 } }] }),
    "partly_ingested",
  ],
  ["a partial success", aGoodRun({ status: "partial_success", figures: {} }), "partly_ingested"],
  ["a success without records", aGoodRun({ figures: { recordsIn: 0 } }), "no_data"],
])("%s", (_name, run, outcome) => {
  expect(outcomeOf(run)).toBe(outcome);
});

test("the run's own count of failed records goes before its steps'", () => {
  const activities = [
    { ...good, figures: { recordsFailed: 7 } },
    { ...good, figures: { recordsFailed: 9 } },
  ];

  expect(recordsFailedOf(aGoodRun({ figures: { recordsFailed: 30 }, activities }))).toBe(30);
  expect(recordsFailedOf(aGoodRun({ activities }))).toBe(9);
  expect(recordsFailedOf(aGoodRun())).toBeUndefined();
});
