import type { RegistrationReader } from "../adobe/registration.ts";
import type { Clock } from "../clock.ts";
import { deliveryOf } from "../domain/registration.ts";
import type { Metrics } from "../operations/metrics.ts";
import { createJournal, type Journal } from "../receive/journal/journal.ts";
import type { WebhookNews } from "../receive/journal/webhook-watch.ts";
import type { JournalGap } from "../store/journal-port.ts";
import type { GapFiller } from "../usecases/fill-gap.ts";
import type { Recorder } from "../usecases/record-notifications.ts";
import type { OperatorNotices } from "../usecases/tell-operator.ts";
import type { Changes, Learner } from "./adobe-apis.ts";
import { createAfterReading } from "./after-reading.ts";
import { gapFiller } from "./gaps.ts";
import type { Ground, Surroundings } from "./ground.ts";
import { registrationReader } from "./registration.ts";

/** For a page of up to 1.5 MB. */
const JOURNAL_TIMEOUT_MS = 60_000;

export function startJournal(
  ground: Ground,
  { adobeRequest }: Surroundings,
  parts: {
    readonly record: Recorder;
    readonly metrics: Metrics;
    readonly changes: Changes;
    readonly notices: OperatorNotices;
    readonly learner?: Learner | undefined;
  },
): Pick<Journal, "stop"> | undefined {
  const { config, store, clock, random, logger, apis } = ground;
  const { record, metrics, notices, learner } = parts;
  const { journalUrl, journalEveryMs } = config.adobe;
  if (journalUrl === undefined) return undefined;
  const request = adobeRequest ?? apis?.requestTo(journalUrl, JOURNAL_TIMEOUT_MS);
  if (request === undefined) {
    logger.warn({}, "the journal is not read: there is no credential to ask Adobe with");
    return undefined;
  }
  const after = createAfterReading(parts.changes, learner);
  const gaps = gapFiller(ground, { changes: parts.changes, notices, after });
  const journal = createJournal({
    ...journalNews({ notices, clock, gaps, readRegistration: registrationReader(ground) }),
    journal: new URL(journalUrl),
    request,
    record,
    store,
    clock,
    random,
    everyMs: journalEveryMs,
    logger: logger.child({ part: "journal" }),
    count: (outcome, by) => metrics.count("flowrun_received_total", { outcome }, by),
    onAlerted: (flowIds) => after.alerted(flowIds),
    onRecorded: () => parts.changes.onRecorded([]),
    onEnd: () => after.ended(),
  });
  return startInOrder(journal, gaps, logger);
}

/** What an earlier process left open comes first: the end of the journal lets go the cards of both. */
function startInOrder(
  journal: Journal,
  gaps: GapFiller,
  logger: Ground["logger"],
): Pick<Journal, "stop"> {
  let isStopped = false;
  const starting = gaps
    .resume()
    .catch((err: unknown) => logger.error({ err }, "an open gap could not be filled"))
    .then(() => {
      if (!isStopped) journal.start();
    });
  return {
    async stop() {
      isStopped = true;
      const stopped = gaps.stop();
      await starting;
      await journal.stop();
      await stopped;
    },
  };
}

interface NewsParts {
  readonly notices: OperatorNotices;
  readonly clock: Clock;
  readonly gaps: GapFiller;
  readonly readRegistration: RegistrationReader;
}

/** What the journal finds out beside notifications, as notices. */
function journalNews({
  notices,
  clock,
  gaps,
  readRegistration,
}: NewsParts): Required<WebhookNews> & { readonly onGap: (gap: JournalGap) => Promise<number> } {
  return {
    async onWebhookSilent({ since, count }) {
      const state = await readRegistration();
      const registration = state && deliveryOf(state);
      await notices.tell({
        kind: "webhook_silent",
        since,
        count,
        ...(registration === undefined ? {} : { registration }),
      });
    },
    onWebhookBack({ since, count }) {
      const at = clock.now();
      const notice = { kind: "webhook_silent", since, count, backAt: at } as const;
      return notices.update(notice, { kind: "webhook_back", since, at });
    },
    onGap: (gap) => gaps.fill(gap),
  };
}
