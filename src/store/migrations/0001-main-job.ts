import { type CreateTableBuilder, type Kysely, type Migration, sql } from "kysely";

/** How an engine spells what the two do not share. */
export interface EngineTraits {
  /** SQLite's strict tables know no `bigint`; PostgreSQL's `integer` has 32 bits. */
  readonly instant: "integer" | "bigint";
  readonly strictTables: boolean;
}

type Db = Kysely<never>;
type Define = (table: CreateTableBuilder<string>, instant: Instant) => CreateTableBuilder<string>;
type Instant = ReturnType<typeof sql.raw<number>>;

/** Notifications, flows, runs, alerts and deliveries. */
export function mainJob(traits: EngineTraits): Migration {
  return {
    async up(db: Db): Promise<void> {
      for (const [table, define] of Object.entries(TABLES)) {
        await define(db.schema.createTable(table), sql.raw<number>(traits.instant))
          .modifyEnd(traits.strictTables ? sql`strict` : sql``)
          .execute();
      }
      for (const [table, columns] of INDEXES) {
        await db.schema
          .createIndex(`${table}_by_${columns.join("_")}`)
          .on(table)
          .columns([...columns])
          .execute();
      }
      await db.schema
        .createIndex("alerts_one_unresolved")
        .on("alerts")
        .columns(["flow_id", "kind", "cause_code"])
        .unique()
        .where(sql.ref("state"), "<>", sql.lit("resolved"))
        .execute();
    },
  };
}

const TABLES: Readonly<Record<string, Define>> = {
  notifications: (table, instant) =>
    table
      .addColumn("notification_id", "text", (column) => column.primaryKey())
      .addColumn("received_at", instant, (column) => column.notNull())
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("event_code", "text")
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("form", "text")
      .addColumn("run_id", "text")
      .addColumn("body", "text", (column) => column.notNull()),

  flows: (table, instant) =>
    table
      .addColumn("flow_id", "text", (column) => column.primaryKey())
      .addColumn("name", "text")
      .addColumn("name_folded", "text")
      .addColumn("named_at", instant, (column) => column.notNull())
      .addColumn("sandbox_name", "text")
      .addColumn("ims_org_id", "text"),

  runs: (table, instant) =>
    table
      .addColumn("run_id", "text", (column) => column.primaryKey())
      .addColumn("flow_id", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("ordered_at", instant, (column) => column.notNull())
      .addColumn("ended_at", instant, (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("records_in", instant)
      .addColumn("cause_code", "text")
      .addColumn("alert_id", "text")
      .addColumn("data", "text", (column) => column.notNull()),

  alerts: (table, instant) =>
    table
      .addColumn("alert_id", "text", (column) => column.primaryKey())
      .addColumn("number", instant, (column) => column.notNull().unique())
      .addColumn("flow_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("cause_code", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("latest_run_id", "text", (column) => column.notNull())
      .addColumn("failure_count", instant, (column) => column.notNull())
      .addColumn("first_failed_at", instant, (column) => column.notNull())
      .addColumn("last_failed_at", instant, (column) => column.notNull())
      .addColumn("revision", instant, (column) => column.notNull())
      .addColumn("acknowledgement", "text")
      .addColumn("recovered_by", "text")
      .addColumn("resolution", "text"),

  deliveries: (table, instant) =>
    table
      .addColumn("delivery_id", "text", (column) => column.primaryKey())
      .addColumn("alert_id", "text", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("seq", instant, (column) => column.notNull())
      .addColumn("line", "text")
      .addColumn("wanted_revision", instant, (column) => column.notNull())
      .addColumn("confirmed_revision", instant, (column) => column.notNull())
      .addColumn("ts", "text")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("due_at", instant, (column) => column.notNull())
      .addColumn("lease_by", "text")
      .addColumn("lease_until", instant, (column) => column.notNull())
      .addColumn("attempt", instant, (column) => column.notNull())
      .addColumn("attempted_revision", instant, (column) => column.notNull())
      .addColumn("attempted_at", instant)
      .addColumn("uncertain", instant, (column) => column.notNull().defaultTo(0))
      .addColumn("error", "text")
      .addUniqueConstraint("deliveries_place", ["alert_id", "channel", "seq"]),
};

const INDEXES: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ["notifications", ["received_at"]],
  ["notifications", ["kind"]],
  ["runs", ["ordered_at", "run_id"]],
  // Covers the search for the alerts of a span.
  ["runs", ["flow_id", "ordered_at", "run_id", "alert_id"]],
  ["runs", ["flow_id", "outcome", "ordered_at", "run_id"]],
  ["runs", ["status", "ordered_at", "run_id"]],
  ["runs", ["status", "ended_at"]],
  ["runs", ["flow_id", "cause_code", "outcome", "ended_at"]],
  // Covers the sums over an alert's runs.
  ["runs", ["alert_id", "ordered_at", "run_id", "ended_at"]],
  ["alerts", ["flow_id", "kind", "cause_code", "first_failed_at"]],
  ["alerts", ["state"]],
  ["alerts", ["recovered_by"]],
  ["deliveries", ["status", "due_at"]],
];
