import { expect, test } from "@jest/globals";
import type { Cause } from "../../../src/domain/cause.ts";
import { ExplanationEntry, explain } from "../../../src/domain/explanation.ts";

const entry = ExplanationEntry.parse({
  code: "133",
  family: "batch",
  title: "No files arrived",
  meaning: "The batch was closed without a single file.",
  likelyCauses: ["The source folder was empty."],
  steps: ["Check that the export has run."],
  fixedBy: "source_owner",
  retryHelps: "after_fixing",
  severity: "medium",
  sources: [{ title: "Adobe", url: "https://experienceleague.adobe.com/x" }],
  evidence: "documented",
});
const catalogue = new Map([["133", entry]]);
const cause = (code?: string): Cause => ({
  place: "nested",
  ...(code === undefined ? {} : { code }),
});

test("the most specific cause is explained", () => {
  expect(explain([cause("133"), cause("X")], catalogue)).toEqual({
    kind: "known",
    cause: cause("133"),
    entry,
  });
});

test("a generic code further down does not pass for the reason", () => {
  expect(explain([cause("X"), cause("133")], catalogue)).toEqual({
    kind: "unknown",
    cause: cause("X"),
  });
});

test("a cause without a code is unknown, and no cause at all is said to be none", () => {
  expect(explain([cause()], catalogue)).toEqual({ kind: "unknown", cause: cause() });
  expect(explain([], catalogue)).toEqual({ kind: "none_stated" });
});
