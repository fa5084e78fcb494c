import { expect, test } from "@jest/globals";
import { RunErrors } from "../../../../src/receive/wire/run-error.ts";

test.each([
  [
    { code: "133", message: "no files" },
    { code: "133", message: "no files" },
  ],
  [{ code: 133 }, { code: "133" }],
  [{ code: " INGEST-1401-400\n" }, { code: "INGEST-1401-400" }],
  [{ description: "from Catalog" }, { message: "from Catalog" }],
  [{ message: "m", description: "d" }, { message: "m" }],
  [{ message: null, description: "d" }, { message: "d" }],
  [{ code: {}, message: "m" }, { message: "m" }],
  [
    { code: "a", count: 3 },
    { code: "a", count: 3 },
  ],
  [
    { code: "a", recordCount: "3" },
    { code: "a", count: 3 },
  ],
  [{ code: "a", count: -1 }, { code: "a" }],
])("%j is read", (stated, error) => {
  expect(RunErrors.parse([stated])).toEqual([error]);
});

test.each([[{}], [{ code: "", message: " " }], [{ count: 3 }], ["text"], [null], [[]]])(
  "%j says nothing and is dropped, not its neighbour",
  (stated) => {
    expect(RunErrors.parse([stated, { code: "a" }])).toEqual([{ code: "a" }]);
  },
);

test.each([[{}], ["text"], [null], [undefined]])("%j is no list", (stated) => {
  expect(RunErrors.parse(stated)).toEqual([]);
});

test("there are 200 at most", () => {
  expect(RunErrors.parse(Array.from({ length: 300 }, () => ({ code: "a" })))).toHaveLength(200);
});
