import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** Which versions of the product have read what was not understood again. */
export function readings(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      await db.schema
        .createTable("readings")
        .addColumn("version", "text", (column) => column.primaryKey())
        .addColumn("read_at", sql.raw<number>(traits.instant), (column) => column.notNull())
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
    },
  };
}
