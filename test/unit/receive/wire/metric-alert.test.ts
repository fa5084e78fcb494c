import { expect, test } from "@jest/globals";
import { toMetricAlert } from "../../../../src/receive/wire/metric-alert.ts";
import { RECEIVED_AT } from "../support.ts";

const read = (more: object): ReturnType<typeof toMetricAlert> =>
  toMetricAlert(
    { name: "sources_flow_run_delay", status: "FIRING", ...more },
    { receivedAt: RECEIVED_AT },
  );

test.each([
  ["sources_flow_run_delay_e2e_va7_prod", "delay"],
  ["Destination Flow Run Delay", "delay"],
  ["sources_ingestion_error_rate_exceeded", "error_rate"],
  ["Streaming error-rate", "error_rate"],
  ["destination_skippage_rate_exceeds_threshold", "skip_rate"],
  ["streaming_throughput_capacity_80", "throughput"],
  ["Streaming capacity breached", "throughput"],
  ["segment_definition_disabled", "other"],
])("the rule %s watches %s", (name, kind) => {
  expect(read({ name })).toMatchObject({ name, kind });
});

test.each([
  ["FIRING", "firing"],
  ["Inactive", "inactive"],
  [" firing ", "firing"],
])("the status %s is %s", (status, state) => {
  expect(read({ status })).toMatchObject({ state });
});

test("a state or a name that is missing makes it none", () => {
  expect(read({ status: "SNOOZED" })).toBeUndefined();
  expect(read({ status: 7 })).toBeUndefined();
  expect(read({ name: " " })).toBeUndefined();
  expect(read({ name: undefined, alertName: "A delay" })).toMatchObject({ name: "A delay" });
});

const CREATED = "2026-11-24T01:00:00.000Z";
const RESOLVED = "2026-11-24T02:00:00.000Z";
test.each<[string, object, number]>([
  ["createdAt while it fires", { createdAt: CREATED, resolvedAt: RESOLVED }, Date.parse(CREATED)],
  [
    "resolvedAt once it does not",
    { status: "INACTIVE", createdAt: CREATED, resolvedAt: RESOLVED },
    Date.parse(RESOLVED),
  ],
  [
    "createdAt where no end is stated",
    { status: "INACTIVE", createdAt: CREATED },
    Date.parse(CREATED),
  ],
  ["a number of milliseconds", { createdAt: Date.parse(CREATED) }, Date.parse(CREATED)],
  ["a number of seconds", { createdAt: Date.parse(CREATED) / 1_000 }, Date.parse(CREATED)],
  ["the time of receipt where none is stated", {}, RECEIVED_AT],
  [
    "the time of receipt where it cannot be true",
    { createdAt: "0001-01-01T00:00:00Z" },
    RECEIVED_AT,
  ],
  ["the time of receipt where it is no time", { createdAt: "yesterday" }, RECEIVED_AT],
])("its time is %s", (_what, more, at) => {
  expect(read(more)?.at).toBe(at);
});

test("ids that would have to be mended are left out, and a number is a value, too", () => {
  expect(read({ flowId: "a\u202Eb", flowRunId: "r".repeat(201), value: 2 })).toMatchObject({
    flowId: undefined,
    runId: undefined,
    value: "2",
  });
});
