import { type Expression, expressionBuilder, type Kysely, type SqlBool } from "kysely";
import type { AlertId } from "../../domain/ids.ts";
import type { Database } from "../schema.ts";
import type { DeliveryQueries } from "../store.ts";

/** What stands already, or waits as news, is not held back by what the journal tells of it. */
export function heldUnlessNews(
  holdUntil: number,
  now: number,
): { held: Expression<number>; due_at: Expression<number> } {
  const eb = expressionBuilder<Database, "deliveries">();
  const isNews = eb.or([
    eb("deliveries.ts", "is not", null),
    eb.and([eb("deliveries.status", "=", "waiting"), eb("deliveries.held", "=", 0)]),
  ]);
  return {
    held: eb.case().when(isNews).then(eb.lit(0)).else(eb.lit(1)).end(),
    due_at: eb.case().when(isNews).then(now).else(holdUntil).end(),
  };
}

/** See `DeliveryQueries.release`. */
export async function releaseHeld(
  db: Kysely<Database>,
  { now, historyBefore, only }: Parameters<DeliveryQueries["release"]>[0],
): Promise<{ due: number; history: number }> {
  // Lines first: which they are is known by their card, which still is held then.
  await db
    .updateTable("deliveries")
    .set({ status: "said" })
    .where(among(only))
    .where("seq", ">", 0)
    .where("status", "=", "waiting")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("deliveries as card")
          .select("card.delivery_id")
          .whereRef("card.subject_id", "=", "deliveries.subject_id")
          .whereRef("card.channel", "=", "deliveries.channel")
          .where("card.held", "=", eb.lit(1))
          .where("card.attempted_at", "is", null)
          .where("card.subject_id", "in", historic(historyBefore)),
      ),
    )
    .execute();
  const history = await db
    .updateTable("deliveries")
    .set((eb) => ({ status: "said", held: 0, confirmed_revision: eb.ref("wanted_revision") }))
    .where((eb) => eb("held", "=", eb.lit(1)))
    .where(among(only))
    .where("attempted_at", "is", null)
    .where("subject_id", "in", historic(historyBefore))
    .executeTakeFirst();
  const due = await db
    .updateTable("deliveries")
    .set({ held: 0, due_at: now })
    .where((eb) => eb("held", "=", eb.lit(1)))
    .where(among(only))
    .where("lease_until", "=", 0)
    .executeTakeFirst();
  return { due: Number(due.numUpdatedRows), history: Number(history.numUpdatedRows) };
}

function historic(before: number) {
  const eb = expressionBuilder<Database, "deliveries">();
  return eb
    .selectFrom("alerts")
    .select("alerts.alert_id")
    .where("alerts.state", "=", "resolved")
    .where("alerts.last_failed_at", "<", before);
}

function among(only: readonly AlertId[] | undefined): Expression<SqlBool> {
  const eb = expressionBuilder<Database, "deliveries">();
  return only === undefined ? eb.and([]) : eb("deliveries.subject_id", "in", [...only]);
}
