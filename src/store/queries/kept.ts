import type { Kysely, Selectable } from "kysely";
import { NotificationId } from "../../domain/ids.ts";
import { NotificationSource } from "../../domain/notification.ts";
import type { Database } from "../schema.ts";
import type { KeptNotification, KeptQueries } from "../store.ts";
import { columnsOf } from "./notifications.ts";

export function keptQueries(db: Kysely<Database>): KeptQueries {
  return {
    async list({ after, limit }) {
      let query = db
        .selectFrom("notifications")
        .select(["notification_id", "received_at", "source", "event_code", "body"])
        .where("kind", "=", "not_understood")
        .orderBy("notification_id")
        .limit(limit);
      if (after !== undefined) query = query.where("notification_id", ">", after);
      return (await query.execute()).map(toKept);
    },

    async find(notificationId) {
      const row = await db
        .selectFrom("notifications")
        .select(["notification_id", "received_at", "source", "event_code", "body", "form"])
        .where("notification_id", "=", notificationId)
        .where("kind", "=", "not_understood")
        .executeTakeFirst();
      return row === undefined ? undefined : { ...toKept(row), form: row.form ?? "unknown object" };
    },

    async reread(notificationId, content) {
      await db
        .updateTable("notifications")
        .set(columnsOf(content))
        .where("notification_id", "=", notificationId)
        .execute();
    },

    async markTakenApart(notificationId) {
      await db
        .updateTable("notifications")
        .set({ kind: "taken_apart" })
        .where("notification_id", "=", notificationId)
        .execute();
    },

    async wasReadBy(version) {
      const row = await db
        .selectFrom("readings")
        .select("version")
        .where("version", "=", version)
        .executeTakeFirst();
      return row !== undefined;
    },

    async markReadBy(version, at) {
      await db
        .insertInto("readings")
        .values({ version, read_at: at })
        .onConflict((conflict) => conflict.column("version").doNothing())
        .execute();
    },
  };
}

function toKept(
  row: Pick<
    Selectable<Database["notifications"]>,
    "notification_id" | "received_at" | "source" | "event_code" | "body"
  >,
): KeptNotification {
  return {
    notificationId: NotificationId.parse(row.notification_id),
    receivedAt: row.received_at,
    source: NotificationSource.parse(row.source),
    ...(row.event_code === null ? {} : { eventCode: row.event_code }),
    body: row.body,
  };
}
