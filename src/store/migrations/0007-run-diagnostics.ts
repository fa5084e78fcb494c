import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** What Adobe's diagnostics say of a run, and the id of the dataset that a flow writes. */
export function runDiagnostics(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      await db.schema
        .createTable("run_diagnostics")
        .addColumn("run_id", "text", (column) => column.primaryKey())
        .addColumn("learned_at", sql.raw<number>(traits.instant), (column) => column.notNull())
        .addColumn("data", "text", (column) => column.notNull())
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
      await db.schema.alterTable("flows").addColumn("dataset_id", "text").execute();
    },
  };
}
