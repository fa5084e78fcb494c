import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** Who asked Adobe to run what again, and what came of it. */
export function retries(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      const instant = sql.raw<number>(traits.instant);
      await db.schema
        .createTable("retries")
        .addColumn("run_id", "text", (column) => column.primaryKey())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("attempt", instant, (column) => column.notNull())
        .addColumn("requested_by", "text", (column) => column.notNull())
        .addColumn("requested_at", instant, (column) => column.notNull())
        .addColumn("stands_after", instant, (column) => column.notNull())
        .addColumn("settled_at", instant)
        .addColumn("new_run_id", "text")
        .addColumn("reason", "text")
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
      await db.schema
        .createIndex("retries_by_new_run_id")
        .on("retries")
        .column("new_run_id")
        .execute();
      await db.schema
        .createIndex("retries_by_state_requested_at")
        .on("retries")
        .columns(["state", "requested_at"])
        .execute();
    },
  };
}
