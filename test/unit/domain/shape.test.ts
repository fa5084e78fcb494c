import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { shapeOf } from "../../../src/domain/shape.ts";

test("keys and types are told, of a list its first element, and no value", () => {
  const json = JSON.stringify({
    event_id: "e-1",
    data: [{ mail: "dana@example.com", age: 41, isNew: true, note: null }, { other: 1 }],
    empty: [],
  });

  expect(shapeOf(json)).toEqual([
    "object",
    "  event_id: text",
    "  data: list of 2",
    "    object",
    "      mail: text",
    "      age: number",
    "      isNew: true or false",
    "      note: null",
    "  empty: list of 0",
  ]);
});

test("what is large is cut short, and says so", () => {
  const wide = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`key${n}`, n]));
  const deep = JSON.parse(`${"[".repeat(40)}1${"]".repeat(40)}`);
  const long = { ["k".repeat(1_000)]: 1 };

  expect(shapeOf(JSON.stringify(wide))).toHaveLength(61);
  expect(shapeOf(JSON.stringify(wide)).at(-1)).toBe("… 41 more lines");
  expect(shapeOf(JSON.stringify(deep)).at(-1)).toMatch(/list of 1, not shown$/);
  expect(shapeOf(JSON.stringify(long))[1]?.length).toBeLessThan(80);
});

test("any text has a shape of few lines", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const lines = shapeOf(text);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(61);
    }),
  );
  expect(shapeOf("{")).toEqual(["not JSON"]);
});
