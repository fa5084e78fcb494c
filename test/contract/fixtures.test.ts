import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { readNotifications } from "../../src/receive/read-notifications.ts";
import {
  destination,
  identity,
  profile,
  query,
  segmentation,
  streaming,
} from "./expected-other-runs.ts";
import {
  audit,
  delayed,
  delayResolved,
  errorRate,
  errorRateResolved,
  ingestion,
  throughput,
} from "./expected-others.ts";
import {
  failurePipeline,
  RECEIVED_AT,
  RULES_ORG,
  sftpTimeout,
  started,
  successEnvelope,
  zeroRecords,
} from "./expected-runs.ts";

const FOLDER = path.join(import.meta.dirname, "../../fixtures");
const FILES = readdirSync(path.join(FOLDER, "notifications"));

const CLIENT = "{CLIENT_ID}";
const SHA = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
const INFO = "source_flow_run_info";
const ERROR = "source_flow_run_error";

interface Expected {
  readonly clientId?: string;
  readonly imsOrgId?: string;
  /** Of each notification: id, event code, and the run or the label. */
  readonly read: readonly (readonly [
    id: unknown,
    eventCode: string | undefined,
    content: object | string,
  ])[];
}

const EXPECTED: Record<string, Expected> = {
  "flow-run-failure-pipeline.json": {
    imsOrgId: "{ORG_ID}",
    read: [[SHA, "sources_flow_run_failed", failurePipeline]],
  },
  "flow-run-success-envelope.json": {
    imsOrgId: "{ORG_ID}",
    read: [["aec55616-1715-487f-8044-ba648cc8ffee", "sources_flow_run_success", successEnvelope]],
  },
  "flow-run-started.json": { imsOrgId: RULES_ORG, read: [[SHA, INFO, started]] },
  "flow-run-success-zero-records.json": { imsOrgId: RULES_ORG, read: [[SHA, INFO, zeroRecords]] },
  "flow-run-failure-sftp-timeout.json": { imsOrgId: RULES_ORG, read: [[SHA, ERROR, sftpTimeout]] },
  "envelope-old-and-new-ids.json": {
    clientId: CLIENT,
    read: [["2f1c3c9e-58a1-4a6f-9d0e-7c3f6f0f6a01", ERROR, sftpTimeout]],
  },
  "envelope-new-ids-only.json": {
    clientId: CLIENT,
    read: [["9b1f6d52-0f0a-4c55-8b0f-2f6f1f4c7a02", INFO, started]],
  },
  "array-of-two.json": {
    clientId: CLIENT,
    read: [
      ["2f1c3c9e-58a1-4a6f-9d0e-7c3f6f0f6a01", ERROR, sftpTimeout],
      ["b4a0f2b1-3c66-4e0b-9b59-3f3f3b6d9a03", INFO, zeroRecords],
    ],
  },
  "cloudevents-flow-run-failure.json": {
    clientId: CLIENT,
    read: [["6e0d1c2b-3a49-4857-96a5-b4c3d2e1f004", ERROR, sftpTimeout]],
  },
  "flow-run-identity-success.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "identity_ingestion_info", identity]],
  },
  "flow-run-profile-failure.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "profile_ingestion_error", profile]],
  },
  "flow-run-segmentation-success.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "segment_evaluation_job_info", segmentation]],
  },
  "flow-run-query-failure.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "queries_flow_run_error", query]],
  },
  "flow-run-destination-failed.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "destination_flow_run_info", destination]],
  },
  "flow-run-streaming-partial-success.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, INFO, streaming]],
  },
  "metric-alert-run-delayed.json": { imsOrgId: RULES_ORG, read: [[SHA, ERROR, delayed]] },
  "metric-alert-run-delay-resolved.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, ERROR, delayResolved]],
  },
  "metric-alert-error-rate.json": { imsOrgId: RULES_ORG, read: [[SHA, ERROR, errorRate]] },
  "metric-alert-error-rate-resolved.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, ERROR, errorRateResolved]],
  },
  "metric-alert-throughput-capacity.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, undefined, throughput]],
  },
  "audit-dataset-created.json": {
    imsOrgId: RULES_ORG,
    read: [[SHA, "audit_events_info", audit]],
  },
  "data-ingestion-failure.json": {
    imsOrgId: "{ORG_ID}",
    read: [["93a5b11a-b0e6-4b29-ad82-81b1499cb4f2", "platform_event", ingestion]],
  },
  "cloudevents-other-provider.json": {
    clientId: "c5a34355b7f5491f8277b8dd63f0bfa3",
    read: [
      [
        "8927ce83-2f10-4df9-9eb4-09c381bc4778",
        "com.adobe.platform.marketo.activity.standard.changesegment",
        "event code com-adobe-platform-marketo-activity-standard-chan",
      ],
    ],
  },
};

test.each(FILES)("%s is read as it is meant", (file) => {
  const { clientId = "another", imsOrgId, read } = EXPECTED[file] ?? { read: [] };
  const us = imsOrgId === undefined ? { clientId } : { clientId, imsOrgId };
  const body: unknown = JSON.parse(readFileSync(path.join(FOLDER, "notifications", file), "utf8"));

  const { notifications, others } = readNotifications(body, { us, receivedAt: RECEIVED_AT });

  expect(others.size).toBe(0);
  expect(notifications.length).toBeGreaterThan(0);
  expect(
    notifications.map(({ notificationId, eventCode, content }) => [
      notificationId,
      eventCode,
      content,
    ]),
  ).toEqual(read.map(([id, eventCode, content]) => [id, eventCode, contentOf(content)]));
});

function contentOf(expected: object | string): object {
  if (typeof expected === "string") return { kind: "not_understood", form: expected };
  return "kind" in expected ? expected : { kind: "flow_run", run: expected };
}

test("every fixture has a row in the README, and every row a fixture", () => {
  const readme = readFileSync(path.join(FOLDER, "README.md"), "utf8");
  const rows = [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file]) => file);

  expect(new Set(rows)).toEqual(new Set(FILES));
  expect(rows).toHaveLength(FILES.length);
});
