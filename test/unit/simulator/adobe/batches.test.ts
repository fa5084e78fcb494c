import { expect, test } from "@jest/globals";
import { deriveBatches } from "../../../../src/simulator/adobe/batches/derive.ts";
import { PERSONAL_DATA, personOf } from "../../../../src/simulator/adobe/batches/personal-data.ts";
import type { Simulator } from "../../../../src/simulator/simulator.ts";
import { fixture } from "../../../support/fixture.ts";
import { flatRun } from "../../../support/flat-run.ts";
import { start } from "../support/with-simulator.ts";

const EXPORT = "/data/foundation/export/batches/b1";

async function tokenOf({ imsUrl }: Simulator): Promise<string> {
  const response = await fetch(new URL("/ims/token/v3", imsUrl), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "the-client",
      client_secret: "p8e-simulated",
      scope: "openid",
    }),
  });
  const { access_token: token } = await response.json();
  return token;
}

/** Asks the platform with all that it wants, but for what the test changes. */
async function platform(headers: Record<string, string> = {}) {
  const { simulator } = await start();
  simulator.adobe.batches.define({
    batchId: "b1",
    status: "failed",
    inputFiles: Array.from({ length: 120 }, (_, at) => `in/${at}.csv`),
    rowErrors: { "conversion_errors_0.json": [personOf(1), personOf(2)] },
    failed: Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`part-${at}.json`, []])),
  });
  const all = {
    authorization: `Bearer ${await tokenOf(simulator)}`,
    "x-api-key": "the-client",
    "x-gw-ims-org-id": "the-org@AdobeOrg",
    "x-sandbox-name": "prod",
    ...headers,
  };
  return (path: string) =>
    fetch(new URL(path, simulator.platformUrl), { headers: all, redirect: "manual" });
}

test("Catalog has a batch under its id, and only in its sandbox", async () => {
  const prod = await (await platform())("/data/foundation/catalog/batches/b1");
  const dev = await (await platform({ "x-sandbox-name": "dev" }))(
    "/data/foundation/catalog/batches/b1",
  );

  expect(await prod.json()).toMatchObject({ b1: { id: "b1", status: "failed" } });
  expect(dev.status).toBe(404);
});

test.each([
  ["authorization", "Bearer wrong", 401],
  ["x-api-key", "another", 403],
  ["x-gw-ims-org-id", "another", 403],
  ["x-sandbox-name", "", 400],
])("without a right %s nothing is told", async (header, value, status) => {
  const ask = await platform({ [header]: value });

  for (const path of [`${EXPORT}/failed`, `${EXPORT}/meta?path=row_errors`]) {
    expect((await ask(path)).status).toBe(status);
  }
});

test("a listing has a hundred names at most, and leads to its next page", async () => {
  const ask = await platform();
  const first = await (await ask(`${EXPORT}/failed`)).json();
  const second = await (await ask(`${EXPORT}/failed?start=100&limit=100`)).json();

  expect(first.data).toHaveLength(100);
  expect(first.data[0]).toMatchObject({ name: "part-0.json", length: "0" });
  expect(first._links.next.href).toMatch(/start=100$/);
  expect(second.data).toHaveLength(50);
  expect(second._links).toBeUndefined();
});

test.each(["limit=101", "limit=0", "start=-1", "start=x"])("%s is refused", async (query) => {
  expect((await (await platform())(`${EXPORT}/failed?${query}`)).status).toBe(400);
});

test("files are lines of JSON", async () => {
  const ask = await platform();
  const rows = await (await ask(`${EXPORT}/meta?path=row_errors/conversion_errors_0.json`)).text();
  const lists = await (await ask(`${EXPORT}/meta?path=input_files`)).json();
  const files = await (await ask(`${EXPORT}/meta?path=input_files/fileMetaData3.json`)).text();

  expect(
    rows
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([personOf(1), personOf(2)]);
  expect(lists.data).toHaveLength(3);
  expect(files.split("\n")[0]).toBe('{"path":"in/100.csv"}');
});

test.each(["meta?path=nothing", "meta?path=row_errors/none.json", "failed?path=none"])(
  "%s is not found",
  async (path) => {
    expect((await (await platform())(`${EXPORT}/${path}`)).status).toBe(404);
  },
);

test("a batch is made for each that a run with trouble names, with personal data in its rows", () => {
  const [batch] = deriveBatches(flatRun({ batchId: "b7", code: "MAPPER-3700-199" }));

  expect(batch).toMatchObject({ batchId: "b7", sandbox: "prod", status: "failed" });
  for (const canary of PERSONAL_DATA.slice(0, 2)) expect(JSON.stringify(batch)).toContain(canary);
});

test("every piece of personal data holds one of the texts by which it is found", () => {
  for (let row = 0; row < 200; row += 1) {
    for (const value of Object.values(personOf(row))) {
      expect(PERSONAL_DATA.some((canary) => value.includes(canary))).toBe(true);
    }
  }
});

test("Adobe's older sample has a batch to which nothing was uploaded", () => {
  expect(deriveBatches(fixture("flow-run-failure-pipeline"))).toEqual([
    expect.objectContaining({
      batchId: "6f6a900f-e40d-4f0e-9bb9-b614436c3465",
      errors: [expect.objectContaining({ code: "133" })],
    }),
  ]);
});

test.each([[null], ["text"], [[]], [{}], [flatRun({ status: "success", batchId: "b" })]])(
  "%j makes no batch",
  (body) => {
    expect(deriveBatches(body)).toEqual([]);
  },
);
