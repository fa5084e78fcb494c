import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { FlowRun } from "../../domain/flow-run.ts";
import { AlertId, FlowRunId } from "../../domain/ids.ts";
import { fromStoredRun, toStoredRun } from "../rows.ts";
import type { Database } from "../schema.ts";
import type { RunOrder, RunQueries, StoredRun } from "../store.ts";
import { ENDED, runListQueries } from "./run-lists.ts";

export function runQueries(db: Kysely<Database>): RunQueries {
  return { ...savingRuns(db), ...placingRuns(db), ...summingRuns(db), ...runListQueries(db) };
}

function savingRuns(db: Kysely<Database>): Pick<RunQueries, "find" | "save"> {
  return {
    async find(runId) {
      const row = await db
        .selectFrom("runs")
        .selectAll()
        .where("run_id", "=", runId)
        .executeTakeFirst();
      return row === undefined ? undefined : toStoredRun(row);
    },

    async save(stored) {
      const { run_id, ...columns } = fromStoredRun(stored);
      await db
        .insertInto("runs")
        .values({ run_id, ...columns })
        .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
        .execute();
    },
  };
}

/** Where a run stands among its flow's others. */
function placingRuns(
  db: Kysely<Database>,
): Pick<
  RunQueries,
  "nearest" | "nearestEnded" | "alertsBetween" | "listEmptyBetween" | "moveEarlier"
> {
  return {
    async nearest(flowId, from, { direction, outcomes, withRecords = false }) {
      const order = direction === "before" ? "desc" : "asc";
      let query = db
        .selectFrom("runs")
        .selectAll()
        .where("flow_id", "=", flowId)
        .where("outcome", "in", [...outcomes]);
      if (withRecords) query = query.where("records_in", ">", 0);
      const row = await query
        .where((eb) => (direction === "before" ? standsBefore(eb, from) : standsAfter(eb, from)))
        .orderBy("ordered_at", order)
        .orderBy("run_id", order)
        .limit(1)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            run: toStoredRun(row).run,
            order: { at: row.ordered_at, runId: FlowRunId.parse(row.run_id) },
          };
    },

    nearestEnded: (...wanted) => nearestEnded(db, ...wanted),

    async alertsBetween(flowId, after, before) {
      let query = db
        .selectFrom("runs")
        .select("alert_id")
        .distinct()
        .where("flow_id", "=", flowId)
        .where("alert_id", "is not", null);
      if (after !== undefined) query = query.where((eb) => standsAfter(eb, after));
      if (before !== undefined) query = query.where((eb) => standsBefore(eb, before));
      const rows = await query.execute();
      return rows.map((row) => AlertId.parse(row.alert_id));
    },

    listEmptyBetween: (...between) => listEmptyBetween(db, ...between),

    async moveEarlier(from, to, before) {
      await db
        .updateTable("runs")
        .set({ alert_id: to })
        .where("alert_id", "=", from)
        .where((eb) => standsBefore(eb, before))
        .execute();
    },
  };
}

function summingRuns(db: Kysely<Database>): Pick<RunQueries, "failuresOf"> {
  return {
    async failuresOf(alertId) {
      const sums = await db
        .selectFrom("runs")
        .select(({ fn }) => [
          fn.countAll<number>().as("count"),
          fn.min("ended_at").as("first"),
          fn.max("ended_at").as("last"),
        ])
        .where("alert_id", "=", alertId)
        .executeTakeFirstOrThrow();
      const latest = await db
        .selectFrom("runs")
        .select(["run_id", "ordered_at"])
        .where("alert_id", "=", alertId)
        .orderBy("ordered_at", "desc")
        .orderBy("run_id", "desc")
        .limit(1)
        .executeTakeFirst();
      if (latest === undefined) return undefined;
      const latestRunId = FlowRunId.parse(latest.run_id);
      return {
        failures: {
          latestRunId,
          failureCount: sums.count,
          firstFailedAt: sums.first,
          lastFailedAt: sums.last,
        },
        last: { at: latest.ordered_at, runId: latestRunId },
      };
    },
  };
}

async function nearestEnded(
  db: Kysely<Database>,
  ...[flowId, at, direction]: Parameters<RunQueries["nearestEnded"]>
): Promise<FlowRun | undefined> {
  const order = direction === "from" ? "asc" : "desc";
  const row = await db
    .selectFrom("runs")
    .selectAll()
    .where("flow_id", "=", flowId)
    .where("status", "in", ENDED)
    .where("ended_at", direction === "from" ? ">=" : "<", at)
    .orderBy("ended_at", order)
    .orderBy("run_id", order)
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toStoredRun(row).run;
}

const MOST_EMPTY_RUNS = 100;

async function listEmptyBetween(
  db: Kysely<Database>,
  ...[flowId, after, before]: Parameters<RunQueries["listEmptyBetween"]>
): Promise<readonly StoredRun[]> {
  let query = db
    .selectFrom("runs")
    .selectAll()
    .where("flow_id", "=", flowId)
    .where("outcome", "=", "no_data")
    .where("alert_id", "is", null)
    .where((eb) => standsAfter(eb, after));
  if (before !== undefined) query = query.where((eb) => standsBefore(eb, before));
  const rows = await query.orderBy("ordered_at").orderBy("run_id").limit(MOST_EMPTY_RUNS).execute();
  return rows.map(toStoredRun);
}

// The bare bound beside the exact condition is what lets an index be entered at the right place.
type RunsBuilder = ExpressionBuilder<Database, "runs">;

function standsBefore(eb: RunsBuilder, { at, runId }: RunOrder): Expression<SqlBool> {
  return eb.and([
    eb("ordered_at", "<=", at),
    eb.or([eb("ordered_at", "<", at), eb(byBytes, "<", runId)]),
  ]);
}

function standsAfter(eb: RunsBuilder, { at, runId }: RunOrder): Expression<SqlBool> {
  return eb.and([
    eb("ordered_at", ">=", at),
    eb.or([eb("ordered_at", ">", at), eb(byBytes, ">", runId)]),
  ]);
}

const byBytes = sql.ref<string>("run_id");
