import type { Clock } from "../clock.ts";
import type { AlertId, ChannelId } from "../domain/ids.ts";
import {
  type RequestedRetry,
  type RetryOutcome,
  type SettledRetry,
  settleRetry,
} from "../domain/retry.ts";
import { lineOf } from "../domain/retry-line.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/store.ts";
import { writeAgain } from "./apply-event.ts";
import { linkNewRun, runAlertOf, tellRetry } from "./tell-retry.ts";

export interface SettlingParts {
  readonly store: Pick<Store, "read" | "write" | "exclusive">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
  /** Something may be waiting to be said. */
  readonly onChanged: () => void;
}

/** Adobe was asked; the thread of the alert, where the run has one, was told what came of it. */
export interface Settled {
  readonly kind: "settled";
  readonly retry: SettledRetry;
  readonly alertNumber?: number;
}

/** Longer than any request of ours, with the token's, may take. */
export const ANSWERED_WITHIN_MS = 2 * 60_000;

/** Writes down what came of asking Adobe, links the new run, and has it told. */
export function createRetrySettler(
  parts: SettlingParts,
): (requested: RequestedRetry, outcome: RetryOutcome) => Promise<Settled> {
  const { store, clock, logger, channels, newAlertId } = parts;
  return async (requested, outcome) => {
    const around = { channels, newAlertId, now: clock.now() };
    const retry = settleRetry(requested, outcome, around.now);
    const alertNumber = await writeAgain(store, async (queries) => {
      if (!(await queries.retries.save(retry, requested))) return undefined;
      const alert = await runAlertOf(queries, retry.runId);
      if (alert !== undefined) await tellRetry(queries, alert, { ...around, line: lineOf(retry) });
      await linkNewRun(queries, retry, around);
      return alert?.number;
    });
    const { runId, by, state, attempt } = retry;
    logger.info({ runId, by, state, attempt }, "retry of a run");
    parts.onChanged();
    return { kind: "settled", retry, ...(alertNumber === undefined ? {} : { alertNumber }) };
  };
}

/** Settles what a process that died left without an answer: nothing is asked again, the outcome is unknown. */
export async function settleLeftOver(parts: SettlingParts): Promise<void> {
  const { store, clock } = parts;
  const settle = createRetrySettler(parts);
  // Where another process may hold the store too, it may be waiting for Adobe's answer just now.
  const upTo = store.exclusive ? clock.now() : clock.now() - ANSWERED_WITHIN_MS;
  for (const retry of await store.read.retries.listRequested(upTo)) {
    await settle(retry, { kind: "unknown" });
  }
}
