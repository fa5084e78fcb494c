import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** Where we are in Adobe's journal, cards that are held while catching up, and who brought what. */
export function journal(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      const instant = sql.raw<number>(traits.instant);
      await db.schema
        .createTable("journal_places")
        .addColumn("journal", "text", (column) => column.primaryKey())
        .addColumn("next", "text", (column) => column.notNull())
        .addColumn("complete_at", instant)
        .addColumn("silence", "text")
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
      await db.schema
        .alterTable("deliveries")
        .addColumn("held", instant, (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createIndex("deliveries_by_held")
        .on("deliveries")
        .column("held")
        .where(sql.ref("held"), "=", sql.lit(1))
        .execute();
      await db.schema
        .createIndex("notifications_by_source_received_at")
        .on("notifications")
        .columns(["source", "received_at"])
        .execute();
    },
  };
}
