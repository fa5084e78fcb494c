import type { Kysely } from "kysely";
import type { Database } from "../schema.ts";
import type { NotificationQueries } from "../store.ts";

export function notificationQueries(db: Kysely<Database>): NotificationQueries {
  return {
    async insertIfNew({ notificationId, receivedAt, source, eventCode, content, body }) {
      const understood = content.kind === "flow_run";
      const result = await db
        .insertInto("notifications")
        .values({
          notification_id: notificationId,
          received_at: receivedAt,
          source,
          event_code: eventCode ?? null,
          kind: content.kind,
          form: understood ? null : content.form,
          run_id: understood ? content.run.runId : null,
          body,
        })
        .onConflict((conflict) => conflict.column("notification_id").doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async countNotUnderstood() {
      const row = await db
        .selectFrom("notifications")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("kind", "=", "not_understood")
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async lastReceivedAt() {
      const row = await db
        .selectFrom("notifications")
        .select("received_at")
        .orderBy("received_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row?.received_at;
    },
  };
}
