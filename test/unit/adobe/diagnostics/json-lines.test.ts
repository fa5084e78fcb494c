import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { takeJsonLines } from "../../../../src/adobe/diagnostics/json-lines.ts";

const LIMITS = { bytes: 1_000_000, lines: 1_000 };

/** An answer that comes in these pieces; notes how many were taken. */
function answerOf(pieces: readonly (string | Uint8Array)[]): {
  response: Response;
  taken: () => number;
} {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[taken];
        if (piece === undefined) return controller.close();
        taken += 1;
        controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(body), taken: () => taken };
}

async function read(pieces: readonly (string | Uint8Array)[], limits = LIMITS) {
  const lines: unknown[] = [];
  const { response, taken } = answerOf(pieces);
  const outcome = await takeJsonLines(response, limits, (json) => lines.push(json));
  return { outcome, lines, taken: taken() };
}

test("lines come whole however the answer is cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ v: fc.string({ unit: "grapheme" }) }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const bytes = new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join("\n"));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.slice(at * size, (at + 1) * size),
        );
        const { outcome, lines } = await read(pieces);

        expect(lines).toEqual(rows);
        expect(outcome).toMatchObject({
          kind: "taken",
          value: { lines: rows.length, whole: true },
        });
      },
    ),
  );
});

test("blank lines and Windows' line ends are no rows", async () => {
  const { outcome, lines } = await read(['{"a":1}\r\n\r\n \n{"a":2}\n']);

  expect(lines).toEqual([{ a: 1 }, { a: 2 }]);
  expect(outcome).toMatchObject({ value: { lines: 2, whole: true } });
});

test("a line that is no JSON, or far too long, is passed over and told", async () => {
  const long = `{"a":"${"x".repeat(300_000)}"}`;
  const { outcome, lines } = await read(['{"a":1}\n{"tru', "nc\n", long, '\n{"a":2}\n']);

  expect(lines).toEqual([{ a: 1 }, { a: 2 }]);
  expect(outcome).toMatchObject({ kind: "taken", value: { lines: 4, whole: false } });
});

test("no more is fetched than the bounds allow", async () => {
  const row = '{"a":1}\n';
  const byLines = await read(
    Array.from({ length: 1_000 }, () => row),
    { bytes: 1e6, lines: 10 },
  );
  const byBytes = await read(
    Array.from({ length: 1_000 }, () => row),
    { bytes: 80, lines: 1e6 },
  );

  const inOnePiece = await read([row.repeat(1_000)], { bytes: 1e6, lines: 10 });

  for (const { outcome, lines, taken } of [byLines, byBytes, inOnePiece]) {
    expect(lines.length).toBe(10);
    expect(taken).toBeLessThan(20);
    expect(outcome).toMatchObject({ value: { whole: false } });
  }
});

test("a page of HTML is nothing that can be used", async () => {
  const { outcome, lines } = await read(["<html>\n<body>Maintenance</body>\n</html>"]);

  expect(outcome).toEqual({ kind: "unusable", reason: "not JSON" });
  expect(lines).toEqual([]);
});

test("an empty file has no rows", async () => {
  expect((await read([])).outcome).toMatchObject({
    kind: "taken",
    value: { lines: 0, whole: true },
  });
});

test("an answer that breaks off cannot be used", async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"a":1}\n'));
      controller.error(new Error("reset"));
    },
  });

  expect(await takeJsonLines(new Response(body), LIMITS, () => undefined)).toEqual({
    kind: "unusable",
    reason: "broken off",
  });
});
