import { type Kysely, type Migration, sql } from "kysely";

/** How an engine spells what the two do not share. */
export interface EngineTraits {
  /** SQLite's strict tables know no `bigint`; PostgreSQL's `integer` has 32 bits. */
  readonly instant: "integer" | "bigint";
  readonly strictTables: boolean;
}

export function mainJob(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      const instant = sql.raw<number>(traits.instant);
      const end = traits.strictTables ? sql`strict` : sql``;

      await db.schema
        .createTable("notifications")
        .addColumn("notification_id", "text", (c) => c.primaryKey())
        .addColumn("received_at", instant, (c) => c.notNull())
        .addColumn("source", "text", (c) => c.notNull())
        .addColumn("event_code", "text")
        .addColumn("kind", "text", (c) => c.notNull())
        .addColumn("form", "text")
        .addColumn("run_id", "text")
        .addColumn("body", "text", (c) => c.notNull())
        .modifyEnd(end)
        .execute();
      await index(db, "notifications", ["received_at"]);
      await index(db, "notifications", ["kind"]);

      await db.schema
        .createTable("flows")
        .addColumn("flow_id", "text", (c) => c.primaryKey())
        .addColumn("name", "text")
        .addColumn("name_folded", "text")
        .addColumn("named_at", instant, (c) => c.notNull())
        .addColumn("sandbox_name", "text")
        .addColumn("ims_org_id", "text")
        .modifyEnd(end)
        .execute();

      await db.schema
        .createTable("runs")
        .addColumn("run_id", "text", (c) => c.primaryKey())
        .addColumn("flow_id", "text", (c) => c.notNull())
        .addColumn("status", "text", (c) => c.notNull())
        .addColumn("ordered_at", instant, (c) => c.notNull())
        .addColumn("ended_at", instant, (c) => c.notNull())
        .addColumn("cause_code", "text")
        .addColumn("alert_id", "text")
        .addColumn("data", "text", (c) => c.notNull())
        .modifyEnd(end)
        .execute();
      await index(db, "runs", ["ordered_at", "run_id"]);
      await index(db, "runs", ["flow_id", "ordered_at", "run_id"]);
      await index(db, "runs", ["flow_id", "status", "ordered_at", "run_id"]);
      await index(db, "runs", ["status", "ordered_at", "run_id"]);
      await index(db, "runs", ["status", "ended_at"]);
      await index(db, "runs", ["flow_id", "cause_code", "ended_at"]);
      await index(db, "runs", ["alert_id", "ordered_at", "run_id", "ended_at"]);

      await db.schema
        .createTable("alerts")
        .addColumn("alert_id", "text", (c) => c.primaryKey())
        .addColumn("number", instant, (c) => c.notNull().unique())
        .addColumn("flow_id", "text", (c) => c.notNull())
        .addColumn("cause_code", "text", (c) => c.notNull())
        .addColumn("state", "text", (c) => c.notNull())
        .addColumn("latest_run_id", "text", (c) => c.notNull())
        .addColumn("failure_count", instant, (c) => c.notNull())
        .addColumn("first_failed_at", instant, (c) => c.notNull())
        .addColumn("last_failed_at", instant, (c) => c.notNull())
        .addColumn("revision", instant, (c) => c.notNull())
        .addColumn("acknowledgement", "text")
        .addColumn("resolution", "text")
        .modifyEnd(end)
        .execute();
      await db.schema
        .createIndex("alerts_one_unresolved")
        .on("alerts")
        .columns(["flow_id", "cause_code"])
        .unique()
        .where(sql.ref("state"), "<>", sql.lit("resolved"))
        .execute();
      await index(db, "alerts", ["flow_id", "cause_code", "first_failed_at"]);
      await index(db, "alerts", ["state"]);

      await db.schema
        .createTable("deliveries")
        .addColumn("delivery_id", "text", (c) => c.primaryKey())
        .addColumn("alert_id", "text", (c) => c.notNull())
        .addColumn("channel", "text", (c) => c.notNull())
        .addColumn("seq", instant, (c) => c.notNull())
        .addColumn("line", "text")
        .addColumn("wanted_revision", instant, (c) => c.notNull())
        .addColumn("confirmed_revision", instant, (c) => c.notNull())
        .addColumn("ts", "text")
        .addColumn("status", "text", (c) => c.notNull())
        .addColumn("due_at", instant, (c) => c.notNull())
        .addColumn("lease_by", "text")
        .addColumn("lease_until", instant, (c) => c.notNull())
        .addColumn("attempt", instant, (c) => c.notNull())
        .addColumn("attempted_revision", instant, (c) => c.notNull())
        .addColumn("attempted_at", instant)
        .addColumn("uncertain", instant, (c) => c.notNull().defaultTo(0))
        .addColumn("error", "text")
        .addUniqueConstraint("deliveries_place", ["alert_id", "channel", "seq"])
        .modifyEnd(end)
        .execute();
      await index(db, "deliveries", ["status", "due_at"]);
    },
  };
}

async function index(db: Kysely<never>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join("_")}`)
    .on(table)
    .columns([...columns])
    .execute();
}
