import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** What Adobe's APIs say of a flow, and when they were last asked. */
export function flowNames(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      // SQLite adds one column at a time.
      for (const column of ["source_type", "source_name", "dataset_name"]) {
        await db.schema.alterTable("flows").addColumn(column, "text").execute();
      }
      await db.schema
        .alterTable("flows")
        .addColumn("looked_up_at", sql.raw<number>(traits.instant))
        .execute();
    },
  };
}
