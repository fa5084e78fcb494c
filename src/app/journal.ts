import type { FlowId } from "../domain/ids.ts";
import type { Metrics } from "../operations/metrics.ts";
import type { OutboxWorker } from "../outbox/worker.ts";
import { createJournal, type Journal } from "../receive/journal/journal.ts";
import type { Recorder } from "../usecases/record-notifications.ts";
import type { Learner } from "./adobe-apis.ts";
import type { Ground, Surroundings } from "./ground.ts";

/** For a page of up to 1.5 MB. */
const JOURNAL_TIMEOUT_MS = 60_000;

export function startJournal(
  { config, store, clock, random, logger, apis }: Ground,
  { adobeRequest, journalNews }: Surroundings,
  {
    record,
    metrics,
    outbox,
    learner,
  }: {
    record: Recorder;
    metrics: Metrics;
    outbox: Pick<OutboxWorker, "wake">;
    learner: Pick<Learner, "want"> | undefined;
  },
): Journal | undefined {
  const { journalUrl } = config.adobe;
  if (journalUrl === undefined) return undefined;
  const request = adobeRequest ?? apis?.requestTo(journalUrl, JOURNAL_TIMEOUT_MS);
  if (request === undefined) {
    logger.warn({}, "the journal is not read: there is no credential to ask Adobe with");
    return undefined;
  }
  const alerted = new Set<FlowId>();
  const journal = createJournal({
    ...journalNews,
    journal: new URL(journalUrl),
    request,
    record,
    store,
    clock,
    random,
    logger: logger.child({ part: "journal" }),
    count: (outcome, by) => metrics.count("flowrun_received_total", { outcome }, by),
    onAlerted(flowIds) {
      for (const flowId of flowIds) alerted.add(flowId);
    },
    onRecorded() {
      outbox.wake();
      // What recovered within the journal needs nothing any more, so its end is waited for.
      learner?.want([...alerted]);
      alerted.clear();
    },
  });
  journal.start();
  return journal;
}
