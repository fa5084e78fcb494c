import { type Kysely, type Migration, sql } from "kysely";
import type { EngineTraits } from "./0001-main-job.ts";

/** Since when it is not known whether a message stands, so that it can be looked for. */
export function readBack(traits: EngineTraits): Migration {
  return {
    async up(db: Kysely<{ deliveries: Doubtful }>): Promise<void> {
      await db.schema
        .alterTable("deliveries")
        .addColumn("uncertain_since", sql.raw<number>(traits.instant))
        .execute();
      await db
        .updateTable("deliveries")
        .set((eb) => ({ uncertain_since: eb.ref("attempted_at") }))
        .where("uncertain", "=", 1)
        .execute();
      await db.schema.alterTable("deliveries").dropColumn("uncertain").execute();
    },
  };
}

interface Doubtful {
  uncertain: number;
  uncertain_since: number | null;
  attempted_at: number | null;
}
