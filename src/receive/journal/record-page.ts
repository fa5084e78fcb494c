import type { Clock } from "../../clock.ts";
import type { FlowId } from "../../domain/ids.ts";
import type { JournalPlace } from "../../store/journal-port.ts";
import type { Queries, Store } from "../../store/store.ts";
import { alertedFlows } from "../../usecases/alerted-flows.ts";
import { HOLD_MS } from "../../usecases/history.ts";
import type { Recorder } from "../../usecases/record-notifications.ts";
import { readNotifications } from "../read-notifications.ts";

interface Parts {
  readonly record: Recorder;
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly count: (outcome: "recorded" | "not_understood", by: number) => void;
  readonly onAlerted: (flowIds: readonly FlowId[]) => void;
}

/** A write holds up everybody else's, so a long page is written in pieces; the place goes with the last. */
const PIECE = 50;

/**
 * Records a page's entries and the place that follows it. Whoever dies in between reads the page
 * again and finds duplicates. Answers how many notifications nobody had brought before.
 */
export async function recordPage(
  { record, store, clock, count, onAlerted }: Parts,
  entries: readonly unknown[],
  place: JournalPlace,
): Promise<number> {
  const keepPlace = (queries: Queries): Promise<void> => queries.journal.savePlace(place);
  if (entries.length === 0) {
    await store.write(keepPlace);
    return 0;
  }
  let fresh = 0;
  for (let at = 0; at < entries.length; at += PIECE) {
    const now = clock.now();
    const notifications = entries
      .slice(at, at + PIECE)
      .flatMap((entry) => readNotifications(entry, { us: "token", receivedAt: now }).notifications);
    const isLast = at + PIECE >= entries.length;
    const outcomes = await record(notifications, {
      holdUntil: now + HOLD_MS,
      ...(isLast ? { alongside: keepPlace } : {}),
    });
    const notUnderstood = outcomes.filter(({ outcome }) => outcome === "not_understood").length;
    const recorded =
      outcomes.filter(({ outcome }) => outcome !== "duplicate").length - notUnderstood;
    if (recorded > 0) count("recorded", recorded);
    if (notUnderstood > 0) count("not_understood", notUnderstood);
    fresh += recorded + notUnderstood;
    onAlerted(alertedFlows(notifications, outcomes));
    // A long journal must not keep a webhook request waiting for longer than one write.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return fresh;
}
