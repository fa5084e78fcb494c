import type { Insertable, Kysely } from "kysely";
import type { NotificationContent } from "../../domain/notification.ts";
import type { Database } from "../schema.ts";
import type { NotificationQueries } from "../store.ts";

export function notificationQueries(db: Kysely<Database>): NotificationQueries {
  return {
    async insertIfNew({ notificationId, receivedAt, source, eventCode, content, body }) {
      const result = await db
        .insertInto("notifications")
        .values({
          notification_id: notificationId,
          received_at: receivedAt,
          source,
          event_code: eventCode ?? null,
          ...columnsOf(content),
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

    async formsNotUnderstood(limit) {
      const rows = await db
        .selectFrom("notifications")
        .select(({ fn }) => ["form", fn.countAll<number>().as("count")])
        .where("kind", "=", "not_understood")
        .groupBy("form")
        .orderBy("count", "desc")
        .orderBy("form")
        .limit(limit)
        .execute();
      return rows.map(({ form, count }) => ({ form: form ?? "unknown object", count }));
    },

    async lastReceivedAt(source) {
      let query = db.selectFrom("notifications").select("received_at");
      if (source !== undefined) query = query.where("source", "=", source);
      const row = await query.orderBy("received_at", "desc").limit(1).executeTakeFirst();
      return row?.received_at;
    },
  };
}

/** The columns that follow from what a notification was read as. */
export function columnsOf(
  content: NotificationContent,
): Pick<Insertable<Database["notifications"]>, "kind" | "form" | "run_id"> {
  const { kind } = content;
  switch (content.kind) {
    case "flow_run":
      return { kind, form: null, run_id: content.run.runId };
    case "metric_alert":
      return { kind, form: null, run_id: content.alert.runId ?? null };
    case "ingestion":
    case "audit":
      return { kind, form: null, run_id: null };
    case "not_understood":
      return { kind, form: content.form, run_id: null };
  }
}
