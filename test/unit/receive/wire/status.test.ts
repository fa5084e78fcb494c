import { expect, test } from "@jest/globals";
import { toStatus } from "../../../../src/receive/wire/status.ts";

test.each([
  ["inProgress", "in_progress"],
  ["in_progress", "in_progress"],
  ["In Progress", "in_progress"],
  ["started", "in_progress"],
  ["running", "in_progress"],
  ["success", "success"],
  ["Success", "success"],
  ["succeeded", "success"],
  ["partialSuccess", "partial_success"],
  ["PARTIAL_SUCCESS", "partial_success"],
  ["failed", "failed"],
  ["Failed", "failed"],
  ["FAILURE", "failed"],
])("%s is %s", (stated, status) => {
  expect(toStatus(stated)).toEqual({ status });
});

test.each(["completed", "cancelled", "successful?", "not failed"])(
  "%s is unknown and kept as it is",
  (stated) => {
    expect(toStatus(stated)).toEqual({ status: "unknown", statusText: stated });
  },
);

test("no status is unknown, without a text", () => {
  expect(toStatus(undefined)).toEqual({ status: "unknown" });
});
