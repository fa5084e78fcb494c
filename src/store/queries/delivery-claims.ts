import { type Expression, expressionBuilder, type Kysely, type SqlBool } from "kysely";
import type { DeliverySubject, Settlement } from "../../domain/delivery.ts";
import { AlertId, ChannelId, DeliveryId, MessageTs, NoticeId } from "../../domain/ids.ts";
import { Line } from "../../domain/line.ts";
import type { ClaimedDelivery, DeliveryQueries } from "../delivery-port.ts";
import type { Database } from "../schema.ts";

/** No pause is longer. */
const LATEST_DUE_MS = 3_600_000;

type DeliveryClaims = Pick<
  DeliveryQueries,
  "dueChannels" | "nextDueAt" | "claim" | "settle" | "releaseLeases"
>;

/** Whose turn it is, who has it, and what came of it. */
export function deliveryClaims(db: Kysely<Database>): DeliveryClaims {
  return {
    async dueChannels(now) {
      const rows = await ready(db)
        .select("d.channel")
        .distinct()
        .where("d.due_at", "<=", now)
        .where("d.lease_until", "<=", now)
        .execute();
      return rows.map((row) => ChannelId.parse(row.channel));
    },

    async nextDueAt() {
      const row = await ready(db)
        .select(["d.due_at", "d.lease_until"])
        .orderBy((eb) => laterOf(eb.ref("d.due_at"), eb.ref("d.lease_until")))
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : Math.max(row.due_at, row.lease_until);
    },

    claim: (wanted) => claim(db, wanted),
    settle: (...outcome) => settle(db, ...outcome),

    async releaseLeases(now) {
      const result = await db
        .updateTable("deliveries")
        .set({ lease_until: 0, due_at: now })
        .where("status", "=", "waiting")
        // Due so late only where the clock was wrong when it was written.
        .where((eb) => eb.or([eb("lease_until", ">", 0), eb("due_at", ">", now + LATEST_DUE_MS)]))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}

/** Each delivery beside its card: what waits and whose turn has come. */
function ready(db: Kysely<Database>) {
  return db
    .selectFrom("deliveries as d")
    .innerJoin("deliveries as card", (join) =>
      join
        .onRef("card.subject_id", "=", "d.subject_id")
        .onRef("card.channel", "=", "d.channel")
        .on("card.seq", "=", 0),
    )
    .where("d.status", "=", "waiting")
    .where(itsTurn());
}

async function claim(
  db: Kysely<Database>,
  { channel, now, leaseBy, leaseUntil, only }: Parameters<DeliveryQueries["claim"]>[0],
): Promise<ClaimedDelivery | undefined> {
  let query = ready(db)
    .selectAll("d")
    .select("card.ts as thread_ts")
    .where("d.channel", "=", channel)
    .where("d.due_at", "<=", now)
    .where("d.lease_until", "<=", now);
  if (only === "changes") query = query.where("d.ts", "is not", null);
  const row = await query
    .orderBy(rank())
    .orderBy("d.due_at")
    .orderBy("d.delivery_id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // A lease that ran out stands for an attempt whose outcome nobody recorded.
  const isInDoubt = row.lease_by !== null && row.ts === null;
  const uncertainSince = row.uncertain_since ?? (isInDoubt ? row.attempted_at : null);
  const taken = await db
    .updateTable("deliveries")
    .set({
      lease_by: leaseBy,
      lease_until: leaseUntil,
      attempt: row.attempt + 1,
      attempted_revision: row.wanted_revision,
      attempted_at: now,
      uncertain_since: uncertainSince,
    })
    .where("delivery_id", "=", row.delivery_id)
    .where("lease_until", "=", row.lease_until)
    .where("attempt", "=", row.attempt)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n
    ? toClaimed({ ...row, uncertain_since: uncertainSince, attempted_at: now })
    : undefined;
}

async function settle(
  db: Kysely<Database>,
  ...[claimed, { leaseBy, now }, settlement]: Parameters<DeliveryQueries["settle"]>
): Promise<boolean> {
  const result = await db
    .updateTable("deliveries")
    .set((eb) => ({
      lease_by: null,
      lease_until: 0,
      ...columnsOf(settlement, claimed, now),
      // Something newer may have been wanted while the call was under way.
      ...(settlement.kind === "again"
        ? {}
        : {
            status: eb
              .case()
              .when("wanted_revision", ">", settledRevision(settlement, claimed))
              .then("waiting" as const)
              .else(settlement.kind === "refused" ? ("refused" as const) : ("said" as const))
              .end(),
          }),
    }))
    .where("delivery_id", "=", claimed.deliveryId)
    .where("lease_by", "=", leaseBy)
    .where("attempted_revision", "=", claimed.revision)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

type Joined = Database & { d: Database["deliveries"]; card: Database["deliveries"] };

/** A card always; a line once the card stands and every earlier line is said. */
function itsTurn(): Expression<SqlBool> {
  const eb = expressionBuilder<Joined, "d" | "card">();
  return eb.or([
    eb("d.seq", "=", 0),
    eb.and([
      eb("card.ts", "is not", null),
      eb.not(
        eb.exists(
          eb
            .selectFrom("deliveries as earlier")
            .select("earlier.delivery_id")
            .whereRef("earlier.subject_id", "=", "d.subject_id")
            .whereRef("earlier.channel", "=", "d.channel")
            .where("earlier.seq", ">", 0)
            .whereRef("earlier.seq", "<", "d.seq")
            .where("earlier.status", "=", "waiting"),
        ),
      ),
    ]),
  ]);
}

/** New cards, then new notices, then changed ones, then lines. */
function rank(): Expression<number> {
  const eb = expressionBuilder<Joined, "d" | "card">();
  return eb
    .case()
    .when(eb.and([eb("d.seq", "=", 0), eb("d.ts", "is", null), eb("d.subject_kind", "=", "alert")]))
    .then(eb.lit(0))
    .when(eb.and([eb("d.seq", "=", 0), eb("d.ts", "is", null)]))
    .then(eb.lit(1))
    .when("d.seq", "=", 0)
    .then(eb.lit(2))
    .else(eb.lit(3))
    .end();
}

function laterOf(one: Expression<number>, other: Expression<number>): Expression<number> {
  const eb = expressionBuilder<Database, never>();
  return eb
    .case()
    .when(eb(one, ">=", other))
    .then(one)
    .else(other)
    .end();
}

function settledRevision(settlement: Settlement, claimed: ClaimedDelivery): number {
  return settlement.kind === "adopted" ? settlement.revision : claimed.revision;
}

function columnsOf(settlement: Settlement, claimed: ClaimedDelivery, now: number): object {
  switch (settlement.kind) {
    case "said":
    case "adopted":
      return {
        confirmed_revision: settledRevision(settlement, claimed),
        ts: settlement.ts,
        due_at: now,
        attempt: 0,
        uncertain_since: null,
        error: null,
      };
    case "again":
      return {
        due_at: settlement.dueAt,
        uncertain_since:
          settlement.uncertain || claimed.uncertainSince !== undefined
            ? (claimed.uncertainSince ?? claimed.attemptedAt)
            : null,
        attempt: settlement.counts ? claimed.attempt : claimed.attempt - 1,
        error: settlement.error,
        ...(settlement.forgetMessage ? { ts: null } : {}),
      };
    case "refused":
      return {
        due_at: now,
        attempt: 0,
        error: settlement.error,
      };
  }
}

function toSubject(row: {
  subject_kind: DeliverySubject["kind"];
  subject_id: string;
}): DeliverySubject {
  return row.subject_kind === "alert"
    ? { kind: "alert", alertId: AlertId.parse(row.subject_id) }
    : { kind: "notice", noticeId: NoticeId.parse(row.subject_id) };
}

function toClaimed(row: {
  delivery_id: string;
  subject_kind: DeliverySubject["kind"];
  subject_id: string;
  channel: string;
  seq: number;
  line: string | null;
  wanted_revision: number;
  attempt: number;
  ts: string | null;
  thread_ts: string | null;
  uncertain_since: number | null;
  attempted_at: number;
}): ClaimedDelivery {
  return {
    deliveryId: DeliveryId.parse(row.delivery_id),
    subject: toSubject(row),
    channel: ChannelId.parse(row.channel),
    revision: row.wanted_revision,
    attempt: row.attempt + 1,
    attemptedAt: row.attempted_at,
    ...(row.uncertain_since === null ? {} : { uncertainSince: row.uncertain_since }),
    ...(row.line === null ? {} : { line: Line.parse(JSON.parse(row.line)) }),
    ...(row.ts === null ? {} : { ts: MessageTs.parse(row.ts) }),
    ...(row.seq === 0 || row.thread_ts === null
      ? {}
      : { threadTs: MessageTs.parse(row.thread_ts) }),
  };
}
