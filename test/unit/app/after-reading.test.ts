import { expect, test } from "@jest/globals";
import { createAfterReading } from "../../../src/app/after-reading.ts";
import { FlowId } from "../../../src/domain/ids.ts";
import { silentLogger } from "../../support/builders.ts";

const [a, b] = [FlowId.parse("a"), FlowId.parse("b")];

function start() {
  const asked: unknown[] = [];
  const learner = {
    want: (flowIds: readonly FlowId[]) => void asked.push([...flowIds]),
    start: async () => void asked.push("all that stand"),
    stop: async () => undefined,
  };
  return { asked, after: createAfterReading({ logger: silentLogger }, learner) };
}

test("flows with bad news are looked up once, when everything is read", () => {
  const { asked, after } = start();
  after.alerted([a]);
  after.alerted([b, a]);
  expect(asked).toEqual([]);

  after.ended();
  after.ended();

  expect(asked).toEqual([[a, b], []]);
});

test("after a gap was filled, all that stand are looked through, once", () => {
  const { asked, after } = start();
  after.filled();
  after.ended();
  after.ended();

  expect(asked).toEqual([[], "all that stand", []]);
});

test("without credentials nothing is asked", () => {
  const after = createAfterReading({ logger: silentLogger }, undefined);
  after.alerted([a]);
  after.filled();

  expect(() => after.ended()).not.toThrow();
});
