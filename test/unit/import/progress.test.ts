import { describe, expect, test } from "@jest/globals";
import { createProgressView, type Screen } from "../../../src/import/progress.ts";
import { summaryOf } from "../../../src/import/summary.ts";
import type { ImportProgress, ImportResult } from "../../../src/usecases/import-history.ts";

const DAY = Date.UTC(2026, 10, 12);
const COUNTS = { runs: 1_204, fresh: 1_180, notUnderstood: 0, daysSkipped: 0 };

function drawnOn(
  screen: Partial<Screen>,
  ...progress: readonly ImportProgress[]
): { readonly text: string; readonly lines: readonly string[] } {
  let text = "";
  const write = (more: string): void => {
    text += more;
  };
  const view = createProgressView({ ...screen, write });
  for (const one of progress) view.show(one);
  view.end();
  return {
    text,
    lines: text
      .replaceAll("\r\u001B[2K", "\n")
      .split("\n")
      .filter((line) => line !== ""),
  };
}

const day = (daysDone: number, isDone: boolean): ImportProgress => ({
  kind: "runs",
  sandbox: "prod",
  day: DAY,
  daysDone,
  daysToDo: 31,
  counts: COUNTS,
  isDone,
});

describe("on a terminal", () => {
  test("a bar that is drawn over again, and ends its line once", () => {
    const { text, lines } = drawnOn(
      { isTTY: true, columns: 100 },
      day(0, false),
      day(16, true),
      day(31, true),
      { kind: "names", done: 3, toDo: 12 },
    );

    expect(lines).toEqual([
      "[........................]   0 % 0 of 31 days · 1,204 runs · prod 2026-11-12",
      "[############............]  51 % 16 of 31 days · 1,204 runs · prod 2026-11-12",
      "[########################] 100 % 31 of 31 days · 1,204 runs · prod 2026-11-12",
      "[######..................]  25 % names of 3 of 12 flows",
    ]);
    expect(text.match(/\n/g)).toHaveLength(1);
  });

  test.each([20, 40, 80])("never wider than %i columns", (columns) => {
    const { lines } = drawnOn({ isTTY: true, columns }, day(7, true));

    expect(lines[0]?.length).toBeLessThanOrEqual(columns);
  });
});

test("elsewhere one line for each day that is read whole, and one for the names", () => {
  const { text } = drawnOn({}, day(1, false), day(1, true), day(2, false), day(2, true), {
    kind: "names",
    done: 1,
    toDo: 2,
  });

  expect(text).toBe(
    "prod 2026-11-12: 1,204 runs (1 of 31 days)\nprod 2026-11-12: 0 runs (2 of 31 days)\n",
  );
});

describe("the summary", () => {
  const PLAN = { days: 30, sandboxes: ["prod", "dev"] };
  const RESULT: ImportResult = {
    end: { kind: "complete" },
    counts: COUNTS,
    names: { found: 40, missing: 0 },
    unresolved: 0,
  };
  const at = { sandbox: "dev", day: DAY };

  test.each<[Partial<ImportResult>, RegExp]>([
    [{}, /^Imported 1,204 runs of the last 30 days \(prod, dev\)\.\n1,180 new, 24 known already\./],
    [{ names: { found: 1, missing: 2 } }, /Names of 1 flow looked up; of 2 Adobe told none\./],
    [{ unresolved: 1 }, /1 alert is not resolved: see \/flowrun status\./],
    [{ unresolved: 3 }, /3 alerts are not resolved/],
    [{ counts: { ...COUNTS, daysSkipped: 29 } }, /; 29 days were read before\./],
    [{ counts: { ...COUNTS, notUnderstood: 2 } }, /2 entries of Adobe's list are no runs/],
    [{ end: { kind: "stopped" }, at }, /^Stopped at dev 2026-11-12\. Start the import again/],
    [
      { end: { kind: "unavailable", reason: "status 500" }, at },
      /^Could not go on at dev 2026-11-12: status 500\. .*again later/,
    ],
    [
      { end: { kind: "refused", reason: "status 403" }, at },
      /^Could not go on at dev 2026-11-12: status 403\. Check ADOBE_CLIENT_ID/,
    ],
  ])("%j", (parts, words) => {
    const summary = summaryOf({ ...RESULT, ...parts }, PLAN);

    expect(summary).toMatch(words);
    expect(summary).toContain("Nothing was posted in Slack.");
  });
});
