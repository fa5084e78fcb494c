import { randomUUID } from "node:crypto";
import { z } from "zod";
import { createChanges } from "../../changes.ts";
import type { Registry } from "../registry.ts";

/** A run as Flow Service keeps it. */
export interface SimulatedRun {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName?: string | undefined;
  /** Default "prod". */
  readonly sandbox?: string | undefined;
  readonly status: string;
  readonly records?: number | undefined;
  readonly streaming?: boolean;
}

/** A run that a retry started. */
export interface StartedRun extends SimulatedRun {
  /** The run that was retried. */
  readonly retryOf: string;
}

export interface Runs {
  readonly define: (run: SimulatedRun) => void;
  /** Takes over every flow run that stands in a notification. */
  readonly learn: (body: unknown) => void;
  readonly retry: (
    runId: string,
    sandbox: string,
  ) => { readonly status: number; readonly json: unknown };
  /** Oldest first. */
  readonly started: () => readonly StartedRun[];
  readonly whenStarted: (listener: () => void) => () => void;
}

/** The runs of one organisation, and Adobe's rules for retrying them. */
export function createRuns(flows: Registry): Runs {
  const runs = new Map<string, SimulatedRun>();
  const started: StartedRun[] = [];
  const changes = createChanges();

  return {
    define: (run) => runs.set(run.runId, run),
    learn: (body) => {
      for (const run of runsIn(body)) runs.set(run.runId, run);
    },
    retry: (runId, sandbox) => {
      const run = runs.get(runId);
      if (run === undefined || sandboxOf(run) !== sandbox) return refusal(404, "1101-404");
      const code = refusalOf(run, flows.find("flows", run.flowId, sandbox));
      if (code !== undefined) return refusal(400, code);
      const { records: _none, ...kept } = run;
      const newRun = { ...kept, runId: randomUUID(), status: "inProgress", retryOf: runId };
      runs.set(newRun.runId, newRun);
      started.push(newRun);
      changes.touch();
      return { status: 200, json: { id: newRun.runId, etag: `"${randomUUID()}"` } };
    },
    started: () => [...started],
    whenStarted: changes.subscribe,
  };
}

const sandboxOf = ({ sandbox = "prod" }: SimulatedRun): string => sandbox;

const REFUSALS = {
  "1101-404": "The run does not exist",
  "1385-400": "The connector does not support on-demand runs",
  "1386-400": "The frequency does not support on-demand runs",
  "1387-400": "The flow run is in a state that cannot be re-triggered",
  "1388-400": "The flow is not enabled",
} as const;

function refusal(status: number, code: keyof typeof REFUSALS): { status: number; json: unknown } {
  return { status, json: { errorCode: code, message: REFUSALS[code] } };
}

function refusalOf(
  { streaming = false, status, records }: SimulatedRun,
  flow: Readonly<Record<string, unknown>> | undefined,
): keyof typeof REFUSALS | undefined {
  if (streaming) return "1385-400";
  if (flow?.["frequency"] === "once") return "1386-400";
  if (status !== "failed" && !(status === "success" && records === 0)) return "1387-400";
  return flow?.["state"] === "disabled" ? "1388-400" : undefined;
}

const FlowRun = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string().optional().catch(undefined),
  flowType: z.string().optional().catch(undefined),
  sandboxName: z.string().optional().catch(undefined),
  metrics: z.object({
    statusSummary: z.object({ status: z.string() }),
    recordSummary: z
      .object({ inputRecordCount: z.number().optional(), outputRecordCount: z.number().optional() })
      .optional()
      .catch(undefined),
  }),
});
const DEEPEST = 8;

function runsIn(json: unknown, depth = 0): SimulatedRun[] {
  if (depth > DEEPEST || typeof json !== "object" || json === null) return [];
  const found = FlowRun.safeParse(json).data;
  if (found === undefined) return Object.values(json).flatMap((each) => runsIn(each, depth + 1));
  const { metrics, id: runId, flowId, flowName, flowType, sandboxName: sandbox } = found;
  const { statusSummary, recordSummary } = metrics;
  return [
    {
      runId,
      flowId,
      flowName,
      sandbox,
      status: statusSummary.status,
      records: recordSummary?.outputRecordCount ?? recordSummary?.inputRecordCount,
      streaming: flowType === "streaming",
    },
  ];
}
