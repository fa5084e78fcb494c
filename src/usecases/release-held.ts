import type { Store } from "../store/store.ts";
import { NEWS_FOR_MS } from "./history.ts";

/** Cards at a time. */
const STEP = 200;

/**
 * Lets go the cards that waited for the end of catching up; answers how many are due, and how many
 * are history. In steps, so that nobody waits for long; whoever dies in between goes on with the next end.
 */
export async function releaseHeld(
  store: Pick<Store, "write">,
  now: number,
): Promise<{ readonly due: number; readonly history: number }> {
  const all = { due: 0, history: 0 };
  for (;;) {
    const { due, history, more } = await store.write((queries) =>
      queries.deliveries.release({ now, historyBefore: now - NEWS_FOR_MS, limit: STEP }),
    );
    all.due += due;
    all.history += history;
    if (!more) return all;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
