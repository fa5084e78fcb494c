import { expect, test } from "@jest/globals";
import type { BatchDiagnostics, RunDiagnostics } from "../../../../src/domain/run-diagnostics.ts";
import { renderAlertCard } from "../../../../src/slack/blocks/alert-card.ts";
import { renderDetailsModal } from "../../../../src/slack/blocks/details-modal.ts";
import { renderRunDetail } from "../../../../src/slack/blocks/run-detail.ts";
import * as views from "../support/views.ts";
import { visible } from "../support/visible.ts";

type Parts = Omit<Partial<BatchDiagnostics>, "files"> & {
  files?: Partial<BatchDiagnostics["files"]>;
};

function aBatch({ files, ...parts }: Parts = {}): BatchDiagnostics {
  return {
    batchId: "b1",
    status: "failed",
    failedRows: { count: 30, atLeast: false },
    errors: [
      { code: "MAPPER-3700-199", rows: 28, columns: ["birthDate"] },
      { code: "INGEST-1401-400", rows: 2, columns: [] },
      { code: "INGEST-1212-400", columns: [] },
    ],
    moreErrors: 0,
    ...parts,
    files: { withErrors: [], ...files },
  };
}

const of = (...batches: BatchDiagnostics[]): RunDiagnostics => ({ batches, complete: true });

/** The line of the card's small print that tells of the diagnostics. */
function line(diagnostics: RunDiagnostics | undefined): string | undefined {
  const view = views.aView(diagnostics === undefined ? {} : { diagnostics });
  const lines = visible(renderAlertCard(view, views.aContext()));
  const codes = lines.findIndex((each) => each.startsWith("  Code "));
  return lines[codes + 1];
}

const twelve = Array.from({ length: 12 }, (_, at) => `f${at}.csv`);
const given = { count: 12, atLeast: false, names: twelve };

test.each<[string, BatchDiagnostics, string]>([
  [
    "a failed batch",
    aBatch({ files: { given, notTaken: { count: 1, atLeast: false, names: ["f3.csv"] } } }),
    "Batch failed · 30 rows: 28 × MAPPER-3700-199 (birthDate), 2 × INGEST-1401-400 · 1 of 12 files not taken",
  ],
  [
    "rows that were counted only in part",
    aBatch({ failedRows: { count: 20_000, atLeast: true }, errors: [] }),
    "Batch failed · at least 20,000 rows",
  ],
  [
    "one row",
    aBatch({ failedRows: { count: 1, atLeast: false }, errors: [] }),
    "Batch failed · 1 row",
  ],
  [
    "a code without a number",
    aBatch({ failedRows: undefined, errors: [{ code: "133", columns: [] }] }),
    "Batch failed · 133",
  ],
  [
    "many codes and columns",
    aBatch({
      errors: ["123", "124", "125", "126"].map((code) => ({
        code,
        rows: 5,
        columns: ["a", "b", "c"],
      })),
      moreErrors: 3,
    }),
    "Batch failed · 30 rows: 5 × 123 (a, b …), 5 × 124 (a, b …), 5 × 125 (a, b …) and 4 more codes",
  ],
  [
    "files of which the names do not fit",
    aBatch({
      failedRows: undefined,
      errors: [],
      files: {
        given,
        notTaken: { count: 2, atLeast: false, names: ["part-0.json", "part-1.json"] },
      },
    }),
    "Batch failed · 2 files not taken",
  ],
  [
    "a batch that is ingested",
    aBatch({ status: "success", errors: [] }),
    "Batch ingested · 30 rows",
  ],
  [
    "a batch that is under way",
    aBatch({ status: "staging", failedRows: undefined, errors: [] }),
    "Batch staging, not finished",
  ],
])("%s is told in one line", (_name, batch, told) => {
  expect(line(of(batch))).toBe(`  ${told}`);
});

test("of several batches the worst is told, and how many more there are", () => {
  const good = aBatch({ batchId: "b0", status: "success", failedRows: undefined, errors: [] });

  expect(line(of(good, aBatch({ errors: [] })))).toBe(
    "  Batch failed · 30 rows · 1 more batch in Details",
  );
});

test.each([
  undefined,
  of(),
  of({ batchId: "b1", errors: [], moreErrors: 0, files: { withErrors: [] } }),
])("nothing is said where nothing is known", (diagnostics) => {
  expect(line(diagnostics)).toBe("Alert #42 · First time in 7 days");
});

test("an acknowledged card tells it too, and the fallback text of both", () => {
  const diagnostics = of(aBatch());
  const told = "Batch failed · 30 rows: 28 × MAPPER-3700-199 (birthDate), 2 × INGEST-1401-400";
  const open = renderAlertCard(views.aView({ diagnostics }), views.aContext());
  const taken = renderAlertCard(
    views.aView({ diagnostics, alert: views.ACKNOWLEDGED }),
    views.aContext(),
  );

  expect(visible(taken)).toContain(`  ${told}`);
  expect([open.text, taken.text]).toEqual([
    expect.stringContaining(told),
    expect.stringContaining(told),
  ]);
});

const FILES = {
  given,
  notTaken: { count: 3, atLeast: false, names: ["f3.csv", "f4.csv"] },
  withErrors: [{ name: "f1.csv", rows: 20 }],
};

test("Details list errors, columns and files", () => {
  const diagnostics = of(aBatch({ files: FILES }));
  const lines = visible(renderDetailsModal(views.aView({ diagnostics }), views.aContext()));

  expect(lines.slice(lines.indexOf("Adobe's diagnostics"), lines.indexOf("Activities"))).toEqual([
    "Adobe's diagnostics",
    "Batch b1 failed · 30 rows failed",
    "• 28 × MAPPER-3700-199 in birthDate",
    "• 2 × INGEST-1401-400",
    "• INGEST-1212-400, number not stated",
    "3 of 12 files not taken: f3.csv, f4.csv and 1 more",
    "Rows failed in: f1.csv (20)",
    "9 other files submitted: f0.csv, f1.csv, f2.csv, f5.csv, f6.csv, f7.csv, f8.csv, f9.csv, f10.csv, f11.csv",
  ]);
});

test("what could not be read yet is said", () => {
  const diagnostics = { ...of(aBatch()), complete: false };
  const lines = visible(renderDetailsModal(views.aView({ diagnostics }), views.aContext()));

  expect(lines).toContain("  Not all of it could be read yet.");
});

test("/flowrun show has one table, of the worst batch, and its words in the text", () => {
  const diagnostics = of(aBatch({ batchId: "b0", status: "success" }), aBatch({ files: FILES }));
  const { run, causes, explanation } = views.aView();
  const found = { at: 0, run, causes, explanation, diagnostics };
  const message = renderRunDetail(found, views.aContext());

  expect(message.blocks.filter(({ type }) => type === "table")).toHaveLength(1);
  expect(message.text).toContain("Rows 28, Error MAPPER-3700-199, Columns birthDate");
  expect(message.text).toContain("3 of 12 files not taken: f3.csv, f4.csv and 1 more");
});

test("Details name the source, the connection and the dataset, and link each page of Adobe's", () => {
  const origin = {
    sourceType: "SFTP",
    sourceName: "Acme drop",
    datasetName: "Loyalty",
    datasetId: "5deac2648a19d218a888d2b1",
  };
  const modal = renderDetailsModal(views.aView({ origin }), views.aContext());
  const lines = visible(modal);

  expect(lines).toContain("Source: SFTP · Connection: Acme drop · Dataset: Loyalty");
  expect(lines.at(-1)).toBe("Open in Adobe: Run · Flow · Dataset · Monitoring");
  expect(JSON.stringify(modal)).toContain("/platform/dataset/browse/5deac2648a19d218a888d2b1");
});

test("of a run of Identity, Adobe's monitoring page is the run's page", () => {
  const view = views.aView({ run: views.aRun({ family: "identity" }) });

  expect(visible(renderDetailsModal(view, views.aContext())).at(-1)).toBe("Open in Adobe: Run");
});
