import type { Clock } from "../../clock.ts";
import type { Logger } from "../../logger.ts";
import type { JournalPlace, Store } from "../../store/store.ts";
import { NEWS_FOR_MS } from "../../usecases/history.ts";

interface Parts {
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something may be waiting to be said. */
  readonly onRecorded: () => void;
}

/** Polls that find nothing must not cost a disk sync each. */
const KEPT_EVERY_MS = 60_000;

/** Keeps that everything is read up to now, and lets go the cards that waited for it. */
export async function reachEnd(
  { store, clock, logger, onRecorded }: Parts,
  place: JournalPlace,
  { mayHold }: { readonly mayHold: boolean },
): Promise<JournalPlace> {
  const now = clock.now();
  const isStale = now - (place.completeAt ?? 0) >= KEPT_EVERY_MS;
  if (!isStale && !mayHold) return place;
  const reached = { ...place, completeAt: now };
  const released = await store.write(async (queries) => {
    await queries.journal.savePlace(reached);
    return queries.deliveries.release({ now, historyBefore: now - NEWS_FOR_MS });
  });
  if (released.due + released.history > 0) {
    const { due, history } = released;
    logger.info({ cardsDue: due, cardsOfHistory: history }, "read Adobe's journal to its end");
  }
  if (released.due > 0) onRecorded();
  return reached;
}
