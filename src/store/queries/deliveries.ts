import type { Kysely } from "kysely";
import { uuidv7 } from "uuidv7";
import type { DeliverySubject } from "../../domain/delivery.ts";
import { type ChannelId, MessageTs } from "../../domain/ids.ts";
import type { Line } from "../../domain/line.ts";
import type { DeliveryQueries } from "../delivery-port.ts";
import type { Database } from "../schema.ts";
import { deliveryClaims } from "./delivery-claims.ts";
import { heldUnlessNews, releaseHeld } from "./held-cards.ts";

export function deliveryQueries(db: Kysely<Database>): DeliveryQueries {
  return {
    ...deliveryClaims(db),

    async want(wanted) {
      const { subject, channel, now, line, ifTold = false } = wanted;
      if (ifTold && !(await changeTold(db, wanted))) return;
      if (!ifTold) await wantMessage(db, wanted);
      if (line === undefined) return;
      const last = await db
        .selectFrom("deliveries")
        .select(({ fn }) => fn.max("seq").as("seq"))
        .where("subject_id", "=", subjectId(subject))
        .where("channel", "=", channel)
        .executeTakeFirst();
      const seq = (last?.seq ?? 0) + 1;
      await db
        .insertInto("deliveries")
        .values(newRow({ subject, channel, seq, revision: 1, now, line }))
        .execute();
    },

    release: (by) => releaseHeld(db, by),

    async cardOf(alertId, channel) {
      const row = await db
        .selectFrom("deliveries")
        .select("ts")
        .where("subject_id", "=", alertId)
        .where("channel", "=", channel)
        .where("seq", "=", 0)
        .executeTakeFirst();
      return row?.ts === undefined || row.ts === null ? undefined : MessageTs.parse(row.ts);
    },

    async countWaiting() {
      return countByStatus(db, "waiting");
    },

    async countRefused() {
      return countByStatus(db, "refused");
    },
  };
}

function subjectId(subject: DeliverySubject): string {
  return subject.kind === "alert" ? subject.alertId : subject.noticeId;
}

type Wanted = Parameters<DeliveryQueries["want"]>[0];

async function wantMessage(db: Kysely<Database>, wanted: Wanted): Promise<void> {
  const { subject, channel, revision, now, holdUntil } = wanted;
  const held = holdUntil === undefined ? {} : { held: 1, due_at: holdUntil };
  await db
    .insertInto("deliveries")
    .values({ ...newRow({ subject, channel, seq: 0, revision, now }), ...held })
    .onConflict((conflict) =>
      conflict
        .columns(["subject_id", "channel", "seq"])
        .doUpdateSet({
          wanted_revision: revision,
          status: "waiting",
          ...(holdUntil === undefined ? { due_at: now, held: 0 } : heldUnlessNews(holdUntil, now)),
        })
        .where("deliveries.wanted_revision", "<", revision),
    )
    .execute();
}

/** `false`: there is none, or it counts as said without ever having been posted (history, ADR-0006). */
async function changeTold(db: Kysely<Database>, wanted: Wanted): Promise<boolean> {
  const changed = await db
    .updateTable("deliveries")
    .set((eb) => ({
      wanted_revision: wanted.revision,
      status: "waiting",
      // No news lets go what is held.
      due_at: eb.case().when("held", "=", 1).then(eb.ref("due_at")).else(wanted.now).end(),
    }))
    .where("subject_id", "=", subjectId(wanted.subject))
    .where("channel", "=", wanted.channel)
    .where("seq", "=", 0)
    .where("wanted_revision", "<", wanted.revision)
    .where((eb) => eb.or([eb("ts", "is not", null), eb("status", "<>", "said")]))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

function newRow(wanted: {
  subject: DeliverySubject;
  channel: ChannelId;
  seq: number;
  revision: number;
  now: number;
  line?: Line;
}): {
  delivery_id: string;
  subject_kind: DeliverySubject["kind"];
  subject_id: string;
  channel: string;
  seq: number;
  line: string | null;
  wanted_revision: number;
  confirmed_revision: number;
  status: "waiting";
  due_at: number;
  lease_until: number;
  attempt: number;
  attempted_revision: number;
} {
  return {
    delivery_id: uuidv7(),
    subject_kind: wanted.subject.kind,
    subject_id: subjectId(wanted.subject),
    channel: wanted.channel,
    seq: wanted.seq,
    line: wanted.line === undefined ? null : JSON.stringify(wanted.line),
    wanted_revision: wanted.revision,
    confirmed_revision: 0,
    status: "waiting",
    due_at: wanted.now,
    lease_until: 0,
    attempt: 0,
    attempted_revision: 0,
  };
}

async function countByStatus(db: Kysely<Database>, status: "waiting" | "refused"): Promise<number> {
  const row = await db
    .selectFrom("deliveries")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("status", "=", status)
    .executeTakeFirstOrThrow();
  return row.count;
}
