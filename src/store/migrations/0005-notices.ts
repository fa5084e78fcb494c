import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** What the operator must know; deliveries are of an alert or of such a notice. */
export function notices(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      const instant = sql.raw<number>(traits.instant);
      await db.schema
        .createTable("notices")
        .addColumn("notice_id", "text", (column) => column.primaryKey())
        .addColumn("occasion", "text", (column) => column.notNull().unique())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("created_at", instant, (column) => column.notNull())
        .addColumn("revision", instant, (column) => column.notNull())
        .addColumn("data", "text", (column) => column.notNull())
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
      await db.schema
        .createIndex("notices_by_kind_created_at")
        .on("notices")
        .columns(["kind", "created_at"])
        .execute();
      await db.schema.alterTable("deliveries").renameColumn("alert_id", "subject_id").execute();
      await db.schema
        .alterTable("deliveries")
        .addColumn("subject_kind", "text", (column) => column.notNull().defaultTo("alert"))
        .execute();
    },
  };
}
