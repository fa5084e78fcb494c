import type { Kysely } from "kysely";
import type { ImportQueries } from "../journal-port.ts";
import type { Database } from "../schema.ts";

export function importQueries(db: Kysely<Database>): ImportQueries {
  return {
    async readDays(sandbox, from) {
      const rows = await db
        .selectFrom("imported_days")
        .select(["day", "read_at"])
        .where("sandbox", "=", sandbox)
        .where("day", ">=", from)
        .execute();
      return new Map(rows.map(({ day, read_at: readAt }) => [day, readAt]));
    },

    async markRead(sandbox, day, at) {
      await db
        .insertInto("imported_days")
        .values({ sandbox, day, read_at: at })
        .onConflict((conflict) => conflict.columns(["sandbox", "day"]).doUpdateSet({ read_at: at }))
        .execute();
    },

    async openGaps() {
      const rows = await db.selectFrom("gaps").selectAll().orderBy("until_at").execute();
      return rows.map(({ from_at: from, until_at: until }) => ({
        until,
        ...(from === null ? {} : { from }),
      }));
    },

    async openGap({ from, until }) {
      const columns = { from_at: from ?? null };
      await db
        .insertInto("gaps")
        .values({ until_at: until, ...columns })
        .onConflict((conflict) => conflict.column("until_at").doUpdateSet(columns))
        .execute();
    },

    async closeGap({ until }) {
      await db.deleteFrom("gaps").where("until_at", "=", until).execute();
    },
  };
}
