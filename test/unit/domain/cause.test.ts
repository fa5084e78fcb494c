import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { causeCodeOf, causesOf, rootCauseOf } from "../../../src/domain/cause.ts";
import type { Activity } from "../../../src/domain/flow-run.ts";
import { aFlowRun } from "../../support/builders.ts";

const activity = (parts: Partial<Activity>): Activity => ({
  activityId: "copyActivity",
  kind: "copy",
  status: "failed",
  figures: {},
  errors: [],
  nestedErrors: [],
  failedInfo: [],
  ...parts,
});

const failed = (...activities: Activity[]) =>
  aFlowRun({
    status: "failed",
    errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying the data from Source." }],
    activities,
  });

describe("causesOf", () => {
  test("the connector's own code comes before its number, and the generic code last", () => {
    const run = failed(
      activity({
        errors: [{ code: "CONNECTOR-1001-500", message: "Error in copying" }],
        nestedErrors: [{ code: "2200", message: "A connection attempt failed" }],
        errorDetail:
          "ErrorCode=SftpNetworkIssue,'Type=X,Message=Meet network issue, it says.,Source=Y,''Type=Z,Message=inner,Source=W,'",
      }),
    );

    expect(causesOf(run).map(({ code, place }) => [code, place])).toEqual([
      ["SftpNetworkIssue", "detail"],
      ["2200", "nested"],
      ["CONNECTOR-1001-500", "status"],
    ]);
    expect(rootCauseOf(run)?.message).toBe("Meet network issue, it says.");
  });

  test("every code in a nested detail text is named once, outermost first", () => {
    const run = failed(
      activity({ errorDetail: "ErrorCode=Outer,'Message=a,Source=b,''ErrorCode=Inner,'Message=c" }),
    );

    expect(causesOf(run).map(({ code, message }) => [code, message])).toEqual([
      ["Outer", "a"],
      ["Inner", "c"],
      ["CONNECTOR-1001-500", "Error in copying the data from Source."],
    ]);
  });

  test("a nested code of the step beats the counted and the generic ones", () => {
    const run = failed(
      activity({
        kind: "promotion",
        errors: [{ code: "CONNECTOR-2001-500" }],
        nestedErrors: [{ code: "133", message: "no files" }],
        failedInfo: [{ code: "INGEST-1401-400", count: 7 }],
      }),
    );

    expect(causesOf(run).map(({ code }) => code)).toEqual([
      "133",
      "INGEST-1401-400",
      "CONNECTOR-2001-500",
      "CONNECTOR-1001-500",
    ]);
  });

  test("the same code in several places is one cause, with the count that any place states", () => {
    const run = failed(
      activity({ nestedErrors: [{ code: "X-1" }], failedInfo: [{ code: "X-1", count: 30 }] }),
    );

    expect(causesOf(run)[0]).toEqual({
      place: "nested",
      code: "X-1",
      count: 30,
      activity: { id: "copyActivity", kind: "copy" },
    });
  });

  test("steps that went well say nothing about the failure", () => {
    const run = failed(
      activity({ activityId: "copy", status: "success", nestedErrors: [{ code: "OLD" }] }),
      activity({ activityId: "promote", nestedErrors: [{ code: "NEW" }] }),
    );

    expect(causeCodeOf(run)).toBe("NEW");
  });

  test("errors without a code are kept by their text", () => {
    const run = aFlowRun({ status: "failed", errors: [{ message: "Unknown error" }] });

    expect(causesOf(run)).toEqual([{ place: "status", message: "Unknown error" }]);
    expect(causeCodeOf(run)).toBe("no-code");
  });

  test("a run without any error has no cause", () => {
    const run = aFlowRun({ status: "failed" });

    expect(rootCauseOf(run)).toBeUndefined();
    expect(causeCodeOf(run)).toBe("no-code");
  });

  test("it is total on any detail text, and fast on a hostile one", () => {
    const run = (errorDetail: string) => failed(activity({ errorDetail }));

    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        expect(causesOf(run(text)).length).toBeGreaterThan(0);
      }),
    );
    expect(causesOf(run("ErrorCode=Ab,Message=".repeat(20_000))).length).toBeLessThan(10);
  });
});
