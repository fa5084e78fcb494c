import { type Insertable, type Kysely, type Selectable } from "kysely";
import { AlertId, SeriesId } from "../../domain/ids.ts";
import { MetricAlert } from "../../domain/metric-alert.ts";
import type { ReportQueries, StoredReport } from "../report-port.ts";
import type { Database } from "../schema.ts";

export function reportQueries(db: Kysely<Database>): ReportQueries {
  return {
    ...savingReports(db),
    ...placingReports(db),
    ...holdingReports(db),
    ...watchingRuns(db),
  };
}

function savingReports(db: Kysely<Database>): Pick<ReportQueries, "find" | "save"> {
  return {
    async find({ series, state, at }) {
      const row = await db
        .selectFrom("metric_reports")
        .select(["data", "alert_id"])
        .where("series", "=", series)
        .where("state", "=", state)
        .where("at", "=", at)
        .executeTakeFirst();
      return row === undefined ? undefined : toStoredReport(row);
    },

    async save(stored) {
      const { series, state, at, ...columns } = fromStoredReport(stored);
      await db
        .insertInto("metric_reports")
        .values({ series, state, at, ...columns })
        .onConflict((conflict) =>
          conflict.columns(["series", "state", "at"]).doUpdateSet({ ...columns }),
        )
        .execute();
    },
  };
}

/** Where a report stands among the others of its series. */
function placingReports(
  db: Kysely<Database>,
): Pick<ReportQueries, "inactiveFrom" | "inactiveBefore" | "alertsBetween"> {
  const inactive = (series: SeriesId) =>
    db
      .selectFrom("metric_reports")
      .select("at")
      .where("series", "=", series)
      .where("state", "=", "inactive");

  return {
    async inactiveFrom(series, at) {
      const row = await inactive(series)
        .where("at", ">=", at)
        .orderBy("at")
        .limit(1)
        .executeTakeFirst();
      return row?.at;
    },

    async inactiveBefore(series, at) {
      const row = await inactive(series)
        .where("at", "<", at)
        .orderBy("at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.at;
    },

    async alertsBetween(series, { after, upTo }) {
      let query = db
        .selectFrom("metric_reports")
        .select("alert_id")
        .distinct()
        .where("series", "=", series)
        .where("state", "=", "firing")
        .where("alert_id", "is not", null);
      if (after !== undefined) query = query.where("at", ">", after);
      if (upTo !== undefined) query = query.where("at", "<=", upTo);
      const rows = await query.orderBy("alert_id").execute();
      return rows.map((row) => AlertId.parse(row.alert_id));
    },
  };
}

/** What an alert holds. */
function holdingReports(db: Kysely<Database>): Pick<ReportQueries, "firingsOf" | "moveUpTo"> {
  return {
    async firingsOf(alertId) {
      const { count, first } = await db
        .selectFrom("metric_reports")
        .select(({ fn }) => [fn.countAll<number>().as("count"), fn.min("at").as("first")])
        .where("alert_id", "=", alertId)
        .executeTakeFirstOrThrow();
      const latest = await db
        .selectFrom("metric_reports")
        .select(["at", "data"])
        .where("alert_id", "=", alertId)
        .orderBy("at", "desc")
        .limit(1)
        .executeTakeFirst();
      if (latest === undefined) return undefined;
      return {
        firings: { failureCount: count, firstFailedAt: first, lastFailedAt: latest.at },
        latest: MetricAlert.parse(JSON.parse(latest.data)),
      };
    },

    async moveUpTo(from, to, at) {
      await db
        .updateTable("metric_reports")
        .set({ alert_id: to })
        .where("alert_id", "=", from)
        .where("at", "<=", at)
        .execute();
    },
  };
}

/** Which delays the end of a run concerns, and which alert waits for a run. */
function watchingRuns(db: Kysely<Database>): Pick<ReportQueries, "delaysOf" | "alertOfRun"> {
  return {
    async delaysOf({ runId, flowId }) {
      const rows = await db
        .selectFrom("metric_reports")
        .select(["series", "run_id"])
        .distinct()
        .where("kind", "=", "delay")
        .where((eb) =>
          eb.or([
            eb("run_id", "=", runId),
            eb.and([eb("flow_id", "=", flowId), eb("run_id", "is", null)]),
          ]),
        )
        .orderBy("series")
        .execute();
      return rows.map((row) => ({
        series: SeriesId.parse(row.series),
        kind: "delay",
        flowId,
        ...(row.run_id === null ? {} : { runId }),
      }));
    },

    async alertOfRun(runId) {
      const row = await db
        .selectFrom("metric_reports")
        .select("alert_id")
        .where("run_id", "=", runId)
        .where("alert_id", "is not", null)
        .orderBy("at", "desc")
        .orderBy("series")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : AlertId.parse(row.alert_id);
    },
  };
}

function toStoredReport(
  row: Pick<Selectable<Database["metric_reports"]>, "data" | "alert_id">,
): StoredReport {
  return {
    report: MetricAlert.parse(JSON.parse(row.data)),
    ...(row.alert_id === null ? {} : { alertId: AlertId.parse(row.alert_id) }),
  };
}

function fromStoredReport({
  report,
  alertId,
}: StoredReport): Insertable<Database["metric_reports"]> {
  const { series, state, at, kind, flowId, runId } = report;
  return {
    series,
    state,
    at,
    kind,
    flow_id: flowId ?? null,
    run_id: runId ?? null,
    alert_id: alertId ?? null,
    data: JSON.stringify(report),
  };
}
