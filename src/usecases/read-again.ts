import type { Clock } from "../clock.ts";
import type { AlertId, ChannelId, NotificationId } from "../domain/ids.ts";
import type { Notification } from "../domain/notification.ts";
import type { Logger } from "../logger.ts";
import type { KeptNotification, Queries, Store } from "../store/store.ts";
import { HOLD_MS, NEWS_FOR_MS } from "./history.ts";
import { recordContent } from "./record-notifications.ts";

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
  readonly onRecorded: () => void;
  /** The product's version; each reads what was kept once. */
  readonly version: string;
  /** What this version makes of a kept notification: one, or several where it holds several. */
  readonly read: (kept: KeptNotification) => readonly Notification[];
}

export interface ReadingAgain {
  /** Ends after the step that is under way. */
  stop(): Promise<void>;
}

/** So many share a transaction, so that live notifications wait for no more than this. */
const STEP = 20;

type Result = "understood" | "not_understood" | "failed";

interface Reread {
  readonly result: Result;
  readonly alertIds: readonly AlertId[];
}

/**
 * Once for each version: reads what earlier ones did not understand, through the same record path,
 * with the time at which it was received. New cards wait for the end: what is over by then is history. Begins at once, works beside everything else, and begins
 * anew after the next start where it was interrupted or something failed.
 */
export function startReadingAgain(parts: Parts): ReadingAgain {
  let stopped = false;
  const done = readAll(parts, () => stopped).catch((err: unknown) => {
    parts.logger.error({ err }, "kept notifications could not be read again");
  });
  return {
    async stop() {
      stopped = true;
      await done;
    },
  };
}

async function readAll(parts: Parts, isStopped: () => boolean): Promise<void> {
  const { store, clock, logger, version } = parts;
  if (await store.read.kept.wasReadBy(version)) return;
  const counts: Record<Result, number> = { understood: 0, not_understood: 0, failed: 0 };
  const alertIds = new Set<AlertId>();
  let after: NotificationId | undefined;
  for (;;) {
    if (isStopped()) return;
    const page = await store.read.kept.list({ after, limit: STEP });
    const results = await Promise.all(page.map((kept) => readOne(parts, kept)));
    for (const { result, alertIds: found } of results) {
      counts[result] += 1;
      for (const id of found) alertIds.add(id);
    }
    after = page.at(-1)?.notificationId;
    if (page.length < STEP) break;
  }
  await letGo(parts, [...alertIds]);
  if (counts.understood > 0) parts.onRecorded();
  logger.info({ version, ...counts }, "read again what was not understood");
  if (counts.failed > 0) return;
  await store.write((queries) => queries.kept.markReadBy(version, clock.now()));
}

/** As many ids as any engine takes in one question. */
const LET_GO = 200;

async function letGo({ store, clock }: Parts, alertIds: readonly AlertId[]): Promise<void> {
  const now = clock.now();
  for (let from = 0; from < alertIds.length; from += LET_GO) {
    const only = alertIds.slice(from, from + LET_GO);
    await store.write(({ deliveries }) =>
      deliveries.release({ now, historyBefore: now - NEWS_FOR_MS, limit: only.length, only }),
    );
  }
}

async function readOne(parts: Parts, kept: KeptNotification): Promise<Reread> {
  const { notificationId } = kept;
  try {
    const found = parts.read(kept);
    const reread = await parts.store.write((queries) =>
      recordAgain(queries, { kept, found }, parts),
    );
    if (reread.result === "understood") {
      const kinds = found.map(({ content }) => content.kind);
      parts.logger.info({ notificationId, kinds }, "a kept notification is understood now");
    }
    return reread;
  } catch (err) {
    parts.logger.error({ notificationId, err }, "a kept notification could not be read again");
    return { result: "failed", alertIds: [] };
  }
}

async function recordAgain(
  queries: Queries,
  { kept, found }: { kept: KeptNotification; found: readonly Notification[] },
  { channels, newAlertId, clock }: Parts,
): Promise<Reread> {
  const now = clock.now();
  const around = { channels, newAlertId, now, holdUntil: now + HOLD_MS };
  const [only] = found;
  if (only === undefined) return NOT_UNDERSTOOD;
  if (found.length === 1 && only.notificationId === kept.notificationId) {
    await queries.kept.reread(kept.notificationId, only.content);
    if (only.content.kind === "not_understood") return NOT_UNDERSTOOD;
    const { alertId } = await recordContent(queries, only.content, around);
    return { result: "understood", alertIds: alertId === undefined ? [] : [alertId] };
  }
  const alertIds: AlertId[] = [];
  for (const { content, ...notification } of found) {
    const isNew = await queries.notifications.insertIfNew({ ...notification, content });
    const recorded = isNew ? await recordContent(queries, content, around) : undefined;
    if (recorded?.alertId !== undefined) alertIds.push(recorded.alertId);
  }
  await queries.kept.markTakenApart(kept.notificationId);
  return { result: "understood", alertIds };
}

const NOT_UNDERSTOOD: Reread = { result: "not_understood", alertIds: [] };
