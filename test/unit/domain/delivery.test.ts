import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { backoffMs, type CallOutcome, judge } from "../../../src/domain/delivery.ts";
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
      { settlement: { kind: "again", dueAt: 1_001_000, counts: true, uncertain: true } },
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
