import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowId, FlowRunId } from "../../../src/domain/ids.ts";
import type { MetricAlert } from "../../../src/domain/metric-alert.ts";
import type { Notification } from "../../../src/domain/notification.ts";
import { createRecorder, type Recorder } from "../../../src/usecases/record-notifications.ts";
import {
  aFailedRun,
  aFlowRun,
  aGoodRun,
  aNotification,
  aReport,
  aReportNotification,
  MINUTE,
  T0,
} from "../../support/builders.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

let store: TempStore;
let record: Recorder;

beforeAll(async () => {
  store = await openTempStore();
  record = createRecorder(recorderParts(store));
});

afterAll(async () => {
  await store.close();
});

/** What happens at one time: Adobe's rule fires or ceases to, or a run of the flow ends. */
interface Event {
  readonly what: "firing" | "inactive" | "good" | "failed";
  readonly slot: number;
  readonly again: boolean;
}

const event: fc.Arbitrary<Event> = fc.record({
  what: fc.constantFrom("firing", "firing", "inactive", "good", "failed"),
  slot: fc.nat({ max: 9 }),
  again: fc.boolean(),
});

/** The rule watches one run, a flow's delays, or something that no run ends. */
type Watched = "one_run" | "delays" | "error_rate";

const at = (slot: number): number => T0 + slot * 15 * MINUTE;
let stories = 0;

/** Each run and each state at one time once: one run has one end. */
function sound(events: readonly Event[], watched: Watched): readonly Event[] {
  const seen = new Set<string>();
  return events.filter(({ what, slot }) => {
    const isRun = what === "good" || what === "failed";
    const key = isRun ? `run ${watched === "one_run" ? "" : slot}` : `${what} ${slot}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function notificationsOf(
  { what, slot, again }: Event,
  { watched, flow }: { watched: Watched; flow: string },
): Notification[] {
  const one = watched === "one_run";
  const runId = `${flow}-run${one ? "" : slot}`;
  if (what === "good" || what === "failed") {
    const parts = { runId, flowId: flow, at: at(slot) };
    const run = what === "good" ? aGoodRun(parts) : aFailedRun(parts);
    const { completedAt: _not, ...running } = run;
    const started = aFlowRun({ ...running, status: "in_progress", updatedAt: at(slot) - MINUTE });
    return [aNotification(run), ...(again ? [aNotification(started), aNotification(run)] : [])];
  }
  const told = reportOf({ watched, flow }, { state: what, at: at(slot) });
  const other = { ...told, message: "Another wording of the very same." };
  const both = again ? [told, told, other] : [told];
  return both.map((report) => aReportNotification(report));
}

function reportOf(
  { watched, flow }: { watched: Watched; flow: string },
  parts: Partial<MetricAlert>,
): MetricAlert {
  return aReport({
    flowId: FlowId.parse(flow),
    ...(watched === "one_run" ? { runId: FlowRunId.parse(`${flow}-run`) } : {}),
    ...(watched === "error_rate" ? { name: "error_rate", kind: "error_rate" as const } : {}),
    ...parts,
  });
}

interface Episode {
  readonly firings: number[];
  end?: { readonly kind: string; readonly slot: number };
}

/** The same by hand: what fires joins what is on, and an end closes it. */
function expected(events: readonly Event[], watched: Watched): object[] {
  const rank = { firing: 0, good: 1, failed: 1, inactive: 2 };
  const inOrder = events.toSorted(
    (one, other) => one.slot - other.slot || rank[one.what] - rank[other.what],
  );
  const episodes: Episode[] = [];
  for (const { what, slot } of inOrder) {
    const on = episodes.find(({ end }) => end === undefined);
    if (what === "firing") {
      if (on === undefined) episodes.push({ firings: [slot] });
      else on.firings.push(slot);
    } else if (on !== undefined && (what === "inactive" || watched === "delays")) {
      on.end = { kind: what, slot };
    }
  }
  if (watched === "one_run") endByItsRun(episodes, inOrder);
  return episodes.map(({ firings, end }) => ({
    failureCount: firings.length,
    firstFailedAt: at(firings[0] ?? 0),
    lastFailedAt: at(firings.at(-1) ?? 0),
    ...(end === undefined
      ? { state: "open" }
      : { state: "resolved", end: end.kind, at: at(end.slot) }),
  }));
}

/** The run that is named ends what Adobe does not end before it. */
function endByItsRun(episodes: readonly Episode[], events: readonly Event[]): void {
  const run = events.find(({ what }) => what === "good" || what === "failed");
  if (run === undefined) return;
  for (const episode of episodes) {
    const last = episode.firings.at(-1) ?? 0;
    const isFirst = episode.end === undefined || (run.slot >= last && run.slot <= episode.end.slot);
    if (isFirst) episode.end = { kind: run.what, slot: run.slot };
  }
}

async function stateOf(watched: Watched, flow: string): Promise<object[]> {
  const { series } = reportOf({ watched, flow }, {});
  const ids = await store.read.reports.alertsBetween(series, {});
  const alerts = await Promise.all(ids.map((id) => store.read.alerts.findOnRule(id)));
  return alerts
    .flatMap((alert) => (alert === undefined ? [] : [alert]))
    .map((alert) => {
      const { failureCount, firstFailedAt, lastFailedAt, state } = alert;
      const figures = { failureCount, firstFailedAt, lastFailedAt, state };
      if (alert.state !== "resolved") return figures;
      const { resolution } = alert;
      return { ...figures, end: endOf(resolution), at: resolution.at };
    })
    .toSorted((one, other) => one.firstFailedAt - other.firstFailedAt);
}

function endOf(resolution: { readonly kind: string; readonly status?: string }): string {
  if (resolution.kind === "ceased") return "inactive";
  return resolution.status === "success" ? "good" : (resolution.status ?? resolution.kind);
}

test.each<Watched>(["one_run", "delays", "error_rate"])(
  "in any order, with any repetition, what Adobe says of a rule ends in the same alerts: %s",
  async (watched) => {
    const stories_ = fc.tuple(
      fc.array(event, { minLength: 1, maxLength: 8 }),
      fc
        .infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
        .map((stream) => stream.take(60)),
    );
    await fc.assert(
      fc.asyncProperty(stories_, async ([drawn, randoms]) => {
        stories += 1;
        const flow = `flow${stories}`;
        const events = sound(drawn, watched);
        const keys = [...randoms];
        const shuffled = events
          .flatMap((one) => notificationsOf(one, { watched, flow }))
          .map((notification, index) => ({ notification, key: keys[index] ?? 0 }))
          .toSorted((one, other) => one.key - other.key);
        for (const { notification } of shuffled) await record([notification]);

        expect(await stateOf(watched, flow)).toEqual(expected(events, watched));
      }),
      { numRuns: 120 },
    );
  },
  60_000,
);
