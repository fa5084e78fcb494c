import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  afterLook,
  backoffMs,
  type CallOutcome,
  judge,
  type LookOutcome,
  waitBeforeLook,
} from "../../../src/domain/delivery.ts";
import { MessageTs } from "../../../src/domain/ids.ts";

const ts = MessageTs.parse("1764.0001");
const at = { now: 1_000_000, random: () => 1 };

describe("judge", () => {
  test.each<[CallOutcome, object]>([
    [{ kind: "said", ts }, { settlement: { kind: "said", ts } }],
    [
      { kind: "rate_limited", retryAfterMs: 7_000 },
      {
        settlement: { kind: "again", dueAt: 1_007_000, counts: false, uncertain: false },
        pause: { scope: "channel", until: 1_007_000 },
      },
    ],
    [
      { kind: "not_said", error: "ECONNREFUSED" },
      { settlement: { kind: "again", dueAt: 1_001_000, counts: true, uncertain: false } },
    ],
    [
      { kind: "unknown", error: "http_500" },
      { settlement: { kind: "again", dueAt: 1_002_000, counts: true, uncertain: true } },
    ],
    [
      { kind: "refused", error: "invalid_blocks" },
      { settlement: { kind: "refused", error: "invalid_blocks" } },
    ],
    [
      { kind: "channel_refused", error: "not_in_channel" },
      {
        settlement: { kind: "again", dueAt: 1_001_000, counts: true, uncertain: false },
        pause: { scope: "channel", until: 1_001_000 },
      },
    ],
    [
      { kind: "message_gone" },
      { settlement: { kind: "again", dueAt: 1_000_000, counts: false, forgetMessage: true } },
    ],
    [
      { kind: "login_refused", error: "token_revoked" },
      {
        settlement: { kind: "again", counts: false, uncertain: false },
        pause: { scope: "everything" },
      },
    ],
  ])("%j", (outcome, expected) => {
    expect(judge(outcome, 1, at)).toMatchObject(expected);
  });

  test("only what we were told to wait for pauses anything", () => {
    expect(judge({ kind: "unknown", error: "x" }, 1, at).pause).toBeUndefined();
    expect(judge({ kind: "not_said", error: "x" }, 1, at).pause).toBeUndefined();
  });
});

describe("afterLook", () => {
  const doubt = { attempt: 1, uncertainSince: at.now - 2_000 };

  test.each<[LookOutcome, object]>([
    [
      { kind: "found", ts, revision: 3 },
      { kind: "adopted", ts, revision: 3 },
    ],
    [{ kind: "absent" }, { kind: "post", marked: false }],
    [
      { kind: "unreadable", error: "not_in_channel" },
      { kind: "post", marked: true },
    ],
    [
      { kind: "unavailable", error: "http_500" },
      { kind: "again", uncertain: true, dueAt: 1_001_000, error: "http_500" },
    ],
    [
      { kind: "unavailable", error: "rate_limited", retryAfterMs: 30_000 },
      { kind: "again", uncertain: true, dueAt: 1_030_000 },
    ],
  ])("%j", (look, expected) => {
    expect(afterLook(look, doubt, at)).toMatchObject(expected);
  });

  test("looking in vain ends after two minutes", () => {
    const look = { kind: "unavailable", error: "x" } as const;
    const old = { attempt: 9, uncertainSince: at.now - 120_000 };

    expect(afterLook(look, old, at)).toEqual({ kind: "post", marked: true });
    expect(afterLook(look, { ...old, uncertainSince: old.uncertainSince + 1 }, at)).toMatchObject({
      kind: "again",
    });
  });
});

describe("waitBeforeLook", () => {
  test("two seconds after the attempt; a clock that was put back holds nothing", () => {
    expect(waitBeforeLook(at.now - 500, at.now)).toMatchObject({
      kind: "again",
      dueAt: at.now + 1_500,
      counts: false,
      uncertain: true,
    });
    expect(waitBeforeLook(at.now - 2_000, at.now)).toBeUndefined();
    expect(waitBeforeLook(at.now + 60_000, at.now)).toBeUndefined();
  });
});

describe("backoffMs", () => {
  test("is bounded, never zero, and without chance never goes down", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance) => {
          const wait = backoffMs(attempt, () => chance);
          expect(wait).toBeGreaterThanOrEqual(500);
          expect(wait).toBeLessThanOrEqual(120_000);
          expect(backoffMs(attempt + 1, () => 1)).toBeGreaterThanOrEqual(
            backoffMs(attempt, () => 1),
          );
        },
      ),
    );
  });

  test("two that fail together do not come back together", () => {
    expect(backoffMs(3, () => 0)).toBe(2_000);
    expect(backoffMs(3, () => 1)).toBe(4_000);
  });
});
