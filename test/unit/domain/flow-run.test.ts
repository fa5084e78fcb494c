import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  durationMs,
  endedAt,
  type FlowRun,
  mergeRuns,
  orderedAt,
  RunStatus,
} from "../../../src/domain/flow-run.ts";
import { aFailedRun, aFlowRun, aGoodRun, MINUTE, T0 } from "../../support/builders.ts";

const version: fc.Arbitrary<FlowRun> = fc
  .record({
    status: fc.constantFrom(...RunStatus.options),
    updatedAt: fc.option(fc.integer({ min: T0, max: T0 + 5 }), { nil: undefined }),
    recordsIn: fc.integer({ min: 0, max: 2 }),
    observedAt: fc.integer({ min: T0, max: T0 + 5 }),
    standsAfter: fc.option(fc.integer({ min: T0, max: T0 + 2 }), { nil: undefined }),
  })
  .map(({ recordsIn, ...parts }) => aFlowRun({ ...parts, figures: { recordsIn } }));

describe("mergeRuns", () => {
  test("neither order nor repetition matters", () => {
    fc.assert(
      fc.property(version, version, version, (one, two, three) => {
        expect(mergeRuns(one, two)).toEqual(mergeRuns(two, one));
        expect(mergeRuns(mergeRuns(one, two), three)).toEqual(
          mergeRuns(one, mergeRuns(two, three)),
        );
        expect(mergeRuns(one, one)).toEqual(one);
      }),
    );
  });

  test("a newer report does not move a run from where its retry put it", () => {
    const placed = aGoodRun({ standsAfter: T0 + MINUTE });
    const newer = aGoodRun({ updatedAt: T0 + 1 });

    expect(orderedAt(mergeRuns(placed, newer))).toBe(T0 + MINUTE + 1);
  });

  test("a late 'started' does not reopen a run that has ended", () => {
    const ended = aFailedRun({ updatedAt: T0 });
    const started = aFlowRun({ status: "in_progress", updatedAt: T0 + MINUTE });

    expect(mergeRuns(ended, started).status).toBe("failed");
  });

  test("of two updates of an ended run the newer one counts", () => {
    const older = aGoodRun({ updatedAt: T0, figures: { recordsIn: 1 } });
    const newer = aGoodRun({ updatedAt: T0 + 1, figures: { recordsIn: 2 } });

    expect(mergeRuns(newer, older).figures.recordsIn).toBe(2);
  });

  test("an unknown status does not pass for an end", () => {
    const failed = aFailedRun({ updatedAt: T0 });
    const odd = aFlowRun({ status: "unknown", statusText: "paused", updatedAt: T0 + MINUTE });

    expect(mergeRuns(odd, failed).status).toBe("failed");
  });

  test("the run is known since the first notification about it", () => {
    const first = aGoodRun({ observedAt: T0 });
    const second = aGoodRun({ observedAt: T0 + MINUTE, updatedAt: T0 + MINUTE });

    expect(mergeRuns(second, first).observedAt).toBe(T0);
  });
});

describe("times", () => {
  const bare = (parts: Partial<FlowRun>): FlowRun => {
    const { createdAt: _c, startedAt: _s, completedAt: _e, updatedAt: _u, ...run } = aFlowRun();
    return { ...run, observedAt: 5, ...parts };
  };

  test.each([
    [{ createdAt: 1, startedAt: 2, completedAt: 3, updatedAt: 4 }, 1, 3],
    [{ startedAt: 2, completedAt: 3, updatedAt: 4 }, 2, 3],
    [{ completedAt: 3, updatedAt: 4 }, 3, 3],
    [{ createdAt: 1, updatedAt: 4 }, 1, 4],
    [{ updatedAt: 4 }, 4, 4],
    [{}, 5, 5],
  ])("of %j: in order by %i, ended at %i", (parts, order, end) => {
    expect(orderedAt(bare(parts))).toBe(order);
    expect(endedAt(bare(parts))).toBe(end);
  });

  test.each([
    [{ startedAt: 1_000, completedAt: 4_000 }, 3_000],
    [{ startedAt: 4_000, completedAt: 1_000 }, undefined],
    [{ startedAt: 1_000 }, undefined],
    [{ completedAt: 1_000 }, undefined],
  ])("the duration of %j is %p", (parts, expected) => {
    expect(durationMs(bare(parts))).toBe(expected);
  });
});
