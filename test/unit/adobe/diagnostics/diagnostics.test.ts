import { beforeEach, expect, test } from "@jest/globals";
import {
  createDiagnosticsSource,
  type DiagnosticsLookup,
} from "../../../../src/adobe/diagnostics/diagnostics.ts";
import { createPlatformAsker } from "../../../../src/adobe/platform-reader.ts";
import { AdobeRequestError } from "../../../../src/adobe/request.ts";
import { silentLogger } from "../../../support/builders.ts";
import { createFakeClock } from "../../../support/fake-clock.ts";

let asked: URL[];

beforeEach(() => {
  asked = [];
});

type Answers = (path: string, url: URL) => Response | undefined;

/** A platform that answers `<batch>`, `failed`, `meta <path>`; 404 where the test says nothing. */
function find(answer: Answers, batchIds: readonly string[] = ["b1"]): Promise<DiagnosticsLookup> {
  const ask = createPlatformAsker({
    request: async (url) => {
      asked.push(url);
      const inside = url.searchParams.get("path");
      const last = url.pathname.split("/").at(-1) ?? "";
      const response = answer(inside === null ? last : `${last} ${inside}`, url);
      return response ?? new Response("{}", { status: 404 });
    },
    platformUrl: "https://platform.adobe.io",
    clock: createFakeClock(),
    logger: silentLogger,
  });
  return createDiagnosticsSource(ask).find(batchIds, "prod");
}

const batch = (parts: object): Response => Response.json({ b1: { status: "failed", ...parts } });
const listing = (...names: string[]): Response =>
  Response.json({ data: names.map((name) => ({ name, length: "1" })), _page: {} });
const rows = (...values: object[]): Response =>
  new Response(values.map((value) => JSON.stringify(value)).join("\n"));

test("status, counts by code, columns and files are put together", async () => {
  const found = await find((path) => {
    switch (path) {
      case "b1":
        return batch({
          metrics: { failedRecordCount: 3 },
          errors: [{ code: "INGEST-1401-400", recordCount: 1 }, { code: "INGEST-1212-400" }],
        });
      case "meta row_errors":
        return listing("conversion_errors_0.json", "parsing_errors_0.json");
      case "meta row_errors/conversion_errors_0.json":
        return rows(
          { _errors: [{ column: "birthDate", code: "123" }], _filename: "etc/a.csv" },
          { _errors: [{ column: "email", code: "123" }], _filename: "unknown.csv" },
        );
      case "meta row_errors/parsing_errors_0.json":
        return rows({ _errors: [{ code: "1401" }], _filename: "a.csv" });
      case "meta input_files":
        return listing("fileMetaData1.json", "fileMetaData2.json");
      case "meta input_files/fileMetaData1.json":
        return rows({ path: "etc/a.csv" }, { path: "etc/b.csv" });
      case "meta input_files/fileMetaData2.json":
        return rows({ path: "c.csv" });
      case "failed":
        return listing("_SUCCESS", "conversion_errors", "c.csv");
      default:
        return undefined;
    }
  });

  expect(found).toEqual({
    kind: "found",
    diagnostics: {
      complete: true,
      batches: [
        {
          batchId: "b1",
          status: "failed",
          failedRows: { count: 3, atLeast: false },
          errors: [
            { code: "123", rows: 2, columns: ["birthDate", "email"] },
            { code: "INGEST-1401-400", rows: 1, columns: [] },
            { code: "INGEST-1212-400", columns: [] },
          ],
          moreErrors: 0,
          files: {
            given: { count: 3, atLeast: false, names: ["a.csv", "b.csv", "c.csv"] },
            notTaken: { count: 1, atLeast: false, names: ["c.csv"] },
            withErrors: [{ name: "a.csv", rows: 2 }],
          },
        },
      ],
    },
  });
  expect(new Set(asked.map(({ origin }) => origin))).toEqual(
    new Set(["https://platform.adobe.io"]),
  );
});

test("of a batch that went well the listing of what failed is not asked for", async () => {
  await find((path) => (path === "b1" ? batch({ status: "success" }) : undefined));

  expect(asked.map(({ pathname }) => pathname)).not.toContain(
    "/data/foundation/export/batches/b1/failed",
  );
});

test("of a failed streaming batch its own files are counted", async () => {
  const found = await find((path) => {
    if (path === "b1") return batch({});
    if (path === "failed") return listing("_SUCCESS", "part-0.json");
    if (path !== "failed part-0.json") return undefined;
    return rows({ _validationErrors: [{ keyword: "format", pointerToViolation: "#/timestamp" }] });
  });

  expect(found).toMatchObject({
    diagnostics: {
      batches: [
        {
          failedRows: { count: 1, atLeast: false },
          errors: [{ code: "format", rows: 1, columns: ["timestamp"] }],
          files: { notTaken: { count: 1 } },
        },
      ],
    },
  });
});

test.each(["processing", "staging", "loading"])(
  "a batch that is %s is to be asked for again",
  async (status) => {
    expect(await find((path) => (path === "b1" ? batch({ status }) : undefined))).toMatchObject({
      kind: "found",
      diagnostics: { complete: false, batches: [{ status }] },
    });
  },
);

test("a status that we do not know is none, and the counts stay", async () => {
  const errors = [{ code: "133" }];
  const found = await find((path) =>
    path === "b1" ? batch({ status: "sleeping", errors }) : undefined,
  );

  expect(found).toMatchObject({
    kind: "found",
    diagnostics: { complete: true, batches: [{ errors: [{ code: "133" }] }] },
  });
  expect(JSON.stringify(found)).not.toContain("sleeping");
});

test("what nobody knows of is none", async () => {
  expect(await find(() => undefined)).toEqual({ kind: "none" });
});

test.each([
  ["503", () => new Response("", { status: 503 })],
  ["no batch", () => Response.json({ b1: 42 })],
  ["another batch", () => Response.json({ b2: { status: "failed" } })],
  ["HTML", () => new Response("<html></html>")],
])(
  "%s in the place of the batch is unavailable, and nothing more is asked",
  async (_name, answer) => {
    expect(await find(answer, ["b1", "b2"])).toEqual({ kind: "unavailable" });
    expect(asked).toHaveLength(1);
  },
);

test("no connection is unavailable", async () => {
  expect(
    await find(() => {
      throw new AdobeRequestError("no_connection");
    }),
  ).toEqual({ kind: "unavailable" });
});

test("where Data Access does not answer, what Catalog said is kept and the rest asked for later", async () => {
  const found = await find((path) =>
    path === "b1" ? batch({ errors: [{ code: "133" }] }) : new Response("", { status: 500 }),
  );

  expect(found).toMatchObject({
    kind: "found",
    diagnostics: { complete: false, batches: [{ status: "failed", errors: [{ code: "133" }] }] },
  });
  expect(asked).toHaveLength(2);
});

test("ids that are no ids are never part of an address", async () => {
  expect(await find(() => undefined, ["../../ims", "a/b", "b1?x", "b1#", "", "é"])).toEqual({
    kind: "none",
  });
  expect(asked).toEqual([]);
});

test("names in a listing that mean something in an address are passed over", async () => {
  await find((path) =>
    path === "b1"
      ? batch({})
      : path === "meta row_errors"
        ? listing("../../x.json", "a\\b.json", "a?path=b.json", "ok.json", "n\u0000.json")
        : undefined,
  );

  expect(
    asked.map(({ searchParams }) => searchParams.get("path")).filter((path) => path?.includes("/")),
  ).toEqual(["row_errors/ok.json"]);
});

test("pages are followed by their start, whatever host the link names", async () => {
  const page = (from: number, next?: number): Response =>
    Response.json({
      data: Array.from({ length: 100 }, (_, at) => ({ name: `part-${from + at}.csv` })),
      ...(next === undefined
        ? {}
        : { _links: { next: { href: `https://evil.example/x?start=${next}&limit=100` } } }),
    });
  const found = await find((path, url) => {
    if (path === "b1") return batch({});
    if (path !== "failed") return undefined;
    return url.searchParams.get("start") === "100" ? listing("last.csv") : page(0, 100);
  });

  expect(found).toMatchObject({
    diagnostics: { batches: [{ files: { notTaken: { count: 101, atLeast: false } } }] },
  });
  expect(new Set(asked.map(({ host }) => host))).toEqual(new Set(["platform.adobe.io"]));
});

test("a listing that repeats its page, or goes back, ends", async () => {
  const again = (next: number): Response =>
    Response.json({
      data: [{ name: "a.csv" }],
      _links: { next: { href: `https://platform.adobe.io/?start=${next}` } },
    });
  const pagesRead = async (next: number): Promise<number> => {
    asked = [];
    await find((path) => (path === "b1" ? batch({}) : path === "failed" ? again(next) : undefined));
    return asked.filter(({ pathname }) => pathname.endsWith("/failed")).length;
  };

  expect(await pagesRead(100)).toBe(2);
  expect(await pagesRead(0)).toBe(2);
});

test("one lookup makes no more than 40 calls, whatever there is", async () => {
  const many = (count: number): string[] =>
    Array.from({ length: count }, (_, at) => `f-${at}.json`);
  await find(
    (path, url) => {
      if (/^b\d$/.test(path)) return Response.json({ [path]: { status: "failed" } });
      if (/^(failed|meta (row_errors|input_files))$/.test(path)) {
        const start = Number(url.searchParams.get("start") ?? 0);
        return listing(...many(100).map((name) => `${start}-${name}`));
      }
      return rows({ path: `${path}.csv`, _errors: [{ code: "123" }] });
    },
    ["b1", "b2", "b3"],
  );

  expect(asked.length).toBeLessThanOrEqual(40);
});
