import { describe, expect, test } from "@jest/globals";
import type { FlowRun } from "../../../../src/domain/flow-run.ts";
import { toFlowRun } from "../../../../src/receive/wire/flow-run.ts";
import { RECEIVED_AT } from "../support.ts";

const ids = { id: "run-1", flowId: "flow-1" };

function read(more: object): FlowRun {
  const run = toFlowRun({ ...ids, ...more }, { receivedAt: RECEIVED_AT });
  if (run === undefined) throw new Error("not read");
  return run;
}

const EMPTY: FlowRun = {
  runId: read({}).runId,
  flowId: read({}).flowId,
  status: "unknown",
  observedAt: RECEIVED_AT,
  figures: {},
  errors: [],
  failedInfo: [],
  activities: [],
  batchIds: [],
  family: "unknown",
};

test("two ids are enough", () => {
  expect(read({})).toEqual(EMPTY);
  expect(read({}).runId).toBe("run-1");
  expect(read({}).flowId).toBe("flow-1");
});

test("without a run id or a flow id there is no run", () => {
  expect(toFlowRun({ id: "run-1" }, { receivedAt: RECEIVED_AT })).toBeUndefined();
  expect(toFlowRun({ flowId: "flow-1" }, { receivedAt: RECEIVED_AT })).toBeUndefined();
  expect(toFlowRun({ ...ids, id: "" }, { receivedAt: RECEIVED_AT })).toBeUndefined();
  expect(toFlowRun({ ...ids, id: 7 }, { receivedAt: RECEIVED_AT })).toBeUndefined();
  expect(toFlowRun({ ...ids, flowId: "a\u202Eb" }, { receivedAt: RECEIVED_AT })).toBeUndefined();
});

test.each([
  ["metrics", "text"],
  ["metrics", null],
  ["metrics", [1]],
  [
    "metrics",
    {
      durationSummary: 1,
      sizeSummary: "x",
      recordSummary: [],
      fileSummary: null,
      statusSummary: 0,
    },
  ],
  ["activities", {}],
  ["activities", [null, 1, "x", []]],
  ["flowName", { a: 1 }],
  ["flowName", "  "],
  ["createdAt", "yesterday"],
  ["updatedAt", {}],
  ["header", "x"],
  ["url", 1],
])("a %s of %j is dropped, not the run", (key, value) => {
  expect(read({ [key]: value })).toEqual(EMPTY);
});

test("one wrong part leaves the parts beside it", () => {
  const { figures, status } = read({
    metrics: {
      recordSummary: { inputRecordCount: {}, outputRecordCount: 3 },
      sizeSummary: "wrong",
      statusSummary: { status: "failed", errors: "wrong" },
    },
  });

  expect(figures).toEqual({ recordsOut: 3 });
  expect(status).toBe("failed");
});

describe("header and org", () => {
  test("the organisation of the run comes before that of the header", () => {
    const header = { _adobeio: { imsOrgId: "header" } };

    expect(read({ imsOrgId: "run", header }).imsOrgId).toBe("run");
    expect(read({ header }).imsOrgId).toBe("header");
  });
});

describe("activities", () => {
  test("are read under the misspelt name too", () => {
    expect(read({ activites: [{ id: "copyActivity" }] }).activities).toHaveLength(1);
    expect(read({ activities: [], activites: [{ id: "copyActivity" }] }).activities).toHaveLength(
      1,
    );
    expect(
      read({ activities: [{ id: "a" }], activites: [{ id: "b" }] }).activities.map(
        ({ activityId }) => activityId,
      ),
    ).toEqual(["a"]);
  });

  test.each([
    ["copyActivity", "copy"],
    ["CopyActivity", "copy"],
    ["4f008a00-3a04-11eb-adc1-0242ac120002", "copy"],
    ["promotionActivity", "promotion"],
    ["37b34f84-1ada-11eb-adc1-0242ac120002", "promotion"],
    ["46382888-2f46-11eb-adc1-0242ac120002", "identity"],
    ["08e3217c-2f46-11eb-adc1-0242ac120002", "profile"],
    ["3c8e49bc-27a6-11ec-8d3d-0242ac130003", "segmentation"],
    ["8816f6a2-0000-0000-0000-000000000000", "query"],
    ["4f008a00-ffff-11eb-adc1-0242ac120002", "other"],
    ["somethingElse", "other"],
  ])("%s is of kind %s", (id, kind) => {
    expect(read({ activities: [{ id }] }).activities).toMatchObject([{ activityId: id, kind }]);
  });

  test("one without an id goes by its name, or by its place", () => {
    const activities = [{ name: "SFTP Copy" }, { statusSummary: { status: "failed" } }];

    expect(read({ activities }).activities).toMatchObject([
      { activityId: "SFTP Copy", name: "SFTP Copy", kind: "other", status: "unknown" },
      { activityId: "activity 2", status: "failed" },
    ]);
  });

  test("every part of one is read", () => {
    const activity = {
      id: "copyActivity",
      name: "SFTP Copy Activity",
      durationSummary: { startedAtUTC: 1_600_000_000, completedAtUTC: 1_600_000_001_000 },
      sizeSummary: { inputBytes: 1, outputBytes: 2 },
      recordSummary: { failedInfo: [{ code: 2200, count: "4" }] },
      fileSummary: { inputFileCount: 3, outputFileCount: 4, failedFileCount: 5 },
      statusSummary: {
        status: "failed",
        errors: [{ code: "CONNECTOR-1001-500" }],
        extensions: { errors: [{ code: "133" }], errorDetail: "ErrorCode=X" },
      },
    };

    expect(read({ activities: [activity] }).activities).toEqual([
      {
        activityId: "copyActivity",
        name: "SFTP Copy Activity",
        kind: "copy",
        status: "failed",
        startedAt: 1_600_000_000_000,
        completedAt: 1_600_000_001_000,
        figures: { bytesIn: 1, bytesOut: 2, filesIn: 3, filesOut: 4, filesFailed: 5 },
        errors: [{ code: "CONNECTOR-1001-500" }],
        nestedErrors: [{ code: "133" }],
        failedInfo: [{ code: "2200", count: 4 }],
        errorDetail: "ErrorCode=X",
      },
    ]);
  });

  test("are a hundred at most", () => {
    const activities = Array.from({ length: 150 }, (_, n) => ({ id: `a${n}` }));

    expect(read({ activities }).activities).toHaveLength(100);
  });
});

describe("bounds of text", () => {
  test("names, messages and details are cut with a mark", () => {
    const long = "x".repeat(100_000);
    const run = read({
      flowName: long,
      metrics: { statusSummary: { errors: [{ code: long, message: long }] } },
      activities: [{ statusSummary: { extensions: { errorDetail: long } } }],
    });

    expect(run.flowName).toBe(`${"x".repeat(499)}…`);
    expect(run.errors[0]?.code).toHaveLength(500);
    expect(run.errors[0]?.message).toBe(`${"x".repeat(4_999)}…`);
    expect(run.activities[0]?.errorDetail).toBe(`${"x".repeat(49_999)}…`);
  });

  test("no character is cut in two", () => {
    expect(read({ flowName: `${"x".repeat(498)}🚀🚀` }).flowName).toBe(`${"x".repeat(498)}…`);
    expect(read({ flowName: `${"x".repeat(498)}🚀` }).flowName).toBe(`${"x".repeat(498)}🚀`);
  });

  test("what cannot be stored is replaced", () => {
    expect(read({ flowName: "a\uD800b\uDC00c\u0000d 🚀" }).flowName).toBe(
      "a\uFFFDb\uFFFDc\uFFFDd 🚀",
    );
  });

  test.each([
    ["https://experience.adobe.com/#/x", "https://experience.adobe.com/#/x"],
    ["x".repeat(2_000), "x".repeat(2_000)],
    ["x".repeat(2_001), undefined],
    ["https://\uD800", undefined],
    ["", undefined],
    [["https://experience.adobe.com"], undefined],
  ])("a link is kept whole or dropped", (url, kept) => {
    expect(read({ url }).url).toBe(kept);
  });
});
