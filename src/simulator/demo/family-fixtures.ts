import { randomUUID } from "node:crypto";
import type { FixtureContext, FixtureSource, MadeFixture } from "../page/page-options.ts";
import { asNewRun, asToday } from "./demo-runs.ts";

/** A moment ago: Adobe's notifications come a little after the end of the run. */
const JUST_NOW_MS = 4_000;

const FLOWS = {
  streaming: { id: "11aa0000-0000-4000-8000-000000000001", name: "Clickstream, hourly" },
  destination: { id: "11aa0000-0000-4000-8000-000000000002", name: "Audience activation" },
  identity: { id: "11aa0000-0000-4000-8000-000000000003", name: "Identities of the data lake" },
  profile: { id: "11aa0000-0000-4000-8000-000000000004", name: "Data lake to Profile" },
  segmentation: { id: "11aa0000-0000-4000-8000-000000000005", name: "Nightly segmentation" },
  query: { id: "11aa0000-0000-4000-8000-000000000006", name: "Nightly query" },
} as const;

function run(name: string, flow: { id: string; name: string }) {
  return (context: FixtureContext): MadeFixture =>
    asNewRun(name, { context, change: { flow, endedAt: context.now - JUST_NOW_MS } });
}

function today(
  name: string,
  change: (now: string) => Readonly<Record<string, string>>,
): (context: FixtureContext) => MadeFixture {
  return (context) => asToday(name, context, change(new Date(context.now).toISOString()));
}

/** One of each kind that Adobe sends, beside the failures of sources. */
export const FAMILY_FIXTURES: readonly FixtureSource[] = [
  {
    id: "streaming",
    label: "Streaming, partly",
    hint: "An hour of a streaming source: Adobe calls it a partial success.",
    make: run("flow-run-streaming-partial-success", FLOWS.streaming),
  },
  {
    id: "destination",
    label: "Destination failed",
    hint: "An activation failed, although it comes under an info code.",
    make: run("flow-run-destination-failed", FLOWS.destination),
  },
  {
    id: "identity",
    label: "Identity, good",
    hint: "Identity Service took a source's data over. Nothing is told.",
    make: run("flow-run-identity-success", FLOWS.identity),
  },
  {
    id: "profile",
    label: "Profile failed",
    hint: "Real-Time Customer Profile could not take a source's data over.",
    make: run("flow-run-profile-failure", FLOWS.profile),
  },
  {
    id: "segmentation",
    label: "Segmentation, good",
    hint: "A segment evaluation job ended well. Nothing is told.",
    make: run("flow-run-segmentation-success", FLOWS.segmentation),
  },
  {
    id: "query",
    label: "Query failed",
    hint: "A scheduled query of Query Service failed.",
    make: run("flow-run-query-failure", FLOWS.query),
  },
  {
    id: "delayed",
    label: "Run delayed",
    hint: "Adobe's own rule fires: a run takes longer than 150 minutes.",
    make: today("metric-alert-run-delayed", (now) => ({
      id: randomUUID(),
      createdAt: now,
      flowRunId: randomUUID(),
    })),
  },
  {
    id: "error_rate_resolved",
    label: "Error rate, over",
    hint: "Adobe's own rule does not hold any more.",
    make: today("metric-alert-error-rate-resolved", (now) => ({
      id: randomUUID(),
      createdAt: now,
      resolvedAt: now,
    })),
  },
  {
    id: "throughput",
    label: "Throughput at 80 %",
    hint: "A capacity alert: it concerns the sandbox, not a flow.",
    make: today("metric-alert-throughput-capacity", (now) => ({
      createdAt: now,
      message: "Triggered : streaming throughput is above 80 % of the capacity.",
    })),
  },
  {
    id: "audit",
    label: "Audit record",
    hint: "Somebody made a dataset. It is recorded, not told.",
    make: today("audit-dataset-created", () => ({ id: randomUUID() })),
  },
  {
    id: "ingestion",
    label: "Data ingestion",
    hint: "A failed batch in the form before flow runs. It is recorded, not told.",
    make: today("data-ingestion-failure", () => ({ event_id: randomUUID() })),
  },
];
