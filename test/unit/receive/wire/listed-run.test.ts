import { describe, expect, test } from "@jest/globals";
import { toListedRun } from "../../../../src/receive/wire/listed-run.ts";
import { T0 } from "../../../support/builders.ts";
import { flatRun } from "../../../support/flat-run.ts";

const read = (value: unknown): ReturnType<typeof toListedRun> =>
  toListedRun(value, { receivedAt: T0, sandbox: "dev" });

/** As in Adobe's documents of Flow Service. */
const LISTED = {
  id: "65b7cfcc",
  createdAt: 1_607_520_228_894,
  updatedAt: 1_607_520_276_948,
  createdBy: "{CREATED_BY}",
  sandboxName: "prod",
  imsOrgId: "{ORG_ID}",
  flowId: "f00c8762",
  etag: '"560266dc"',
  metrics: {
    durationSummary: { startedAtUTC: 1_607_520_205_922, completedAtUTC: 1_607_520_262_413 },
    sizeSummary: { inputBytes: 87_885, outputBytes: -1 },
    recordSummary: { inputRecordCount: 26_758, outputRecordCount: 26_758, failedRecordCount: 0 },
    fileSummary: { inputFileCount: 11, outputFileCount: 11 },
    statusSummary: { status: "success" },
  },
  activities: [
    {
      id: "4f008a00-3a04-11eb-adc1-0242ac120002",
      name: "Copy Activity",
      updatedAtUTC: 0,
      statusSummary: { status: "success" },
    },
  ],
};

test("an entry of the list is read by the rules of a notification's run", () => {
  const run = read(LISTED);

  expect(run).toMatchObject({
    runId: "65b7cfcc",
    flowId: "f00c8762",
    status: "success",
    startedAt: 1_607_520_205_922,
    completedAt: 1_607_520_262_413,
    observedAt: T0,
    sandboxName: "prod",
    family: "source",
    figures: { recordsIn: 26_758, recordsFailed: 0, bytesIn: 87_885 },
    activities: [{ kind: "copy", status: "success" }],
  });
  expect(run?.figures.bytesOut).toBeUndefined();
  expect(run?.flowName).toBeUndefined();
});

describe("the status", () => {
  const withStatus = (status: unknown, state?: unknown): object => ({
    ...LISTED,
    state,
    metrics: { ...LISTED.metrics, statusSummary: { status } },
  });

  test.each([
    ["inProgress", undefined, "in_progress"],
    ["Failed", undefined, "failed"],
    ["partialSuccess", undefined, "partial_success"],
    ["completed", undefined, "unknown"],
    ["completed", "success", "unknown"],
    ["failed", "success", "failed"],
    [undefined, "inProgress", "in_progress"],
    [undefined, "success", "success"],
    [undefined, "somehow", "unknown"],
    [undefined, 7, "unknown"],
    [undefined, undefined, "unknown"],
  ])("%j, state %j: %s", (status, state, expected) => {
    expect(read(withStatus(status, state))?.status).toBe(expected);
  });
});

test("without a sandbox it is of the one that was asked", () => {
  const { sandboxName: _none, ...run } = LISTED;

  expect(read(run)?.sandboxName).toBe("dev");
});

test("a notification's own form is read, too", () => {
  expect(read(flatRun({ runId: "r-1", code: "133" }))).toMatchObject({
    runId: "r-1",
    status: "failed",
  });
});

test.each([
  ["null", null],
  ["a text", "run"],
  ["a list", [LISTED]],
  ["no id", { ...LISTED, id: undefined }],
  ["no flow", { ...LISTED, flowId: 7 }],
])("%s is no run", (_what, value) => {
  expect(read(value)).toBeUndefined();
});
