import { expect, test } from "@jest/globals";
import type { RunFamily } from "../../../../src/domain/flow-run.ts";
import { type FamilyTraits, runFamilyOf } from "../../../../src/receive/wire/run-family.ts";

const url = (tail: string): string =>
  `https://experience.adobe.com/#/@a@AdobeOrg/sname:prod${tail}`;

test.each<[string, Partial<FamilyTraits>, RunFamily]>([
  ["today's source code", { statedCode: "source_flow_run_info" }, "source"],
  ["the older source code", { statedCode: "sources_flow_run_failed" }, "source"],
  ["a destination code", { statedCode: "destination_flow_run_error" }, "destination"],
  ["an identity code", { statedCode: "identity_ingestion_info" }, "identity"],
  ["a profile code", { statedCode: "profile_ingestion_error" }, "profile"],
  ["a segment code", { statedCode: "segment_evaluation_job_info" }, "segmentation"],
  ["a query code", { statedCode: "queries_flow_run_error" }, "query"],
  ["an unknown code", { statedCode: "platform_event" }, "unknown"],
  [
    "a step of Profile under a source code",
    { statedCode: "source_flow_run_info", activityKinds: ["copy", "profile"] },
    "profile",
  ],
  ["a copy step alone", { activityKinds: ["copy"] }, "source"],
  [
    "a copy step under a destination code",
    { statedCode: "destination_flow_run_info", activityKinds: ["copy"] },
    "destination",
  ],
  ["the page of a source", { url: url("/platform/source/dataflows/f/activity/r") }, "source"],
  [
    "the monitoring page",
    { url: url("/platform/monitoring/dashboard?pageType=destination&flowId=f") },
    "destination",
  ],
  ["the flow's type", { flowType: "destination" }, "destination"],
  ["streaming, which sources and destinations can be", { flowType: "streaming" }, "unknown"],
  ["nothing", {}, "unknown"],
])("%s", (_what, traits, family) => {
  expect(runFamilyOf({ activityKinds: [], ...traits })).toBe(family);
});
