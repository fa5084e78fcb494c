import { expect, test } from "@jest/globals";
import type { RunDiagnostics } from "../../../src/domain/run-diagnostics.ts";
import { loadCatalogue } from "../../../src/explanations/catalogue.ts";
import { explainRun } from "../../../src/usecases/explain-run.ts";

const catalogue = loadCatalogue();

function diagnosed(...errors: readonly { code: string; rows?: number }[]): RunDiagnostics {
  const counted = errors.map((error) => ({ ...error, columns: [] }));
  const files = { withErrors: [] };
  return { complete: true, batches: [{ batchId: "b", errors: counted, moreErrors: 0, files }] };
}

test("what the notification states is explained, whatever the diagnostics say", () => {
  const stated = [{ place: "nested", code: "133" }] as const;
  const unknown = [{ place: "nested", code: "X-1" }] as const;

  expect(explainRun(stated, diagnosed({ code: "2200", rows: 9 }), catalogue)).toMatchObject({
    kind: "known",
    cause: { code: "133" },
  });
  expect(explainRun(unknown, diagnosed({ code: "133" }), catalogue)).toMatchObject({
    kind: "unknown",
    cause: { code: "X-1" },
  });
});

test("where nothing is stated, the most frequent code that the catalogue knows is explained", () => {
  const diagnostics = diagnosed(
    { code: "ZZZ-9999-400", rows: 90 },
    { code: "CONNECTOR-2001-500", rows: 80 },
    { code: "118", rows: 1 },
    { code: "133", rows: 7 },
  );

  expect(explainRun([], diagnostics, catalogue)).toMatchObject({
    kind: "known",
    cause: { place: "records", code: "133", count: 7 },
  });
});

test.each([undefined, diagnosed(), diagnosed({ code: "ZZZ-9999-400", rows: 9 })])(
  "it stays open where no known code is there",
  (diagnostics) => {
    expect(explainRun([], diagnostics, catalogue)).toEqual({ kind: "none_stated" });
  },
);
