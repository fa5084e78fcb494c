import type { Clock } from "../clock.ts";
import type { Metrics } from "../operations/metrics.ts";
import type { OutboxWorker } from "../outbox/worker.ts";
import { createJournal, type Journal } from "../receive/journal/journal.ts";
import type { JournalGap } from "../receive/journal/read-turn.ts";
import type { WebhookNews } from "../receive/journal/webhook-watch.ts";
import type { Recorder } from "../usecases/record-notifications.ts";
import type { OperatorNotices } from "../usecases/tell-operator.ts";
import type { Ground, Surroundings } from "./ground.ts";

/** For a page of up to 1.5 MB. */
const JOURNAL_TIMEOUT_MS = 60_000;

export function startJournal(
  { config, store, clock, random, logger, apis }: Ground,
  { adobeRequest }: Surroundings,
  {
    record,
    metrics,
    outbox,
    notices,
  }: {
    record: Recorder;
    metrics: Metrics;
    outbox: Pick<OutboxWorker, "wake">;
    notices: OperatorNotices;
  },
): Journal | undefined {
  const { journalUrl } = config.adobe;
  if (journalUrl === undefined) return undefined;
  const request = adobeRequest ?? apis?.requestTo(journalUrl, JOURNAL_TIMEOUT_MS);
  if (request === undefined) {
    logger.warn({}, "the journal is not read: there is no credential to ask Adobe with");
    return undefined;
  }
  const journal = createJournal({
    ...journalNews({ notices, clock }),
    journal: new URL(journalUrl),
    request,
    record,
    store,
    clock,
    random,
    logger: logger.child({ part: "journal" }),
    count: (outcome, by) => metrics.count("flowrun_received_total", { outcome }, by),
    onRecorded: () => outbox.wake(),
  });
  journal.start();
  return journal;
}

/** What the journal finds out beside notifications, as notices. */
function journalNews({
  notices,
  clock,
}: {
  readonly notices: OperatorNotices;
  readonly clock: Clock;
}): Required<WebhookNews> & { readonly onGap: (gap: JournalGap) => Promise<void> } {
  return {
    onWebhookSilent: ({ since, count }) => notices.tell({ kind: "webhook_silent", since, count }),
    onWebhookBack({ since, count }) {
      const at = clock.now();
      const notice = { kind: "webhook_silent", since, count, backAt: at } as const;
      return notices.update(notice, { kind: "webhook_back", since, at });
    },
    onGap: (gap) =>
      notices.tell({
        kind: "journal_gap",
        ...gap,
        fill: { kind: "not_filled", reason: "no_credentials" },
      }),
  };
}
