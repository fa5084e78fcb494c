import type { Insertable, Selectable } from "kysely";
import {
  Acknowledgement,
  type Alert,
  isRunAlert,
  Resolution,
  RuleAlert,
  RunAlert,
} from "../domain/alert.ts";
import type { RunSummary } from "../domain/alert-view.ts";
import { durationMs, endedAt, FlowRun, orderedAt } from "../domain/flow-run.ts";
import { AlertId, FlowId } from "../domain/ids.ts";
import { AlertKind, outcomeOf } from "../domain/run-outcome.ts";
import type { Database } from "./schema.ts";
import type { Flow, StoredRun } from "./store.ts";

/** Rows are parsed on reading: what an older version wrote gets today's shape or a clear error. */
export function toAlert(row: Selectable<Database["alerts"]>): Alert {
  const common = {
    alertId: row.alert_id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    failureCount: row.failure_count,
    firstFailedAt: row.first_failed_at,
    lastFailedAt: row.last_failed_at,
    revision: row.revision,
    acknowledgement: row.acknowledgement === null ? undefined : JSON.parse(row.acknowledgement),
    resolution: row.resolution === null ? undefined : JSON.parse(row.resolution),
  };
  const { flow_id: flowId, cause_code: key, latest_run_id: runId } = row;
  return AlertKind.safeParse(row.kind).success
    ? RunAlert.parse({ ...common, flowId, causeCode: key, latestRunId: runId })
    : RuleAlert.parse({
        ...common,
        series: key,
        ...(flowId === "" ? {} : { flowId }),
        ...(runId === "" ? {} : { runId }),
      });
}

/** Only of rows that are known to be of a run's alert. */
export function toRunAlert(row: Selectable<Database["alerts"]>): RunAlert {
  const alert = toAlert(row);
  if (isRunAlert(alert)) return alert;
  throw new Error(`alert ${row.alert_id} is not on runs`);
}

export function toRuleAlert(row: Selectable<Database["alerts"]>): RuleAlert {
  const alert = toAlert(row);
  if (!isRunAlert(alert)) return alert;
  throw new Error(`alert ${row.alert_id} is not on a rule`);
}

export function fromAlert(alert: Alert): Insertable<Database["alerts"]> {
  const acknowledgement = alert.state === "open" ? undefined : alert.acknowledgement;
  return {
    alert_id: alert.alertId,
    number: alert.number,
    kind: alert.kind,
    ...keyOf(alert),
    state: alert.state,
    failure_count: alert.failureCount,
    first_failed_at: alert.firstFailedAt,
    last_failed_at: alert.lastFailedAt,
    revision: alert.revision,
    acknowledgement:
      acknowledgement === undefined ? null : JSON.stringify(Acknowledgement.parse(acknowledgement)),
    recovered_by:
      alert.state === "resolved" && alert.resolution.kind === "recovered"
        ? alert.resolution.runId
        : null,
    resolution:
      alert.state === "resolved" ? JSON.stringify(Resolution.parse(alert.resolution)) : null,
  };
}

function keyOf(
  alert: Alert,
): Pick<Insertable<Database["alerts"]>, "flow_id" | "cause_code" | "latest_run_id"> {
  return isRunAlert(alert)
    ? { flow_id: alert.flowId, cause_code: alert.causeCode, latest_run_id: alert.latestRunId }
    : {
        flow_id: alert.flowId ?? "",
        cause_code: alert.series,
        latest_run_id: alert.runId ?? "",
      };
}

export function toStoredRun(
  row: Pick<Selectable<Database["runs"]>, "data" | "cause_code" | "alert_id">,
): StoredRun {
  return {
    run: FlowRun.parse(JSON.parse(row.data)),
    ...(row.cause_code === null ? {} : { causeCode: row.cause_code }),
    ...(row.alert_id === null ? {} : { alertId: AlertId.parse(row.alert_id) }),
  };
}

export function fromStoredRun({
  run,
  causeCode,
  alertId,
}: StoredRun): Insertable<Database["runs"]> {
  return {
    run_id: run.runId,
    flow_id: run.flowId,
    status: run.status,
    ordered_at: orderedAt(run),
    ended_at: endedAt(run),
    outcome: outcomeOf(run),
    records_in: run.figures.recordsIn ?? null,
    cause_code: causeCode ?? null,
    alert_id: alertId ?? null,
    data: JSON.stringify(run),
  };
}

export function toFlow(row: Selectable<Database["flows"]>): Flow {
  return {
    flowId: FlowId.parse(row.flow_id),
    ...(row.name === null ? {} : { flowName: row.name }),
    ...(row.sandbox_name === null ? {} : { sandboxName: row.sandbox_name }),
    ...(row.ims_org_id === null ? {} : { imsOrgId: row.ims_org_id }),
    ...(row.source_type === null ? {} : { sourceType: row.source_type }),
    ...(row.source_name === null ? {} : { sourceName: row.source_name }),
    ...(row.dataset_name === null ? {} : { datasetName: row.dataset_name }),
    ...(row.dataset_id === null ? {} : { datasetId: row.dataset_id }),
    ...(row.tolerated_percent === null ? {} : { toleratedPercent: row.tolerated_percent }),
    ...(row.looked_up_at === null ? {} : { lookedUpAt: row.looked_up_at }),
  };
}

export function toRunSummary(row: {
  readonly data: string;
  readonly cause_code: string | null;
  readonly alert_id: string | null;
  readonly name: string | null;
  readonly number: number | null;
}): RunSummary {
  const { run, causeCode } = toStoredRun(row);
  const flowName = row.name ?? run.flowName;
  const duration = durationMs(run);
  const { recordsIn, recordsOut } = run.figures;
  return {
    runId: run.runId,
    flowId: run.flowId,
    status: run.status,
    at: orderedAt(run),
    ...(flowName === undefined ? {} : { flowName }),
    ...(run.statusText === undefined ? {} : { statusText: run.statusText }),
    ...(duration === undefined ? {} : { durationMs: duration }),
    ...(recordsIn === undefined ? {} : { recordsIn }),
    ...(recordsOut === undefined ? {} : { recordsOut }),
    ...(causeCode === undefined ? {} : { causeCode }),
    ...(row.number === null ? {} : { alertNumber: row.number }),
  };
}
