import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FlowRun } from "../../../src/domain/flow-run.ts";
import { FlowId } from "../../../src/domain/ids.ts";
import type { Notification } from "../../../src/domain/notification.ts";
import type { Queries } from "../../../src/store/store.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { createRunRecorder } from "../../../src/usecases/record-runs.ts";
import { aFailedRun, aGoodRun, aNotification, MINUTE, T0 } from "../../support/builders.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

let store: TempStore;

beforeAll(async () => {
  store = await openTempStore();
});

afterAll(async () => {
  await store.close();
});

/** The story of one flow: each run has some notifications, and the last of them says how it ended. */
interface ToldRun {
  readonly outcome: "good" | "133" | "SftpNetworkIssue" | "partly" | "empty";
  readonly alsoStarted: boolean;
  readonly alsoStale: boolean;
  readonly again: boolean;
}

const toldRun: fc.Arbitrary<ToldRun> = fc.record({
  outcome: fc.constantFrom("good", "133", "133", "SftpNetworkIssue", "partly", "empty"),
  alsoStarted: fc.boolean(),
  alsoStale: fc.boolean(),
  again: fc.boolean(),
});

let storyCount = 0;

function notificationsOf(story: readonly ToldRun[], flowId: string): Notification[] {
  return story.flatMap(({ outcome, alsoStarted, alsoStale, again }, index) => {
    const at = T0 + index * 15 * MINUTE;
    const runId = `${flowId}-run-${index}`;
    const parts = { runId, flowId, at, observedAt: T0 };
    const ended = endedRun(outcome, parts);
    const { completedAt: _not, ...running } = ended;
    const started: FlowRun = { ...running, status: "in_progress", updatedAt: at - 9 * MINUTE };
    const stale: FlowRun = { ...ended, updatedAt: at - MINUTE };
    const last = aNotification(ended, `${runId}-ended`);
    return [
      last,
      ...(alsoStarted ? [aNotification(started, `${runId}-started`)] : []),
      ...(alsoStale ? [aNotification(stale, `${runId}-stale`)] : []),
      ...(again ? [last, aNotification(ended, `${runId}-other-event`)] : []),
    ];
  });
}

function endedRun(
  outcome: ToldRun["outcome"],
  parts: { runId: string; flowId: string; at: number; observedAt: number },
): FlowRun {
  switch (outcome) {
    case "good":
      return aGoodRun(parts);
    case "partly":
      return aGoodRun({
        ...parts,
        figures: { recordsIn: 100, recordsFailed: 30 },
        errors: [{ code: "CONNECTOR-2001-500" }],
      });
    case "empty":
      return aGoodRun({ ...parts, figures: { recordsIn: 0 } });
    case "133":
    case "SftpNetworkIssue":
      return aFailedRun({ ...parts, code: outcome });
  }
}

/** `isImported`: that one is told as history, by Flow Service's list. */
async function play(
  notifications: readonly Notification[],
  flowId: string,
  isImported: (index: number) => boolean = () => false,
): Promise<object[]> {
  const parts = recorderParts(store);
  const record = createRecorder(parts);
  const recordRuns = createRunRecorder(parts);
  for (const [index, notification] of notifications.entries()) {
    const { content } = notification;
    if (content.kind === "flow_run" && isImported(index)) {
      await recordRuns([content.run], { as: { kind: "history" } });
    } else await record([notification]);
  }
  return stateOf(store.read, flowId);
}

/** Alerts with the runs that they hold, without the ids and numbers that are ours alone. */
async function stateOf(queries: Queries, flowId: string): Promise<object[]> {
  const ids = await queries.runs.alertsBetween(FlowId.parse(flowId), undefined, undefined);
  const alerts = await Promise.all(ids.map((id) => queries.alerts.find(id)));
  return alerts
    .flatMap((alert) => (alert === undefined ? [] : [alert]))
    .map(({ alertId: _id, number: _number, revision: _revision, flowId: _flow, ...rest }) => rest)
    .map((alert) => JSON.parse(JSON.stringify(alert).replaceAll(flowId, "flow")))
    .toSorted((one, other) => one.latestRunId.localeCompare(other.latestRunId));
}

const LIKE = {
  "133": { kind: "failed", causeCode: "133" },
  SftpNetworkIssue: { kind: "failed", causeCode: "SftpNetworkIssue" },
  partly: { kind: "partly_ingested", causeCode: "CONNECTOR-2001-500" },
  empty: { kind: "no_data", causeCode: "no-data" },
} as const;

const ENDED_BY: Record<string, readonly string[]> = {
  failed: ["good", "partly", "empty"],
  partly_ingested: ["good"],
  no_data: ["good", "partly"],
};

/** The same by hand: what a run ends is closed, then it opens or joins its own. */
function expected(story: readonly ToldRun[]): object[] {
  const alerts: { kind: string; causeCode: string; runs: number[]; recoveredBy?: number }[] = [];
  let hadData = false;
  story.forEach(({ outcome }, index) => {
    const open = alerts.filter((alert) => alert.recoveredBy === undefined);
    for (const alert of open) {
      if (ENDED_BY[alert.kind]?.includes(outcome) === true) alert.recoveredBy = index;
    }
    if (outcome !== "good" && (outcome !== "empty" || hadData)) {
      const like = LIKE[outcome];
      const same = open.find(
        (alert) =>
          alert.recoveredBy === undefined &&
          alert.kind === like.kind &&
          alert.causeCode === like.causeCode,
      );
      if (same === undefined) alerts.push({ ...like, runs: [index] });
      else same.runs.push(index);
    }
    hadData ||= outcome === "good" || outcome === "partly";
  });
  const at = (index: number) => T0 + index * 15 * MINUTE;
  return alerts
    .map(({ kind, causeCode, runs, recoveredBy }) => ({
      kind,
      causeCode,
      latestRunId: `flow-run-${runs.at(-1)}`,
      failureCount: runs.length,
      firstFailedAt: at(runs[0] ?? 0),
      lastFailedAt: at(runs.at(-1) ?? 0),
      state: recoveredBy === undefined ? "open" : "resolved",
      ...(recoveredBy === undefined
        ? {}
        : {
            resolution: {
              kind: "recovered",
              runId: `flow-run-${recoveredBy}`,
              at: at(recoveredBy),
            },
          }),
    }))
    .toSorted((one, other) => one.latestRunId.localeCompare(other.latestRunId));
}

/** A story, and numbers that decide by chance in which order it is told, and how. */
const stories = fc.array(toldRun, { minLength: 1, maxLength: 7 }).chain((story) =>
  fc.tuple(
    fc.constant(story),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })).map((stream) => stream.take(160)),
  ),
);

function shuffled(
  story: readonly ToldRun[],
  keys: readonly number[],
): { readonly flowId: string; readonly notifications: Notification[] } {
  storyCount += 1;
  const flowId = `flow${storyCount}`;
  const notifications = notificationsOf(story, flowId)
    .map((notification, index) => ({ notification, key: keys[index] ?? 0 }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ notification }) => notification);
  return { flowId, notifications };
}

test("in any order, with any repetition, the runs of a flow end in the same alerts", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ([story, randoms]) => {
      const { flowId, notifications } = shuffled(story, [...randoms]);

      expect(await play(notifications, flowId)).toEqual(expected(story));
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("so they do when any part of it is imported, before or after the rest", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ([story, randoms]) => {
      const keys = [...randoms];
      const { flowId, notifications } = shuffled(story, keys);
      const isImported = (index: number): boolean => (keys[80 + index] ?? 0) > 0.4;

      expect(await play(notifications, flowId, isImported)).toEqual(expected(story));
    }),
    { numRuns: 100 },
  );
}, 60_000);

test("of what is imported alone nothing waits to be said", async () => {
  const waiting = await store.read.deliveries.countWaiting();

  await fc.assert(
    fc.asyncProperty(stories, async ([story, randoms]) => {
      const { flowId, notifications } = shuffled(story, [...randoms]);
      await play(notifications, flowId, () => true);

      expect(await store.read.deliveries.countWaiting()).toBe(waiting);
    }),
    { numRuns: 40 },
  );
}, 60_000);
