import { expect, test } from "@jest/globals";
import { createMemberLists } from "../../../src/slack/member-lists.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";

interface Slack {
  readonly isIn: (user: string) => Promise<boolean | undefined>;
  readonly clock: FakeClock;
  readonly asked: () => number;
  readonly members: Set<string>;
}

function aChannel({ pageTakesMs = 0, endless = false } = {}): Slack {
  const clock = createFakeClock();
  const members = new Set(["U1"]);
  let asked = 0;
  const lists = createMemberLists({
    clock,
    client: {
      groupMembers: async () => [],
      channelMembers: async () => {
        asked += 1;
        clock.advance(pageTakesMs);
        return { members: [...members], ...(endless ? { next: "more" } : {}) };
      },
    },
  });
  const isIn: Slack["isIn"] = (user) => lists({ kind: "channel", id: "C1" }, user);
  return { isIn, clock, asked: () => asked, members };
}

test("a member is known for a minute, then asked about again", async () => {
  const { isIn, clock, asked, members } = aChannel();

  expect(await isIn("U1")).toBe(true);
  clock.advance(59_999);
  expect(await isIn("U1")).toBe(true);
  expect(asked()).toBe(1);
  members.delete("U1");
  clock.advance(1);

  expect(await isIn("U1")).toBe(false);
});

test("who joins is let in within seconds, and who is not in does not have Slack asked each time", async () => {
  const { isIn, clock, asked, members } = aChannel();

  expect(await isIn("U2")).toBe(false);
  expect(await isIn("U2")).toBe(false);
  expect(asked()).toBe(1);
  members.add("U2");
  clock.advance(5_000);

  expect(await isIn("U2")).toBe(true);
});

test("many at once are one question", async () => {
  const { isIn, asked } = aChannel();

  await Promise.all(["U1", "U2", "U3"].map(isIn));

  expect(asked()).toBe(1);
});

test("a list that does not end is given up, and whoever was not on it may be a member", async () => {
  const { isIn, asked } = aChannel({ endless: true });

  expect(await isIn("U2")).toBeUndefined();
  expect(asked()).toBe(20);
  expect(await isIn("U1")).toBe(true);
});

test("a list that comes too slowly too", async () => {
  const { isIn, asked } = aChannel({ endless: true, pageTakesMs: 6_000 });

  expect(await isIn("U2")).toBeUndefined();
  expect(asked()).toBe(3);
});

test("a clock that was set back makes nothing last longer", async () => {
  const { isIn, clock, asked } = aChannel();
  await isIn("U1");

  clock.advance(-3_600_000);
  await isIn("U1");

  expect(asked()).toBe(2);
});
