import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ChannelId } from "../../../src/domain/ids.ts";
import { createPacing } from "../../../src/outbox/pacing.ts";

const A = ChannelId.parse("C0A");
const B = ChannelId.parse("C0B");

test("at first everything is allowed, and nothing is waited for", () => {
  const pacing = createPacing(1);

  expect(pacing.allowed(A, 0)).toBe("everything");
  expect(pacing.nextChange(0)).toBeUndefined();
});

test.each([
  [1, 1_000],
  [0.5, 2_000],
  [4, 250],
])("at %d a second, a post is followed by %d ms in which only changes are allowed", (rate, ms) => {
  const pacing = createPacing(rate);

  pacing.posted(A, 10_000);

  expect(pacing.allowed(A, 10_000)).toBe("changes");
  expect(pacing.allowed(A, 10_000 + ms - 1)).toBe("changes");
  expect(pacing.allowed(A, 10_000 + ms)).toBe("everything");
  expect(pacing.nextChange(10_000)).toBe(10_000 + ms);
});

test("one channel does not wait for another", () => {
  const pacing = createPacing(1);

  pacing.posted(A, 0);

  expect(pacing.allowed(B, 0)).toBe("everything");
});

describe("a pause", () => {
  test("of one channel stops everything there, and nothing elsewhere", () => {
    const pacing = createPacing(1);

    pacing.pause("channel", 7_000, A);

    expect(pacing.allowed(A, 6_999)).toBe("nothing");
    expect(pacing.allowed(A, 7_000)).toBe("everything");
    expect(pacing.allowed(B, 0)).toBe("everything");
    expect(pacing.nextChange(0)).toBe(7_000);
  });

  test("of everything stops every channel", () => {
    const pacing = createPacing(1);

    pacing.pause("everything", 7_000, A);

    expect(pacing.allowed(B, 6_999)).toBe("nothing");
    expect(pacing.allowed(B, 7_000)).toBe("everything");
  });

  test.each(["channel", "everything"] as const)(
    "of %s is not made shorter by another one",
    (scope) => {
      const pacing = createPacing(1);

      pacing.pause(scope, 7_000, A);
      pacing.pause(scope, 3_000, A);

      expect(pacing.allowed(A, 6_999)).toBe("nothing");
    },
  );

  test("does not shorten the time between posts", () => {
    const pacing = createPacing(1);

    pacing.posted(A, 0);
    pacing.pause("channel", 500, A);

    expect(pacing.allowed(A, 499)).toBe("nothing");
    expect(pacing.allowed(A, 500)).toBe("changes");
    expect(pacing.allowed(A, 1_000)).toBe("everything");
  });
});

test("the next change is the nearest one that is still ahead", () => {
  const pacing = createPacing(1);
  pacing.posted(A, 0);
  pacing.pause("channel", 400, B);
  pacing.pause("everything", 5_000, A);

  expect([0, 399, 400, 1_000, 5_000].map((now) => pacing.nextChange(now))).toEqual([
    400,
    400,
    1_000,
    5_000,
    undefined,
  ]);
});

test("however it is asked, no channel posts faster than its rate", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }),
      (rate, steps) => {
        const pacing = createPacing(rate);
        const posts: number[] = [];
        let now = 0;
        for (const step of steps) {
          now += step;
          if (pacing.allowed(A, now) !== "everything") continue;
          pacing.posted(A, now);
          posts.push(now);
        }
        posts.slice(1).forEach((at, index) => {
          expect(at - (posts[index] ?? 0)).toBeGreaterThanOrEqual(1_000 / rate);
        });
      },
    ),
  );
});
