import type { AlertSummary, AlertView, RunFigures, RunSummary } from "../domain/alert-view.ts";
import { type Cause, causesOf } from "../domain/cause.ts";
import type { Explanation } from "../domain/explanation.ts";
import type { FlowOrigin } from "../domain/flow-names.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import { FlowId, FlowRunId, NotificationId } from "../domain/ids.ts";
import type { RunDiagnostics } from "../domain/run-diagnostics.ts";
import { outcomeOf } from "../domain/run-outcome.ts";
import type { Flow, KeptNotification, StoredRun } from "../store/store.ts";
import { alertOfRun } from "./alert-of-run.ts";
import { type AskSurroundings, DAY_MS, summariseAll } from "./ask.ts";
import { explainRun } from "./explain-run.ts";
import { loadAlertView } from "./load-alert-view.ts";

export interface FlowRef {
  readonly flowId: FlowId;
  readonly flowName?: string;
  readonly sandboxName?: string;
}

/** The answer to `/flowrun status <flow>`. */
export interface FlowStatus extends FlowRef, FlowOrigin {
  readonly at: number;
  readonly imsOrgId?: string;
  /** Not resolved. */
  readonly alerts: readonly AlertSummary[];
  /** Newest first, ten at most. */
  readonly runs: readonly RunSummary[];
  readonly last24Hours: RunFigures;
  readonly last7Days: RunFigures;
}

/** The answer to `/flowrun show <run>` and `/flowrun status <run>`. */
export interface RunDetail {
  readonly at: number;
  readonly run: FlowRun;
  readonly flowName?: string;
  /** What Adobe's APIs say that the flow reads and writes. */
  readonly origin?: FlowOrigin;
  readonly diagnostics?: RunDiagnostics;
  /** Only of a failed or partly ingested run. */
  readonly causes: readonly Cause[];
  readonly explanation?: Explanation;
  readonly alert?: AlertSummary;
}

/** What a person's words (a flow's id or name, a run's id, an alert's number) turned out to mean. */
export type Found =
  | { readonly kind: "flow"; readonly flow: FlowStatus }
  | { readonly kind: "run"; readonly detail: RunDetail }
  | { readonly kind: "alert"; readonly view: AlertView }
  | { readonly kind: "several_flows"; readonly flows: readonly FlowRef[]; readonly count: number }
  | { readonly kind: "kept"; readonly notification: KeptNotice }
  | { readonly kind: "nothing" };

/** A notification that was not understood, and what it looked like. */
export type KeptNotice = KeptNotification & { readonly form: string };

const LISTED_RUNS = 10;
const LISTED_ALERTS = 10;
const LISTED_FLOWS = 10;

/**
 * Finds what a person named: a run's id, a flow's id, a flow's name or part of it, or the id of a
 * notification that was not understood.
 */
export async function findRunOrFlow(words: string, around: AskSurroundings): Promise<Found> {
  const run = await findRun(words, around);
  if (run !== undefined) return { kind: "run", detail: run };
  const found = await findFlow(words, around);
  return found.kind === "nothing" ? findKept(words, around) : found;
}

async function findKept(words: string, { queries }: AskSurroundings): Promise<Found> {
  const notificationId = NotificationId.safeParse(words);
  const notification = notificationId.success && (await queries.kept.find(notificationId.data));
  return notification ? { kind: "kept", notification } : { kind: "nothing" };
}

export async function findRun(
  words: string,
  around: AskSurroundings,
): Promise<RunDetail | undefined> {
  const runId = FlowRunId.safeParse(words);
  if (!runId.success) return undefined;
  const stored = await around.queries.runs.find(runId.data);
  return stored === undefined ? undefined : toDetail(stored, around);
}

export async function findAlertByNumber(number: number, around: AskSurroundings): Promise<Found> {
  const alert = await around.queries.alerts.findByNumber(number);
  const view = alert && (await loadAlertView(around.queries, around.catalogue, alert.alertId));
  return view === undefined ? { kind: "nothing" } : { kind: "alert", view };
}

type FoundFlow = Extract<Found, { kind: "flow" | "several_flows" | "nothing" }>;

export async function findFlow(words: string, around: AskSurroundings): Promise<FoundFlow> {
  const { flows } = around.queries;
  const flowId = FlowId.safeParse(words);
  const byId = flowId.success ? await flows.find(flowId.data) : undefined;
  if (byId !== undefined) return { kind: "flow", flow: await toFlowStatus(byId, around) };
  const found = await flows.searchByName(words, LISTED_FLOWS);
  const [first, second] = found.flows;
  if (first === undefined) return { kind: "nothing" };
  const exact = (flow: Flow | undefined): boolean =>
    flow?.flowName?.toLowerCase() === words.toLowerCase();
  if (found.count === 1 || (exact(first) && !exact(second))) {
    return { kind: "flow", flow: await toFlowStatus(first, around) };
  }
  return { kind: "several_flows", flows: found.flows, count: found.count };
}

async function toFlowStatus(flow: Flow, around: AskSurroundings): Promise<FlowStatus> {
  const { queries, now } = around;
  const { flowId } = flow;
  const alerts = await queries.alerts.listUnresolved(LISTED_ALERTS, flowId);
  return {
    ...flow,
    at: now,
    alerts: await summariseAll(alerts, around),
    runs: await queries.runs.list({ flowId }, { limit: LISTED_RUNS, offset: 0 }),
    last24Hours: await queries.runs.figuresSince(now - DAY_MS, flowId),
    last7Days: await queries.runs.figuresSince(now - 7 * DAY_MS, flowId),
  };
}

async function toDetail(stored: StoredRun, around: AskSurroundings): Promise<RunDetail> {
  const { run } = stored;
  const { queries, catalogue, now } = around;
  const flow = await queries.flows.find(run.flowId);
  const flowName = flow?.flowName ?? run.flowName;
  const diagnostics = await queries.diagnostics.find(run.runId);
  const found = await alertOfRun(queries, stored);
  const [alert] = await summariseAll(found === undefined ? [] : [found], around);
  const erring = ["failed", "partly_ingested"].includes(outcomeOf(run));
  const causes = erring ? causesOf(run) : [];
  return {
    at: now,
    run,
    ...(flowName === undefined ? {} : { flowName }),
    ...(flow === undefined ? {} : { origin: flow }),
    ...(diagnostics === undefined ? {} : { diagnostics }),
    causes,
    ...(erring ? { explanation: explainRun(causes, diagnostics, catalogue) } : {}),
    ...(alert === undefined ? {} : { alert }),
  };
}
