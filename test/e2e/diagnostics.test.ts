import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PERSONAL_DATA, personOf } from "../../src/simulator/adobe/batches/personal-data.ts";
import type { ApiFault } from "../../src/simulator/adobe/faults.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { ask } from "../support/ask.ts";
import { DANA, MINUTE, T0 } from "../support/builders.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, visibleText } from "../support/messages.ts";
import { ADOBE_API_ENV, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const BATCH = "01EF01X41KJD82Y9ZX6ET54PCZ";
const MAPPER = "MAPPER-3700-199";
const LINE = `Batch failed · 30 rows: 28 × ${MAPPER} (birthDate), 2 × INGEST-1401-400 · 1 of 12 files not taken`;
const LOOKED_UP = "diagnostics of a run looked up";

let flowrun: Flowrun;
let simulator: Simulator;

beforeEach(async () => {
  flowrun = await startFlowrun({ env: ADOBE_API_ENV });
  simulator = flowrun.simulator;
});
afterEach(async () => {
  await flowrun.close();
});

const failed = (parts: Parameters<typeof flatRun>[0] = {}) =>
  flatRun({ code: MAPPER, batchId: BATCH, ...parts });

function batchCalls(): readonly string[] {
  return simulator.adobe.platformCalls().filter((call) => call.includes("/batches/"));
}

async function detailsOf(ts: string): Promise<string> {
  await simulator.slack.press(DANA, { ts }, "Details");
  return visibleText(await simulator.slack.waitFor(() => simulator.slack.view(DANA)));
}

describe("what Adobe's diagnostics say of a failed run", () => {
  test("comes to the card that was posted without it, as one line", async () => {
    simulator.adobe.setFaults({ platformDelayMs: 30 });

    await simulator.adobe.post(failed());
    const posted = await cardSaying(simulator, MAPPER);
    const told = await cardSaying(simulator, "Batch failed");

    expect(posted.text).not.toContain("Batch failed");
    expect(told.ts).toBe(posted.ts);
    expect(told.text).toContain(LINE);
    expect(visibleText(told)).toContain(LINE.replaceAll(/(MAPPER|INGEST)[\d-]+/g, "`$&`"));
    expect(simulator.slack.calls("chat.postMessage")).toHaveLength(1);
    expect(simulator.slack.replies(told.ts)).toEqual([]);
  });

  test("stands in Details and in /flowrun show, with the files", async () => {
    const run = failed();
    await simulator.adobe.post(run);
    const { ts } = await cardSaying(simulator, "Batch failed");

    const details = await detailsOf(ts);
    const shown = await ask(flowrun, `/flowrun show ${run.id}`);

    expect(details.replaceAll("\n", "")).toContain(`28 × ${MAPPER} in birthDate`);
    expect(details).toContain("1 of 12 files not taken");
    expect(details).toContain("part-12.csv");
    expect(details).toContain("part-1.csv (10)");
    expect(JSON.stringify(shown.blocks)).toContain('"type":"table"');
    expect(shown.text).toContain(`Rows 28, Error ${MAPPER}, Columns birthDate`);
  });

  test("is asked for once, also after a restart and with the next failure of another cause", async () => {
    await simulator.adobe.post(failed());
    await cardSaying(simulator, "Batch failed");
    const calls = batchCalls().length;

    await flowrun.restart();
    await simulator.adobe.post(flatRun({ code: "118", batchId: "01EF01X41KJD82Y9ZX6ET54PC2" }));
    await flowrun.logged(LOOKED_UP, 2);

    expect(batchCalls().filter((call) => call.includes(BATCH))).toHaveLength(calls);
  });

  test("comes for a success with errors too", async () => {
    await simulator.adobe.post(
      flatRun({ status: "success", records: 100, rejected: 30, batchId: BATCH }),
    );

    const card = await cardSaying(simulator, "Batch ingested");

    expect(card.text).toContain(`Batch ingested · 30 rows: 28 × ${MAPPER} (birthDate)`);
    expect(card.text).not.toContain("not taken");
  });
});

test("no personal data of any row is in a log line, in the store or in what was sent to Slack", async () => {
  const person = personOf(1);
  simulator.adobe.batches.define({
    batchId: "canary-everywhere",
    status: "failed",
    failedRecordCount: 2,
    errors: [
      { code: person.email, description: `The row of ${person.name} is bad`, recordCount: 1 },
      { code: MAPPER, description: person.iban, recordCount: 1 },
    ],
    rowErrors: {
      "conversion_errors_0.json": [
        {
          ...person,
          _errors: [{ code: person.phone, column: person.email, message: person.name }],
        },
        { ...person, _errors: [{ code: MAPPER, column: person.name }], _filename: person.email },
        `{"truncated": "${person.name}`,
      ],
    },
    inputFiles: ["a.csv"],
    failed: { "a.csv": [person] },
  });
  const first = failed({ at: T0 });
  const second = failed({ flowId: "flow-2", flowName: "Second", batchId: "canary-everywhere" });

  await simulator.adobe.post(first);
  await simulator.adobe.post(second);
  const { ts } = await cardSaying(simulator, "another error");
  await cardSaying(simulator, "28 ×");
  const details = await detailsOf(ts);
  const shown = await ask(flowrun, `/flowrun show ${second.id}`);
  await flowrun.stopApp();

  // The simulator did send it.
  expect(JSON.stringify(simulator.adobe.batches.find(BATCH, "prod"))).toContain(PERSONAL_DATA[0]);
  const bytes = readdirSync(flowrun.dataDir, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(flowrun.dataDir, file))
    .map((file) => readFileSync(file, "latin1"))
    .join("\n");
  expect(bytes).toContain(MAPPER);
  const seen = [
    JSON.stringify(flowrun.logs()),
    bytes,
    JSON.stringify(simulator.slack.calls()),
    details,
    JSON.stringify(shown),
  ].join("\n");
  for (const canary of PERSONAL_DATA) expect(seen).not.toContain(canary);
});

test("a storm of 200 failures of one flow asks for no more than a run or two", async () => {
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      simulator.adobe.post(failed({ at: T0 + index * MINUTE, batchId: `batch-${index}` })),
    ),
  );
  await flowrun.logged(LOOKED_UP);

  const asked = new Set(batchCalls().map((call) => /batches\/([\w-]+)/.exec(call)?.[1]));
  expect(asked.size).toBeLessThanOrEqual(2);
});

test("without credentials nothing is asked and the card is as ever", async () => {
  await flowrun.close();
  flowrun = await startFlowrun();
  simulator = flowrun.simulator;

  await simulator.adobe.post(failed());
  const card = await cardSaying(simulator, MAPPER);

  expect(card.text).not.toContain("Batch failed");
  expect(simulator.adobe.platformCalls()).toEqual([]);
});

test("a run that wrote no batch asks for none", async () => {
  await simulator.adobe.post(flatRun());
  await flowrun.logged("names of a flow looked up");

  expect(batchCalls()).toEqual([]);
});

test("whatever host and path the notification names, Adobe's own host is asked for sound ids alone", async () => {
  const run = failed({ batchId: "../../ims/token" });
  const evil = `${simulator.url}/evil/data/foundation/export/batches/${BATCH}/meta?path=../../x`;
  Object.assign(run, {
    metrics: {
      statusSummary: { status: "failed" },
      fileSummary: { manifest: { fileInfo: [{ path: evil }] } },
    },
  });

  await simulator.adobe.post(run);
  await flowrun.logged(LOOKED_UP);

  expect(new Set(batchCalls().map((call) => call.replace(/\/(meta|failed)$/, "")))).toEqual(
    new Set([
      `GET /data/foundation/catalog/batches/${BATCH}`,
      `GET /data/foundation/export/batches/${BATCH}`,
    ]),
  );
});

describe("bad answers", () => {
  test.each<ApiFault>([
    "down",
    "status500",
    "rate_limited",
    "refused",
    "forbidden",
    "redirect",
    "truncated",
    "html",
    "wrong_types",
    "huge",
  ])("%s is harmless, and the diagnostics come after a restart", async (platform) => {
    simulator.adobe.setFaults({ platform });

    const answer = await simulator.adobe.post(failed());
    const card = await cardSaying(simulator, MAPPER);
    await flowrun.logged(LOOKED_UP);
    const asked = batchCalls().length;
    await flowrun.stopApp();
    simulator.adobe.setFaults({ platform: false });
    await flowrun.startApp();
    const told = await cardSaying(simulator, "Batch failed");

    expect(answer.status).toBe(200);
    expect(asked).toBeLessThanOrEqual(8);
    expect(told.ts).toBe(card.ts);
    expect(told.text).toContain(LINE);
    expect(JSON.stringify(flowrun.logs())).not.toContain("NNNNNNNNNN");
  });

  test("while the platform hangs neither Adobe's answer nor the card nor a stop waits", async () => {
    simulator.adobe.setFaults({ platform: "hang" });

    const before = Date.now();
    const answer = await simulator.adobe.post(failed());
    await cardSaying(simulator, MAPPER);
    await simulator.slack.waitFor(() => batchCalls().length > 0);
    await flowrun.stopApp();

    expect(answer.status).toBe(200);
    expect(Date.now() - before).toBeLessThan(2_500);
  });

  test("a batch that Adobe does not have costs one lookup", async () => {
    await simulator.adobe.post(failed({ at: T0 }));
    await cardSaying(simulator, "Batch failed");
    simulator.adobe.setFaults({ platform: "forbidden" });
    await simulator.adobe.post(failed({ flowId: "flow-2", batchId: "unknown-1" }));
    await flowrun.logged(LOOKED_UP, 2);
    await flowrun.logged("Adobe refuses an answer");
    const asked = batchCalls().length;
    await simulator.adobe.post(failed({ flowId: "flow-2", batchId: "unknown-1", at: T0 - MINUTE }));
    await flowrun.logged("notification recorded", 3);

    expect(batchCalls()).toHaveLength(asked);
  });
});

describe("more than anybody would read", () => {
  const row = (at: number) => ({ _errors: [{ column: "birthDate", code: MAPPER }], at });

  test("10,000 files are counted as far as the bound goes", async () => {
    simulator.adobe.batches.define({
      batchId: BATCH,
      status: "failed",
      inputFiles: Array.from({ length: 10_000 }, (_, at) => `in/file-${at}.csv`),
      failed: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`file-${at}.csv`, []])),
    });

    await simulator.adobe.post(failed());
    const card = await cardSaying(simulator, "Batch failed");

    expect(card.text).toMatch(/at least 500 (of at least \d+ )?files not taken/);
    expect(batchCalls().length).toBeLessThanOrEqual(40);
    expect(JSON.stringify(card.blocks).length).toBeLessThan(12_000);
  });

  test("a listing without end comes to an end", async () => {
    simulator.adobe.batches.define({ batchId: BATCH, status: "failed", endless: true });

    await simulator.adobe.post(failed());
    await cardSaying(simulator, "at least 500 files not taken");

    expect(batchCalls().length).toBeLessThanOrEqual(40);
  });

  test("of a file with more rows than are read, the card says so", async () => {
    simulator.adobe.batches.define({
      batchId: BATCH,
      status: "failed",
      rowErrors: { "conversion_errors_0.json": Array.from({ length: 25_000 }, (_, at) => row(at)) },
    });

    await simulator.adobe.post(failed());
    const card = await cardSaying(simulator, "Batch failed");

    expect(card.text).toContain(`at least 20,000 rows: 20,000 × ${MAPPER} (birthDate)`);
  });

  test("names of a megabyte and lines of a megabyte are passed over", async () => {
    simulator.adobe.batches.define({
      batchId: BATCH,
      status: "failed",
      inputFiles: ["n".repeat(1_000_000), "good.csv"],
      rowErrors: {
        "conversion_errors_0.json": [{ ...row(1), big: "b".repeat(1_000_000) }, row(2)],
      },
    });

    await simulator.adobe.post(failed());
    const card = await cardSaying(simulator, "Batch failed");

    expect(card.text).toContain(`at least 1 row: 1 × ${MAPPER}`);
    expect(JSON.stringify(simulator.slack.calls())).not.toContain("nnnnnnnnnn");
  });
});

test("flows that only the journal brought get their names and diagnostics", async () => {
  await flowrun.close();
  flowrun = await startFlowrun({
    env: ADOBE_API_ENV,
    journal: true,
    prepare({ adobe }) {
      adobe.flows.define({ flowId: "flow-j", name: "Brought by the journal" });
      const { flowName: _none, ...run } = failed({ flowId: "flow-j", at: Date.now() - MINUTE });
      adobe.journal.add(run);
    },
  });
  simulator = flowrun.simulator;

  const card = await cardSaying(simulator, "Brought by the journal");
  const told = await cardSaying(simulator, "Batch failed");

  expect(told.ts).toBe(card.ts);
});
