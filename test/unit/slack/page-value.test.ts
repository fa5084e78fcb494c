import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { FlowId } from "../../../src/domain/ids.ts";
import { type PageRef, parsePageValue, toPageValue } from "../../../src/slack/page-value.ts";

test("what a page button carries is read back as it was, within Slack's 2,000 characters", () => {
  const filter = fc.constantFrom("all" as const, "failed" as const, "open" as const);
  const flowId = fc.string({ minLength: 1, maxLength: 200 }).map((id) => FlowId.parse(id));
  const page = fc.integer({ min: 1, max: 999_999 });
  const ref = fc.oneof(fc.record({ filter, page }), fc.record({ filter, page, flowId }));

  fc.assert(
    fc.property(ref, (given: PageRef) => {
      const value = toPageValue(given);

      expect(parsePageValue(value)).toEqual(given);
      expect(value.length).toBeLessThanOrEqual(2_000);
    }),
    { numRuns: 200 },
  );
});

test.each(["", "1 all", "0 all ", "x all ", "1 some ", `1 all ${"f".repeat(201)}`])(
  "the value %j is not one of ours",
  (value) => {
    expect(parsePageValue(value)).toBeUndefined();
  },
);
