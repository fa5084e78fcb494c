import { expect, test } from "@jest/globals";
import { type Room, toMessage } from "../../../../src/slack/blocks/layout/fit.ts";
import type { Part } from "../../../../src/slack/blocks/layout/parts.ts";
import { renderRunDetail } from "../../../../src/slack/blocks/run-detail.ts";
import * as views from "../support/views.ts";
import { visible } from "../support/visible.ts";

const sizeOf = (message: { readonly blocks: readonly unknown[] }): number =>
  JSON.stringify(message.blocks).length;

/** As many lines as it takes, each as long as the room allows. */
function filled(
  times: number,
  unit = "x",
): { rooms: Room[]; message: ReturnType<typeof toMessage> } {
  const rooms: Room[] = [];
  const message = toMessage("classic", (room) => {
    rooms.push(room);
    const line: Part = { kind: "lines", lines: [[unit.repeat(room.quote)]] };
    return {
      parts: [
        { kind: "header", text: "Head" },
        ...Array.from({ length: times }, () => line),
        {
          kind: "buttons",
          blockId: "b",
          buttons: [{ actionId: "a", text: "Press", spoken: "Press it" }],
        },
      ],
    };
  });
  return { rooms, message };
}

test("what fits is shown with all the room there is", () => {
  const { rooms, message } = filled(5);

  expect(rooms).toHaveLength(1);
  expect(visible(message)[1]).toBe("x".repeat(400));
});

test("what does not fit gets shorter, no more than needed", () => {
  const { rooms, message } = filled(36);

  expect(rooms).toHaveLength(2);
  expect(visible(message)[1]).toBe("x".repeat(200));
  expect(sizeOf(message)).toBeLessThanOrEqual(12_000);
});

test("what never fits loses whole blocks, but not the header and the buttons", () => {
  const { rooms, message } = filled(200, "&");
  const lines = visible(message);

  expect(rooms.length).toBeGreaterThanOrEqual(4);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(sizeOf(message)).toBeLessThanOrEqual(12_000);
  expect(lines[0]).toBe("# Head");
  expect(lines.at(-1)).toBe("[Press]");
});

test("the text keeps whole lines, and no half of an entity at its end", () => {
  const { text } = toMessage("rich", () => ({
    parts: [{ kind: "lines", lines: [["&".repeat(590)], ["after"]] }],
  }));
  const long = toMessage("rich", () => ({
    parts: [{ kind: "lines", lines: [["a"], ["&".repeat(2_000)], ["never"]] }],
  })).text;

  expect(text).toBe(`${"&amp;".repeat(590)}\nafter`);
  expect(long.length).toBeLessThanOrEqual(3_000);
  expect(long).toMatch(/^a\n(&amp;)+…$/);
});

test.each(["rich", "classic"] as const)(
  "the details of a run in which every text is of the worst kind and length fit (%s)",
  (layout) => {
    const worst = '&"<'.repeat(5_000);
    const errors = Array.from({ length: 10 }, (_, index) => ({
      code: `${index}${worst}`,
      message: worst,
      count: 1,
    }));
    const activities = Array.from({ length: 10 }, () =>
      views.anActivity({ name: worst, nestedErrors: errors, errorDetail: worst }),
    );
    const run = views.aRun({ activities, sandboxName: worst, batchIds: [worst, worst, worst] });
    const { causes, explanation } = views.aView({ run });
    const detail = { at: 0, run, flowName: worst, causes, explanation };
    const message = renderRunDetail(detail, views.aContext({ layout }));

    expect(sizeOf(message)).toBeLessThanOrEqual(12_000);
    expect(visible(message).join("\n")).toContain("Errors, the most exact first");
  },
);
