import { type Expression, expressionBuilder, type Kysely } from "kysely";
import type { DeliveryQueries } from "../delivery-port.ts";
import type { Database } from "../schema.ts";

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
  { now, historyBefore, limit, only }: Parameters<DeliveryQueries["release"]>[0],
): Promise<{ due: number; history: number; more: boolean }> {
  let held = db
    .selectFrom("deliveries as d")
    .leftJoin("alerts", "alerts.alert_id", "d.subject_id")
    .select((eb) => [
      "d.delivery_id",
      "d.subject_id",
      "d.channel",
      eb
        .and([
          eb("d.attempted_at", "is", null),
          eb("alerts.state", "=", "resolved"),
          eb("alerts.last_failed_at", "<", historyBefore),
        ])
        .as("is_history"),
    ])
    .where((eb) => eb("d.held", "=", eb.lit(1)))
    .where("d.lease_until", "=", 0)
    .limit(limit);
  if (only !== undefined) held = held.where("d.subject_id", "in", [...only]);
  const cards = await held.execute();
  const history = cards.filter((card) => Boolean(card.is_history));
  const due = cards.filter((card) => !card.is_history);
  await settleUnsaid(db, history);
  await db
    .updateTable("deliveries")
    .set({ held: 0, due_at: now })
    .where("delivery_id", "in", idsOf(due))
    .execute();
  return { due: due.length, history: history.length, more: cards.length === limit };
}

interface HeldCard {
  readonly delivery_id: string;
  readonly subject_id: string;
  readonly channel: string;
}

const idsOf = (cards: readonly HeldCard[]): string[] =>
  cards.map(({ delivery_id: deliveryId }) => deliveryId);

/** The cards and the lines beneath them count as said. */
async function settleUnsaid(db: Kysely<Database>, cards: readonly HeldCard[]): Promise<void> {
  await db
    .updateTable("deliveries")
    .set((eb) => ({ status: "said", held: 0, confirmed_revision: eb.ref("wanted_revision") }))
    .where("delivery_id", "in", idsOf(cards))
    .execute();
  for (const channel of new Set(cards.map((card) => card.channel))) {
    const subjects = cards
      .filter((card) => card.channel === channel)
      .map(({ subject_id: subjectId }) => subjectId);
    await db
      .updateTable("deliveries")
      .set({ status: "said" })
      .where("channel", "=", channel)
      .where("subject_id", "in", subjects)
      .where("seq", ">", 0)
      .where("status", "=", "waiting")
      .execute();
  }
}
