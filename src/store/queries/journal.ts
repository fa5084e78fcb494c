import type { Kysely } from "kysely";
import { z } from "zod";
import type { JournalQueries } from "../journal-port.ts";
import type { Database } from "../schema.ts";

const Silence = z.object({ since: z.number(), count: z.number(), toldAt: z.number() });

/** The webhook may bring a notification in another wrapping, and so under another id. */
const SAME_RUN_WITHIN_MS = 10 * 60_000;

export function journalQueries(db: Kysely<Database>): JournalQueries {
  return {
    async findPlace(journal) {
      const row = await db
        .selectFrom("journal_places")
        .selectAll()
        .where("journal", "=", journal)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        journal,
        next: row.next,
        ...(row.complete_at === null ? {} : { completeAt: row.complete_at }),
        ...(row.silence === null ? {} : { silence: Silence.parse(JSON.parse(row.silence)) }),
      };
    },

    async savePlace({ journal, next, completeAt, silence }) {
      const columns = {
        next,
        complete_at: completeAt ?? null,
        silence: silence === undefined ? null : JSON.stringify(silence),
      };
      await db
        .insertInto("journal_places")
        .values({ journal, ...columns })
        .onConflict((conflict) => conflict.column("journal").doUpdateSet(columns))
        .execute();
    },

    async onlyInJournal({ after, upTo }) {
      const row = await db
        .selectFrom("notifications as j")
        .select(({ fn }) => [
          fn.countAll<number>().as("count"),
          fn.min<number | null>("j.received_at").as("since"),
        ])
        .where("j.source", "=", "journal")
        .where("j.received_at", ">", after)
        .where("j.received_at", "<=", upTo)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom("notifications as w")
                .select("w.notification_id")
                .where("w.source", "=", "webhook")
                .whereRef("w.run_id", "=", "j.run_id")
                .where("w.received_at", ">", after - SAME_RUN_WITHIN_MS),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      return row.since === null ? undefined : { count: row.count, since: row.since };
    },
  };
}
