import type { NameLookup, NameSource } from "../adobe/names.ts";
import type { Clock } from "../clock.ts";
import type { FlowNames } from "../domain/flow-names.ts";
import type { AlertId, ChannelId, FlowId } from "../domain/ids.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Logger } from "../logger.ts";
import type { Flow, Queries, Store } from "../store/store.ts";
import { applyEvent } from "./apply-event.ts";

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly names: NameSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: readonly ChannelId[];
  readonly newAlertId: () => AlertId;
  /** Something may be waiting to be said. */
  readonly onLearned: () => void;
}

export interface NameLearner {
  /** Looks up the names of these flows where they are not known or older than a day. Returns at once. */
  want(flowIds: readonly FlowId[]): void;
  /** Looks up what is missing on the cards that stand. */
  start(): Promise<void>;
  /** Takes up nothing new and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

const KNOWN_FOR_MS = 24 * 3_600_000;
/** Longer than an answer that there is none is remembered. */
const AGAIN_AFTER_MS = 5 * 60_000 + 1_000;
const TRIES = 12;
/** Flows at a time; what comes above that gets its names with its next failure. */
const MAX_WANTED = 500;
const STANDING_CARDS = 200;

/**
 * Puts the names that Adobe's APIs know on cards that were posted without them. Nothing waits for it: it
 * begins after a notification is on disk, and what it learns reaches the card through the outbox.
 */
export function createNameLearner(parts: Parts): NameLearner {
  const { store, clock, logger } = parts;
  const underWay = new Map<FlowId, Promise<void>>();
  const waiting = new Map<FlowId, () => void>();
  let running = true;

  function begin(flowId: FlowId, tried: number): void {
    const work = learn(flowId, tried)
      .catch((error: unknown) => {
        logger.error({ flowId, err: error }, "names could not be kept");
        tryAgain(flowId, tried);
      })
      .finally(() => underWay.delete(flowId));
    underWay.set(flowId, work);
  }

  async function learn(flowId: FlowId, tried: number): Promise<void> {
    const flow = await store.read.flows.find(flowId);
    if (flow === undefined || isKnown(flow, clock.now())) return;
    const lookup = await parts.names.find(flowId, flow.sandboxName ?? DEFAULT_SANDBOX);
    const changed = lookup.kind === "found" && (await keep(parts, flowId, lookup));
    logger.info({ flowId, outcome: lookup.kind, changed, tried }, "names of a flow looked up");
    if (changed) parts.onLearned();
    const isDone = lookup.kind === "none" || (lookup.kind === "found" && lookup.complete);
    if (!isDone) tryAgain(flowId, tried);
  }

  function tryAgain(flowId: FlowId, tried: number): void {
    if (!running || tried >= TRIES) return;
    const cancel = clock.after(AGAIN_AFTER_MS, () => {
      waiting.delete(flowId);
      begin(flowId, tried + 1);
    });
    waiting.set(flowId, cancel);
  }

  function want(flowIds: readonly FlowId[]): void {
    for (const flowId of flowIds) {
      const isBusy = underWay.has(flowId) || waiting.has(flowId);
      if (running && !isBusy && underWay.size + waiting.size < MAX_WANTED) begin(flowId, 1);
    }
  }

  return {
    want,
    async start() {
      const alerts = await store.read.alerts.listUnresolved(STANDING_CARDS);
      want(alerts.flatMap(({ flowId }) => flowId ?? []));
    },
    async stop() {
      running = false;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      await Promise.all(underWay.values());
    },
  };
}

function isKnown({ lookedUpAt, datasetName, datasetId }: Flow, now: number): boolean {
  // Versions before 0007 did not keep the dataset's id.
  const lacksId = datasetName !== undefined && datasetId === undefined;
  if (lookedUpAt === undefined || lacksId) return false;
  const age = now - lookedUpAt;
  return age >= 0 && age < KNOWN_FOR_MS;
}

/** `true`: cards have to change. */
async function keep(
  parts: Parts,
  flowId: FlowId,
  { names, complete }: Extract<NameLookup, { kind: "found" }>,
): Promise<boolean> {
  const now = parts.clock.now();
  return parts.store.write(async (queries) => {
    const before = await queries.flows.find(flowId);
    await queries.flows.learn(flowId, names, { now, complete });
    if (before === undefined || !tellsMore(names, before)) return false;
    await redraw(queries, flowId, { ...parts, now });
    return true;
  });
}

const SHOWN = [
  "flowName",
  "sourceType",
  "sourceName",
  "datasetName",
  "datasetId",
  "toleratedPercent",
] as const;

function tellsMore(names: FlowNames, known: Flow): boolean {
  return SHOWN.some((what) => names[what] !== undefined && names[what] !== known[what]);
}

async function redraw(
  queries: Queries,
  flowId: FlowId,
  around: Pick<Parts, "channels" | "newAlertId"> & { readonly now: number },
): Promise<void> {
  const { channels, newAlertId, now } = around;
  for (const alert of await queries.alerts.listUnresolved(STANDING_CARDS, flowId)) {
    await applyEvent(queries, alert, { channels, newAlertId, now, event: { kind: "learned" } });
  }
}
