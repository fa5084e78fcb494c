import { describe, expect, test } from "@jest/globals";
import { ChannelId, FlowRunId, MessageTs } from "../../../src/domain/ids.ts";
import type { MetricAlert } from "../../../src/domain/metric-alert.ts";
import {
  cardUrl,
  datasetUrl,
  flowUrl,
  monitoringUrl,
  reportUrl,
  runUrl,
} from "../../../src/slack/links.ts";
import { aReport } from "../../support/builders.ts";
import { aRun } from "./support/views.ts";

const BUILT =
  "https://experience.adobe.com/#/@5C1328435BF324E90A49402A@AdobeOrg/sname:prod/platform/source/dataflows/dbc5c132-bc2a-4625-85c1-32bc2a262558/activity";

test("a run without an address of its own is linked by its ids", () => {
  expect(runUrl(aRun())).toBe(`${BUILT}/f0b809c5-603d-4d6e-9600-977cb2e277b4`);
});

test("the payload's own address is used when it leads to Adobe", () => {
  const url = "https://experience.adobe.com/@acme/sname:prod/platform/x";

  expect(runUrl(aRun({ url }))).toBe(url);
});

test.each([
  "http://experience.adobe.com/x",
  "https://experience.adobe.com.evil.example/x",
  "https://experience.adobe.com:8443/x",
  "https://user@experience.adobe.com/x",
  "https://experience.adobe.com@evil.example/x",
  "https://experience-stage.adobe.com/x",
  "javascript://experience.adobe.com/x",
  `https://experience.adobe.com/${"x".repeat(2_000)}`,
  "nothing",
])("the payload's address %j is not followed", (url) => {
  expect(runUrl(aRun({ url }))).toMatch(/^https:\/\/experience\.adobe\.com\/#\/@5C13/);
});

test("the configured organisation stands in for one that is missing or a placeholder", () => {
  for (const imsOrgId of [undefined, "{ORG_ID}"]) {
    const flow = { flowId: "f1", sandboxName: "prod", imsOrgId };

    expect(flowUrl(flow)).toBeUndefined();
    expect(flowUrl(flow, "ACME1@AdobeOrg")).toBe(
      "https://experience.adobe.com/#/@ACME1@AdobeOrg/sname:prod/platform/source/dataflows/f1/activity",
    );
  }
});

test("nothing in an id leads out of its place in the address", () => {
  const flow = { flowId: "../a b/?#\uD800", sandboxName: "p/q", imsOrgId: "A1@AdobeOrg" };

  expect(flowUrl(flow)).toBe(
    "https://experience.adobe.com/#/@A1@AdobeOrg/sname:p%2Fq/platform/source/dataflows/..%2Fa%20b%2F%3F%23%EF%BF%BD/activity",
  );
});

test.each(["", "..", "\u200B"])("there is no link to a flow with the id %j", (flowId) => {
  expect(flowUrl({ flowId, sandboxName: "prod", imsOrgId: "A1@AdobeOrg" })).toBeUndefined();
});

test("without a sandbox there is no link", () => {
  expect(flowUrl({ flowId: "f1", imsOrgId: "A1@AdobeOrg" })).toBeUndefined();
});

test("a card is linked at the workspace's address", () => {
  const card = { channel: ChannelId.parse("C1"), ts: MessageTs.parse("1763866500.000100") };

  expect(cardUrl("https://acme.slack.com/", card)).toBe(
    "https://acme.slack.com/archives/C1/p1763866500000100",
  );
  expect(cardUrl("http://127.0.0.1:3/", card)).toBeUndefined();
  expect(cardUrl(undefined, card)).toBeUndefined();
  expect(cardUrl("https://acme.slack.com/", undefined)).toBeUndefined();
  expect(
    cardUrl("https://acme.slack.com/", { ...card, channel: ChannelId.parse("C1/../x") }),
  ).toBeUndefined();
});

const PLATFORM =
  "https://experience.adobe.com/#/@5C1328435BF324E90A49402A@AdobeOrg/sname:prod/platform";

test.each(["identity", "profile", "destination"] as const)(
  "a run of %s is linked in the monitoring dashboard, as Adobe's own alerts do",
  (family) => {
    const url = `${PLATFORM}/monitoring/dashboard?pageType=${family}&flowId=dbc5c132-bc2a-4625-85c1-32bc2a262558&runId=f0b809c5-603d-4d6e-9600-977cb2e277b4`;

    expect(runUrl(aRun({ family }))).toBe(url);
    expect(monitoringUrl(aRun({ family }))).toBe(url);
  },
);

test.each(["source", "segmentation", "query", "unknown", undefined] as const)(
  "of a run of %s the dashboard itself is linked",
  (family) => {
    expect(monitoringUrl(aRun({ family }))).toBe(`${PLATFORM}/monitoring/dashboard`);
  },
);

test("nothing in an id becomes a part of the query", () => {
  const run = { ...aRun({ family: "profile" }), runId: FlowRunId.parse("a&pageType=x#y") };

  expect(runUrl(run)).toBe(
    `${PLATFORM}/monitoring/dashboard?pageType=profile&flowId=dbc5c132-bc2a-4625-85c1-32bc2a262558&runId=a%26pageType%3Dx%23y`,
  );
});

test("a dataset is linked by its id, in the run's sandbox", () => {
  const { imsOrgId, sandboxName } = aRun();

  expect(datasetUrl({ datasetId: "5deac2648a19d218a888d2b1", imsOrgId, sandboxName })).toBe(
    `${PLATFORM}/dataset/browse/5deac2648a19d218a888d2b1`,
  );
  expect(datasetUrl({ datasetId: "../x?y", imsOrgId, sandboxName })).toBe(
    `${PLATFORM}/dataset/browse/..%2Fx%3Fy`,
  );
  expect(datasetUrl({ datasetId: undefined, imsOrgId, sandboxName })).toBeUndefined();
  expect(datasetUrl({ datasetId: "d1", imsOrgId })).toBeUndefined();
  expect(datasetUrl({ datasetId: "d1", sandboxName })).toBeUndefined();
});

describe("the page of what one of Adobe's rules fires for", () => {
  const org = "5C1328435BF324E90A49402A@AdobeOrg";
  const report = aReport({ imsOrgId: org });
  const base = `https://experience.adobe.com/#/@${org}/sname:prod/platform`;
  const { flowId: _flow, ...ofSandbox } = report;

  test.each<[string, MetricAlert, string | undefined]>([
    ["the flow's", report, `${base}/source/dataflows/flow-1/activity`],
    [
      "the run's where one is named",
      { ...report, runId: FlowRunId.parse("run-1") },
      `${base}/source/dataflows/flow-1/activity/run-1`,
    ],
    ["the one that is stated", { ...report, url: `${base}/x` }, `${base}/x`],
    [
      "never a stranger's",
      { ...report, url: "https://evil.example/" },
      `${base}/source/dataflows/flow-1/activity`,
    ],
    [
      "the capacity page of the sandbox",
      { ...ofSandbox, kind: "throughput" },
      `${base}/license-usage/capacity`,
    ],
    ["none for another rule without a flow", ofSandbox, undefined],
    ["none without an organisation", { ...report, imsOrgId: "x" }, undefined],
  ])("is %s", (_what, given, url) => {
    expect(reportUrl(given)).toBe(url);
  });
});
