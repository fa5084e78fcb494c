import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowRun } from "../../../src/domain/flow-run.ts";
import { NotificationId } from "../../../src/domain/ids.ts";
import { MetricAlert } from "../../../src/domain/metric-alert.ts";
import type { NotificationContent } from "../../../src/domain/notification.ts";
import { readJson } from "../../../src/receive/json.ts";
import { readNotifications } from "../../../src/receive/read-notifications.ts";
import { toFlowRun } from "../../../src/receive/wire/flow-run.ts";
import { places, replaced } from "../../support/mutate.ts";
import { CLIENT_ID, fixture, ORG_ID, RECEIVED_AT } from "./support.ts";

const us = { clientId: CLIENT_ID, imsOrgId: ORG_ID };
/** Addressed to us, so that they get past the recipient check. */
const FIXTURES = readdirSync(path.join(import.meta.dirname, "../../../fixtures/notifications")).map(
  (file): unknown =>
    JSON.parse(
      JSON.stringify(fixture(path.basename(file, ".json")))
        .replaceAll(/\{CLIENT_ID\}|c5a34355b7f5491f8277b8dd63f0bfa3/g, CLIENT_ID)
        .replaceAll(/\{ORG_ID\}|5C1328435BF324E90A49402A@AdobeOrg/g, ORG_ID),
    ),
);

/** The names that the reader looks at, so that random objects meet it where it looks. */
const KEYS = [
  "event",
  "event_id",
  "eventid",
  "recipient_client_id",
  "recipientclientid",
  "messages",
  "value",
  "imsOrgId",
  "header",
  "_adobeio",
  "eventCode",
  "_eventNotificationMeta",
  "type",
  "id",
  "flowId",
  "flowName",
  "metrics",
  "activities",
  "activites",
  "statusSummary",
  "status",
  "errors",
  "extensions",
  "errorDetail",
  "code",
  "message",
  "description",
  "recordSummary",
  "failedInfo",
  "inputRecordCount",
  "durationSummary",
  "startedAtUTC",
  "fileSummary",
  "manifest",
  "fileInfo",
  "path",
  "targetInfo",
  "reference",
  "ids",
  "severity",
  "payload",
  "assetType",
  "specversion",
  "data",
  "name",
  "resolvedAt",
  "createdAt",
  "action",
  "xdm:ingestionId",
  "xdm:completed",
  "predecessors",
  "flowRunId",
  "__proto__",
  "constructor",
];
const LEAVES = fc.oneof(
  fc.constantFrom<unknown>(
    CLIENT_ID,
    ORG_ID,
    "failed",
    "success",
    "FIRING",
    "Batch",
    -1,
    0,
    1e11,
    1597434147190,
    null,
  ),
  fc.jsonValue({ maxDepth: 1 }),
  fc.string({ unit: "binary" }),
  fc.double(),
);
const { tree: anyJson } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    LEAVES,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("tree"), { maxKeys: 8, noNullPrototype: true }),
  ),
}));

/** Answers how many flow runs were read. */
function expectSound(value: unknown): number {
  let runs = 0;
  const json = readJson(Buffer.from(JSON.stringify(value), "utf8"));
  if (!json.ok) return runs;
  for (const notification of readNotifications(json.value, { us, receivedAt: RECEIVED_AT })
    .notifications) {
    expect(NotificationId.safeParse(notification.notificationId).success).toBe(true);
    expect(() => JSON.parse(notification.body)).not.toThrow();
    const { content } = notification;
    expect(storedText(content)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    if (content.kind === "flow_run") runs += 1;
  }
  return runs;
}

/** Checks that the content is of its schema, and gives its JSON. */
function storedText(content: NotificationContent): string {
  switch (content.kind) {
    case "flow_run":
      expect(FlowRun.safeParse(content.run).error).toBeUndefined();
      break;
    case "metric_alert":
      expect(MetricAlert.safeParse(content.alert).error).toBeUndefined();
      break;
    case "not_understood":
      expect(content.form).toMatch(/^[a-z0-9_ -]{1,60}$/);
      break;
    case "ingestion":
    case "audit":
  }
  return JSON.stringify(content);
}

test("any JSON yields notifications or nothing, and never an error", () => {
  fc.assert(
    fc.property(anyJson, (json) => {
      expect(() => expectSound(json)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

test("any JSON that is addressed to us is kept", () => {
  fc.assert(
    fc.property(anyJson, (event) => {
      const clean: unknown = JSON.parse(JSON.stringify(event));
      const body = { recipientclientid: CLIENT_ID, unknown: clean };
      const { notifications } = readNotifications(body, { us, receivedAt: RECEIVED_AT });

      expect(notifications).toHaveLength(1);
      expect(JSON.parse(notifications[0]?.body ?? "")).toEqual(body);
    }),
    { numRuns: 500 },
  );
});

const mutated = fc.constantFrom(...FIXTURES).chain((sample) =>
  fc
    .array(fc.tuple(fc.constantFrom(...places(sample)), anyJson), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce<unknown>((value, [at, by]) => {
        const known = places(value).some((place) => place.join("/") === at.join("/"));
        return known ? replaced(value, at, by) : value;
      }, sample),
    ),
);

test("a fixture with anything in any place is read without an error", () => {
  let runs = 0;
  fc.assert(
    fc.property(mutated, (json) => {
      runs += expectSound(json);
    }),
    { numRuns: 1_000 },
  );
  expect(runs).toBeGreaterThan(100);
});

test("every fixture but the eight of other kinds is a flow run as it stands", () => {
  expect(FIXTURES.map(expectSound).filter((runs) => runs === 0)).toHaveLength(8);
});

test("a run keeps its ids whatever else of it is wrong", () => {
  const run = fixture("flow-run-failure-sftp-timeout") as Record<string, unknown>;
  const others = places(run).filter(
    ([first]) => first !== undefined && first !== "id" && first !== "flowId",
  );

  fc.assert(
    fc.property(fc.constantFrom(...others), anyJson, (at, by) => {
      const json: unknown = JSON.parse(JSON.stringify(replaced(run, at, by ?? null)));

      expect(toFlowRun(json, { receivedAt: RECEIVED_AT })).toMatchObject({
        runId: run["id"],
        flowId: run["flowId"],
      });
    }),
    { numRuns: 1_000 },
  );
});
