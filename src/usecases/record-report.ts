import type { AlertId } from "../domain/ids.ts";
import { type MetricAlert, richerOf } from "../domain/metric-alert.ts";
import type { Queries } from "../store/store.ts";
import { placeReport } from "./place-report.ts";
import type { AlertSurroundings } from "./say-alert.ts";

/** Records what Adobe says of one of its own alert rules, and what follows from it. */
export async function recordReport(
  queries: Queries,
  heard: MetricAlert,
  around: AlertSurroundings,
): Promise<{
  readonly outcome: "new" | "nothing_new" | "recorded_only";
  readonly alertId?: AlertId;
}> {
  await rememberFlow(queries, heard);
  const known = await queries.reports.find(heard);
  const report = known === undefined ? heard : richerOf(known.report, heard);
  if (known !== undefined && JSON.stringify(known.report) === JSON.stringify(report)) {
    return { outcome: "nothing_new" };
  }
  const stored = { ...known, report };
  await queries.reports.save(stored);
  await placeReport(queries, stored, around);
  const alertId = (await queries.reports.find(report))?.alertId;
  if (alertId !== undefined) return { outcome: "new", alertId };
  // An end without a beginning is nothing to tell.
  const ended = await queries.reports.alertsBetween(report.series, { upTo: report.at });
  return { outcome: ended.length > 0 ? "new" : "recorded_only" };
}

/** It states no name; names are looked up for flows that are known. */
async function rememberFlow(queries: Queries, heard: MetricAlert): Promise<void> {
  const { flowId, sandboxName, imsOrgId, at } = heard;
  if (flowId === undefined) return;
  await queries.flows.remember(
    {
      flowId,
      ...(sandboxName === undefined ? {} : { sandboxName }),
      ...(imsOrgId === undefined ? {} : { imsOrgId }),
    },
    at,
  );
}
