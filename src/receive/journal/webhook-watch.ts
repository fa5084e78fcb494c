import type { Logger } from "../../logger.ts";
import type { JournalPlace, WebhookSilence } from "../../store/journal-port.ts";
import type { Store } from "../../store/store.ts";

export interface WebhookNews {
  /** Adobe writes into the journal what it does not bring: it cannot reach us, or has disabled the registration. */
  readonly onWebhookSilent: (silence: WebhookSilence) => Promise<void>;
  readonly onWebhookBack: (silence: WebhookSilence) => Promise<void>;
}

interface Parts extends WebhookNews {
  readonly store: Pick<Store, "read" | "write">;
  readonly logger: Logger;
}

export interface WebhookState {
  /** `unused`: no notification ever came by it. */
  readonly webhook: "works" | "silent" | "unused";
  readonly place: JournalPlace;
}

interface Moment {
  readonly now: number;
  readonly liveSince: number;
  /** How late the webhook may be: Adobe's first tries again come after 1 and 2 minutes. */
  readonly graceMs: number;
}

/**
 * Compares what the journal holds with what the webhook brought. Only what was read after `liveSince`
 * counts: what came up while catching up may still be on its way, Adobe tries again for 24 hours.
 */
export async function watchWebhook(
  parts: Parts,
  place: JournalPlace,
  { now, liveSince, graceMs }: Moment,
): Promise<WebhookState> {
  const { notifications, journal } = parts.store.read;
  const lastBrought = await notifications.lastReceivedAt("webhook");
  if (lastBrought === undefined) return { webhook: "unused", place };
  if (place.silence !== undefined) {
    return lastBrought > place.silence.toldAt
      ? { webhook: "works", place: await tellBack(parts, place, place.silence) }
      : { webhook: "silent", place };
  }
  const missed = await journal.onlyInJournal({
    after: Math.max(liveSince, lastBrought),
    upTo: now - graceMs,
  });
  return missed === undefined
    ? { webhook: "works", place }
    : { webhook: "silent", place: await tellSilent(parts, place, { ...missed, toldAt: now }) };
}

/** Told before it is kept: whoever dies in between tells it twice rather than never. */
async function tellSilent(
  { store, logger, onWebhookSilent }: Parts,
  place: JournalPlace,
  silence: WebhookSilence,
): Promise<JournalPlace> {
  logger.error(
    { count: silence.count, since: new Date(silence.since).toISOString() },
    "Adobe's webhook is silent: notifications stand in the journal that it did not bring; check that Adobe can reach the webhook and that the registration is enabled",
  );
  await onWebhookSilent(silence);
  const changed = { ...place, silence };
  await store.write((queries) => queries.journal.savePlace(changed));
  return changed;
}

async function tellBack(
  { store, logger, onWebhookBack }: Parts,
  { silence: _over, ...place }: JournalPlace,
  silence: WebhookSilence,
): Promise<JournalPlace> {
  logger.info({ since: new Date(silence.since).toISOString() }, "Adobe's webhook works again");
  await onWebhookBack(silence);
  await store.write((queries) => queries.journal.savePlace(place));
  return place;
}
