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
      const isNew = result.numInsertedOrUpdatedRows === 1n;
      if (!isNew && source === "webhook") {
        await db
          .updateTable("notifications")
          .set({ source, received_at: receivedAt })
          .where("notification_id", "=", notificationId)
          .where("source", "=", "journal")
          .execute();
      }
      return isNew;
    },

    async countNotUnderstood() {
      const row = await db
        .selectFrom("notifications")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("kind", "=", "not_understood")
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async lastReceivedAt(source) {
      let query = db.selectFrom("notifications").select("received_at");
      if (source !== undefined) query = query.where("source", "=", source);
      const row = await query.orderBy("received_at", "desc").limit(1).executeTakeFirst();
      return row?.received_at;
    },
  };
}
