import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { columnOf, OTHER_CODE } from "../../../../src/adobe/diagnostics/code.ts";
import { readRow } from "../../../../src/adobe/diagnostics/row.ts";
import { createTally } from "../../../../src/adobe/diagnostics/tally.ts";
import { CodeCount } from "../../../../src/domain/run-diagnostics.ts";

test.each([
  [
    "a conversion error",
    {
      col3: [{ g1: "h1" }],
      _errors: [{ column: "col3", code: "123", message: "x" }],
      _filename: "a1.json",
    },
    { errors: [{ code: "123", column: "col3" }], file: "a1.json" },
  ],
  [
    "a corrupt record, without a column",
    { _corrupt_record: "{a: 'v1'}", _errors: [{ code: "1401", message: "x" }] },
    { errors: [{ code: "1401", column: undefined }], file: undefined },
  ],
  [
    "a failed batch's row",
    { _validationErrors: [{ keyword: "format", message: "x", pointerToViolation: "#/timestamp" }] },
    { errors: [{ code: "format", column: "timestamp" }], file: undefined },
  ],
  [
    "a streaming batch's row",
    {
      _errors: {
        _streamingValidation: [{ keyword: "required", pointerToViolation: "#/person/birthDate" }],
      },
    },
    { errors: [{ code: "required", column: "person.birthDate" }], file: undefined },
  ],
  [
    "a code that is a number",
    { _errors: [{ code: 1401 }] },
    { errors: [{ code: "1401", column: undefined }], file: undefined },
  ],
  [
    "an error without a code",
    { _errors: [{ message: "Payload header is missing Source Name" }] },
    { errors: [{ code: OTHER_CODE, column: undefined }], file: undefined },
  ],
])("%s is read by its codes and columns", (_name, row, expected) => {
  expect(readRow(row)).toEqual(expected);
});

test.each([
  [null],
  [42],
  ["text"],
  [[]],
  [{}],
  [{ name: "Ada" }],
  [{ _errors: [] }],
  [{ _errors: "bad" }],
  [{ _errors: [null, 7, "x"] }],
])("%j is no row that failed", (row) => {
  expect(readRow(row)).toBeUndefined();
});

test.each([
  "ada@example.com",
  "Ada Lovelace",
  "+49 30 1234567",
  "4111111111111111",
  "id_1234567",
  "31.02.1980",
  "Müller",
  "a".repeat(200),
  "",
  "<!channel>",
])("%j looks like a value, not like a column", (text) => {
  expect(columnOf(text)).toBeUndefined();
});

test.each(["birthDate", "_acme.person.name.firstName", "items[0].sku", "xdm:birth-date", "col3"])(
  "%s is a column",
  (text) => {
    expect(columnOf(text)).toBe(text);
  },
);

/** Whatever a row holds: nothing of it is kept but codes and columns of the known forms, and it never throws. */
test("of any row whatever, only codes and column names come through", () => {
  const secret = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `\u00A7${text}`);
  const value = fc.oneof(secret, fc.integer(), fc.constant(null), fc.array(secret), fc.jsonValue());
  const error = fc.dictionary(
    fc.constantFrom("code", "column", "message", "keyword", "pointerToViolation", "x"),
    value,
  );
  const errors = fc.oneof(
    fc.array(error),
    value,
    fc.record({ _streamingValidation: fc.array(error) }),
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom("_errors", "_validationErrors", "name", "_corrupt_record"),
        errors,
      ),
      (row) => {
        const tally = createTally();
        const read = readRow(row);
        if (read !== undefined) tally.add(read);
        const { errors: counted } = tally.errors([]);

        expect(JSON.stringify(counted)).not.toContain("\u00A7");
        for (const one of counted) {
          expect(CodeCount.safeParse(one).success).toBe(true);
          expect(one.code === OTHER_CODE || /^[A-Za-z0-9-]{1,24}$/.test(one.code)).toBe(true);
        }
      },
    ),
  );
});

test("a row counts once for each of its codes, and columns are gathered up to a bound", () => {
  const tally = createTally();
  for (let at = 0; at < 30; at += 1) {
    tally.add({
      errors: [
        { code: "123", column: `c${at}` },
        { code: "123", column: "again" },
        { code: "1401" },
      ],
      file: `f${at % 2}.csv`,
    });
  }

  const { errors } = tally.errors([]);
  expect(tally.rows).toBe(30);
  expect(errors.map(({ code, rows }) => [code, rows])).toEqual([
    ["123", 30],
    ["1401", 30],
  ]);
  expect(errors[0]?.columns).toHaveLength(5);
  expect([...tally.byFile]).toEqual([
    ["f0.csv", 15],
    ["f1.csv", 15],
  ]);
});

test("Catalog's numbers go before those of the rows, and short codes are found in long ones", () => {
  const tally = createTally();
  tally.add({ errors: [{ code: "1401", column: "a" }] });
  tally.add({ errors: [{ code: "3700", column: "birthDate" }] });

  expect(
    tally.errors([
      { code: "INGEST-1212-400" },
      { code: "INGEST-1401-400", rows: 7 },
      { code: "MAPPER-3700-199", rows: undefined },
    ]),
  ).toEqual({
    errors: [
      { code: "INGEST-1401-400", rows: 7, columns: ["a"] },
      { code: "MAPPER-3700-199", rows: 1, columns: ["birthDate"] },
      { code: "INGEST-1212-400", columns: [] },
    ],
    moreErrors: 0,
  });
});

test("of thousands of codes a bounded number is kept, and the rest is told", () => {
  const tally = createTally();
  for (let at = 0; at < 5_000; at += 1) {
    tally.add({ errors: [{ code: String(10_000 + at) }], file: `${at}.csv` });
  }

  const { errors, moreErrors } = tally.errors([]);
  expect(errors).toHaveLength(20);
  expect(moreErrors).toBe(180);
  expect(tally.byFile.size).toBe(1_000);
});
