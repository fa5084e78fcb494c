import type { Kysely } from "kysely";
import { uuidv7 } from "uuidv7";
import { NoticeId } from "../../domain/ids.ts";
import { Notice } from "../../domain/notice.ts";
import type { Database } from "../schema.ts";
import type { NoticeQueries, StoredNotice } from "../store.ts";

export function noticeQueries(db: Kysely<Database>): NoticeQueries {
  const find = async (
    column: "notice_id" | "occasion",
    value: string,
  ): Promise<StoredNotice | undefined> => {
    const row = await db
      .selectFrom("notices")
      .select(["notice_id", "revision", "data"])
      .where(column, "=", value)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const notice = Notice.parse(JSON.parse(row.data));
    return { noticeId: NoticeId.parse(row.notice_id), revision: row.revision, notice };
  };
  return {
    async insertIfNew(occasion, notice, now) {
      const noticeId = NoticeId.parse(uuidv7());
      const result = await db
        .insertInto("notices")
        .values({
          notice_id: noticeId,
          occasion,
          kind: notice.kind,
          created_at: now,
          revision: 1,
          data: JSON.stringify(notice),
        })
        .onConflict((conflict) => conflict.column("occasion").doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n ? noticeId : undefined;
    },

    find: (noticeId) => find("notice_id", noticeId),
    findByOccasion: (occasion) => find("occasion", occasion),

    async update(noticeId, revision, notice) {
      await db
        .updateTable("notices")
        .set({ revision, data: JSON.stringify(notice) })
        .where("notice_id", "=", noticeId)
        .where("revision", "<", revision)
        .execute();
    },

    async countSince(kind, since) {
      const row = await db
        .selectFrom("notices")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("kind", "=", kind)
        .where("created_at", ">=", since)
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}
