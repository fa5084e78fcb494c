import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** Which days of Flow Service's runs are imported, and spans of runs that are still to be asked for. */
export function imports(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<never>): Promise<void> {
      const instant = sql.raw<number>(traits.instant);
      await db.schema
        .createTable("imported_days")
        .addColumn("sandbox", "text", (column) => column.notNull())
        .addColumn("day", instant, (column) => column.notNull())
        .addColumn("read_at", instant, (column) => column.notNull())
        .addPrimaryKeyConstraint("imported_days_place", ["sandbox", "day"])
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
      await db.schema
        .createTable("gaps")
        .addColumn("until_at", instant, (column) => column.primaryKey())
        .addColumn("from_at", instant)
        .modifyEnd(traits.strictTables ? sql`strict` : sql``)
        .execute();
    },
  };
}
