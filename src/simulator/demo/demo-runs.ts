import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Json, JsonObject } from "../page/contract.ts";
import type { FixtureContext, MadeFixture } from "../page/page-options.ts";

const FIXTURES = path.join(import.meta.dirname, "../../../fixtures/notifications");

/** The organisation that stands in most of Adobe's published samples. */
const SAMPLE_ORG = /\{ORG_ID\}|5C1328435BF324E90A49402A@AdobeOrg/g;
/** The recipients that stand in them. */
const SAMPLE_CLIENT = /\{CLIENT_ID\}|c5a34355b7f5491f8277b8dd63f0bfa3/g;

/** One of Adobe's published samples, for the demo's organisation and client. */
export function readSample(
  name: string,
  { imsOrgId, clientId }: Omit<FixtureContext, "now">,
): Json {
  const text = readFileSync(path.join(FIXTURES, `${name}.json`), "utf8");
  const filled = text
    .replace(SAMPLE_ORG, imsOrgId)
    .replace(SAMPLE_CLIENT, clientId)
    .replaceAll("{ERROR_CODE}", "CONNECTOR-2001-500")
    .replaceAll("{ERROR_MESSAGE}", "Error in processing the copied data.");
  return JSON.parse(filled);
}

/** A published sample without any change: sending it again is a repetition. */
export function asPublished(
  name: string,
  eventId: string,
): (context: FixtureContext) => MadeFixture {
  return (context) => ({ body: readSample(name, context), eventId });
}

/** A published sample with some of its own values replaced, such as its id and time. */
export function asToday(
  name: string,
  context: FixtureContext,
  change: Readonly<Record<string, string>>,
): MadeFixture {
  return {
    body: { ...asObject(readSample(name, context)), ...change },
    eventId: randomUUID(),
  };
}

export interface RunChange {
  /** Default: one that nobody has seen. */
  readonly runId?: string;
  readonly flow?: { readonly id: string; readonly name: string };
  /** When the run ended; it lasted as long as in the sample, at most half an hour. */
  readonly endedAt: number;
  readonly records?: { readonly in: number; readonly out: number; readonly failed?: number };
  /** The run wrote a batch, of which Catalog and Data Access can tell. */
  readonly hasBatch?: boolean;
  /** Replaces the sample's error detail. */
  readonly errorDetail?: string;
  readonly nestedError?: { readonly code: string; readonly message: string };
  /** The run whose data it works on. */
  readonly predecessor?: string;
}

/** A flat sample as a new run of today. */
export function asNewRun(
  name: string,
  { change, context }: { readonly change: RunChange; readonly context: FixtureContext },
): MadeFixture {
  const sample = asObject(readSample(name, context));
  const lasted = Math.min(durationOf(sample), 30 * 60_000);
  const batchId = change.hasBatch === true ? newBatchId() : undefined;
  const times = { startedAtUTC: change.endedAt - lasted, completedAtUTC: change.endedAt };
  const metrics = {
    ...asObject(sample["metrics"]),
    durationSummary: times,
    ...recordsOf(change),
  };
  return {
    eventId: randomUUID(),
    body: {
      ...sample,
      id: change.runId ?? randomUUID(),
      createdAt: times.startedAtUTC,
      updatedAt: change.endedAt,
      ...(change.flow === undefined ? {} : { flowId: change.flow.id, flowName: change.flow.name }),
      ...(change.predecessor === undefined
        ? {}
        : { predecessors: [{ flowRunId: change.predecessor }] }),
      metrics,
      activities: asArray(sample["activities"]).map((activity) =>
        writing(changedActivity(asObject(activity), times, change), batchId),
      ),
    },
  };
}

function changedActivity(activity: JsonObject, times: JsonObject, change: RunChange): JsonObject {
  const status = asObject(activity["statusSummary"]);
  const { errorDetail, nestedError } = change;
  const extensions = {
    ...asObject(status["extensions"]),
    ...(errorDetail === undefined ? {} : { errorDetail }),
    ...(nestedError === undefined ? {} : { errors: [nestedError], errorDetail: errorDetail ?? "" }),
  };
  return {
    ...activity,
    durationSummary: times,
    statusSummary: { ...status, extensions },
    ...recordsOf(change),
    ...(nestedError === undefined ? {} : { recordSummary: {} }),
  };
}

/** Adobe's ids of batches are ULIDs. */
function newBatchId(): string {
  return `01${randomUUID().replaceAll("-", "").slice(0, 24).toUpperCase()}`;
}

/** An activity that wrote a batch names it, and links the list of its files. */
function writing(activity: JsonObject, batchId: string | undefined): JsonObject {
  if (batchId === undefined) return activity;
  const fileInfo = `https://platform.adobe.io/data/foundation/export/batches/${batchId}/meta?path=input_files`;
  return {
    ...activity,
    targetInfo: [{ type: "TargetConnection", reference: { type: "Batch", ids: [batchId] } }],
    fileSummary: { ...asObject(activity["fileSummary"]), manifest: { fileInfo } },
  };
}

function recordsOf({ records, nestedError }: RunChange): JsonObject {
  if (nestedError !== undefined) return { recordSummary: {} };
  if (records === undefined) return {};
  return {
    recordSummary: {
      inputRecordCount: records.in,
      outputRecordCount: records.out,
      ...(records.failed === undefined ? {} : { failedRecordCount: records.failed }),
    },
    sizeSummary: { inputBytes: records.in * 212, outputBytes: records.out * 198 },
    fileSummary: { inputFileCount: 1, outputFileCount: 1 },
  };
}

function durationOf(sample: JsonObject): number {
  const summary = asObject(asObject(sample["metrics"])["durationSummary"]);
  const [from, to] = [summary["startedAtUTC"], summary["completedAtUTC"]];
  return typeof from === "number" && typeof to === "number" ? to - from : 0;
}

export function asObject(json: Json | undefined): JsonObject {
  return typeof json === "object" && json !== null && !isArray(json) ? json : {};
}

function asArray(json: Json | undefined): readonly Json[] {
  return json !== undefined && isArray(json) ? json : [];
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
