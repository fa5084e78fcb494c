import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/**
 * What Adobe says of its own alert rules, which run works on the data of which, and how many failed
 * records a flow tolerates.
 */
export function metricAlerts(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      await createReports(db, traits);
      await createDownstream(db, traits);
      await db.schema
        .alterTable("flows")
        .addColumn("tolerated_percent", sql.raw<number>("real"))
        .execute();
      // Covers how often a flow failed for a cause; a run that is told beneath another alert does not count.
      await db.schema.dropIndex("runs_by_flow_id_cause_code_outcome_ended_at").execute();
      await index(db, "runs", ["flow_id", "cause_code", "outcome", "ended_at", "alert_id"]);
      // The run that ended next, for a delay that names none.
      await index(db, "runs", ["flow_id", "ended_at", "status"]);
    },
  };
}

async function createReports(db: Kysely<never>, traits: EngineTraits): Promise<void> {
  const instant = sql.raw<number>(traits.instant);
  await db.schema
    .createTable("metric_reports")
    .addColumn("series", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("at", instant, (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("flow_id", "text")
    .addColumn("run_id", "text")
    .addColumn("alert_id", "text")
    .addColumn("data", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("metric_reports_place", ["series", "state", "at"])
    .modifyEnd(traits.strictTables ? sql`strict` : sql``)
    .execute();
  await index(db, "metric_reports", ["alert_id", "at"]);
  await index(db, "metric_reports", ["run_id"]);
  // A delay that names no run: looked for at the end of each of its flow's runs.
  await db.schema
    .createIndex("metric_reports_of_flows")
    .on("metric_reports")
    .columns(["flow_id", "kind", "series"])
    .where(sql.ref("run_id"), "is", sql`null`)
    .execute();
}

async function createDownstream(db: Kysely<never>, traits: EngineTraits): Promise<void> {
  const strict = traits.strictTables ? sql`strict` : sql``;
  await db.schema
    .createTable("run_predecessors")
    .addColumn("run_id", "text", (column) => column.notNull())
    .addColumn("predecessor_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("run_predecessors_pair", ["predecessor_id", "run_id"])
    .modifyEnd(strict)
    .execute();
  await db.schema
    .createTable("told_downstream")
    .addColumn("run_id", "text", (column) => column.primaryKey())
    .modifyEnd(strict)
    .execute();
}

async function index(db: Kysely<never>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join("_")}`)
    .on(table)
    .columns([...columns])
    .execute();
}
