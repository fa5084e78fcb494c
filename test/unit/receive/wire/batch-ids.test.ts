import { expect, test } from "@jest/globals";
import { toFlowRun } from "../../../../src/receive/wire/flow-run.ts";
import { RECEIVED_AT } from "../support.ts";

const batchIds = (activities: unknown, metrics: unknown = {}): readonly string[] | undefined =>
  toFlowRun({ id: "r", flowId: "f", activities, metrics }, { receivedAt: RECEIVED_AT })?.batchIds;

const target = (reference: unknown) => ({ targetInfo: [{ reference }] });
const link = (id: string) =>
  `https://platform.adobe.io/data/foundation/export/batches/${id}/meta?path=input_files`;
const files = (fileInfo: unknown) => ({ fileSummary: { extensions: { manifest: { fileInfo } } } });
const status = (batchId: unknown) => ({ statusSummary: { extensions: { batchId } } });

test.each([
  ["the target", [target({ type: "Batch", ids: ["b1", "b2"] })], ["b1", "b2"]],
  ["a target in small letters", [target({ type: "batch", ids: ["b1"] })], ["b1"]],
  ["a target without ids", [target({ type: "batch" })], []],
  ["a target that is no batch", [target({ type: "AdfRunId", ids: ["x"] })], []],
  ["a target of no type", [target({ ids: ["x"] })], []],
  ["a link", [files(link("01E4"))], ["01E4"]],
  [
    "a link to another host",
    [files("http://platform-stage.adobe.io:443/batches/01E4/meta")],
    ["01E4"],
  ],
  ["a list of links", [files([link("a"), link("b")])], ["a", "b"]],
  ["a list of paths", [files([{ path: link("a"), pathPrefix: "/x" }, { path: 1 }, null])], ["a"]],
  [
    "a manifest outside the extensions",
    [{ fileSummary: { manifest: { fileInfo: [{ path: link("a") }] } } }],
    ["a"],
  ],
  ["a link to something else", [files("https://platform.adobe.io/batches/01E4/failed")], []],
  ["the status", [status("b1")], ["b1"]],
  ["wrong types", [files(7), status(7), { targetInfo: {} }, target("x")], []],
  [
    "ids that are no ids",
    [status("a b"), target({ type: "batch", ids: ["<x>", 7, "b1"] })],
    ["b1"],
  ],
])("from %s", (_what, activities, ids) => {
  expect(batchIds(activities)).toEqual(ids);
});

test("from the run's own metrics", () => {
  expect(batchIds([], files(link("a")))).toEqual(["a"]);
});

test("the surest come first, across all activities, each once", () => {
  const activities = [
    { ...status("last"), ...files(link("linked")) },
    { ...files(link("linked")), ...target({ type: "Batch", ids: ["first", "first"] }) },
  ];

  expect(batchIds(activities)).toEqual(["first", "linked", "last"]);
});

test("there are ten at most", () => {
  const activities = Array.from({ length: 15 }, (_, n) => files(link(`b${n}`)));

  expect(batchIds(activities)).toHaveLength(10);
});
