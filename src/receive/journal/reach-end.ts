import type { Clock } from "../../clock.ts";
import type { Logger } from "../../logger.ts";
import type { JournalPlace } from "../../store/journal-port.ts";
import type { Store } from "../../store/store.ts";
import { releaseHeld } from "../../usecases/release-held.ts";

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
  const released = await releaseHeld(store, now);
  await store.write((queries) => queries.journal.savePlace(reached));
  if (released.due + released.history > 0) {
    const { due, history } = released;
    logger.info({ cardsDue: due, cardsOfHistory: history }, "read Adobe's journal to its end");
  }
  if (released.due > 0) onRecorded();
  return reached;
}
