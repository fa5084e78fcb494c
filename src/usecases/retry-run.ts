import type { RunRetrier } from "../adobe/retry-run.ts";
import { orderedAt } from "../domain/flow-run.ts";
import type { FlowRunId, SlackUserId } from "../domain/ids.ts";
import {
  isUnderWay,
  type NotRetryable,
  type RequestedRetry,
  type Retry,
  requestRetry,
  whyNotRetryable,
} from "../domain/retry.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Queries, StoredRun } from "../store/store.ts";
import { writeAgain } from "./apply-event.ts";
import { endedNewRun } from "./find-retrying.ts";
import type { AlertSurroundings } from "./say-alert.ts";
import {
  ANSWERED_WITHIN_MS,
  createRetrySettler,
  type Settled,
  type SettlingParts,
} from "./settle-retry.ts";
import { runAlertOf, tellRetry } from "./tell-retry.ts";

export interface RetryRequest {
  readonly runId: FlowRunId;
  readonly by: SlackUserId;
}

export type RetryAnswer =
  | Settled
  | { readonly kind: "under_way"; readonly retry: Retry }
  /** The run that an earlier retry started has ended. */
  | { readonly kind: "retried_already"; readonly newRunId: FlowRunId }
  | { readonly kind: "not_retryable"; readonly reason: NotRetryable }
  | { readonly kind: "not_stored" };

interface Parts extends SettlingParts {
  readonly ask: RunRetrier;
}

type Asked =
  | { readonly kind: "ask"; readonly retry: RequestedRetry; readonly sandbox: string }
  | { readonly kind: "overdue"; readonly retry: RequestedRetry }
  | Exclude<RetryAnswer, { kind: "settled" }>;

/**
 * Lets people retry a run. That somebody asked is on disk before Adobe is asked, and the answer after it; so of
 * two who press only one asks, and after a crash in between the outcome is unknown, never asked for again
 * without a person.
 */
export function createRunRetries(parts: Parts): (request: RetryRequest) => Promise<RetryAnswer> {
  const { store, clock, ask, channels, newAlertId } = parts;
  const settle = createRetrySettler(parts);

  return async (request) => {
    const asked = await writeAgain(store, (queries) =>
      recordRequest(queries, request, { channels, newAlertId, now: clock.now() }),
    );
    parts.onChanged();
    if (asked.kind === "overdue") return settle(asked.retry, { kind: "unknown" });
    if (asked.kind !== "ask") return asked;
    return settle(asked.retry, await ask(asked.retry.runId, asked.sandbox));
  };
}

async function recordRequest(
  queries: Queries,
  { runId, by }: RetryRequest,
  around: AlertSurroundings,
): Promise<Asked> {
  const stored = await queries.runs.find(runId);
  if (stored === undefined) return { kind: "not_stored" };
  const reason = whyNotRetryable(stored.run, { hasCredentials: true });
  if (reason !== undefined) return { kind: "not_retryable", reason };
  const before = await queries.retries.find(runId);
  const hindrance = before && (await hindranceOf(queries, before, around.now));
  if (hindrance !== undefined) return hindrance;
  const standsAfter = await lastTrouble(queries, stored);
  const retry = requestRetry(before, { runId, by, standsAfter, at: around.now });
  if (!(await queries.retries.save(retry, before))) {
    return { kind: "under_way", retry: (await queries.retries.find(runId)) ?? retry };
  }
  const alert = await runAlertOf(queries, runId);
  if (alert !== undefined) await tellRetry(queries, alert, around);
  const flow = await queries.flows.find(stored.run.flowId);
  const sandbox = stored.run.sandboxName ?? flow?.sandboxName ?? DEFAULT_SANDBOX;
  return { kind: "ask", retry, sandbox };
}

async function hindranceOf(
  queries: Queries,
  retry: Retry,
  now: number,
): Promise<Asked | undefined> {
  if (retry.state === "requested" && now - retry.requestedAt > ANSWERED_WITHIN_MS) {
    return { kind: "overdue", retry };
  }
  const newRun = await endedNewRun(queries, retry);
  if (newRun !== undefined) return { kind: "retried_already", newRunId: newRun.run.runId };
  return isUnderWay(retry, { newRunEnded: false, now }) ? { kind: "under_way", retry } : undefined;
}

/** The new run starts after everything that its alert counts now. */
async function lastTrouble(queries: Queries, { run, alertId }: StoredRun): Promise<number> {
  const sum = alertId === undefined ? undefined : await queries.runs.failuresOf(alertId);
  return Math.max(orderedAt(run), sum?.last.at ?? 0);
}
