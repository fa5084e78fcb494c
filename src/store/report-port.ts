import type { Firings, RuleAlert } from "../domain/alert.ts";
import type { FlowRun } from "../domain/flow-run.ts";
import type { AlertId, FlowRunId, SeriesId } from "../domain/ids.ts";
import type { MetricAlert } from "../domain/metric-alert.ts";

/** Which runs work on the data of which. */
export interface DownstreamQueries {
  remember(runId: FlowRunId, predecessors: readonly FlowRunId[]): Promise<void>;
  /** Runs that name this one as a predecessor. */
  followersOf(runId: FlowRunId, limit: number): Promise<readonly FlowRunId[]>;
  /** `false`: the thread of an alert tells of this run already. */
  markTold(runId: FlowRunId): Promise<boolean>;
  forgetTold(runId: FlowRunId): Promise<void>;
}

export interface StoredReport {
  readonly report: MetricAlert;
  /** Only of a rule that fired. */
  readonly alertId?: AlertId;
}

/** One of Adobe's rules and what it fires for. */
export type Watch = Pick<RuleAlert, "series" | "kind" | "flowId" | "runId">;

/** What Adobe said of its own alert rules. */
export interface ReportQueries {
  find(place: Pick<MetricAlert, "series" | "state" | "at">): Promise<StoredReport | undefined>;
  save(stored: StoredReport): Promise<void>;
  /** When the rule ceased to fire: first, at an instant or after it. */
  inactiveFrom(series: SeriesId, at: number): Promise<number | undefined>;
  /** When the rule last ceased to fire before an instant. */
  inactiveBefore(series: SeriesId, at: number): Promise<number | undefined>;
  /** Alerts on what fired after one instant and up to another; an absent bound is open. */
  alertsBetween(
    series: SeriesId,
    span: { readonly after?: number | undefined; readonly upTo?: number | undefined },
  ): Promise<readonly AlertId[]>;
  firingsOf(
    alertId: AlertId,
  ): Promise<{ readonly firings: Firings; readonly latest: MetricAlert } | undefined>;
  /** Hands what an alert holds up to an instant to another alert. */
  moveUpTo(from: AlertId, to: AlertId, at: number): Promise<void>;
  /** Delays that the end of a run concerns: of the run itself, and of its flow where no run is named. */
  delaysOf(run: Pick<FlowRun, "runId" | "flowId">): Promise<readonly Watch[]>;
  /** The newest alert on a rule that names this run. */
  alertOfRun(runId: FlowRunId): Promise<AlertId | undefined>;
}
