import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { FlowRunId } from "../../../src/domain/ids.ts";
import type { RunDiagnostics } from "../../../src/domain/run-diagnostics.ts";
import { openTempStore } from "../../support/temp-store.ts";

test("of diagnostics nothing is written to the disk that has no place in their schema", async () => {
  const store = await openTempStore();
  const batch = {
    batchId: "the-batch",
    errors: [{ code: "133", columns: [], message: "Ada Canary" }],
    moreErrors: 0,
    rows: [{ name: "Ada Canary" }],
    files: { withErrors: [], row: "Ada Canary" },
  };
  const diagnostics = { batches: [batch], complete: true } as RunDiagnostics;

  await store.write((q) => q.diagnostics.save(FlowRunId.parse("run-1"), diagnostics, 1));
  const bytes = readdirSync(store.folder)
    .map((file) => readFileSync(path.join(store.folder, file), "latin1"))
    .join("");
  await store.close();

  expect(bytes).toContain("the-batch");
  expect(bytes).not.toContain("Ada Canary");
});
