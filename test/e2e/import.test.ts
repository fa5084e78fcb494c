import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import { ask } from "../support/ask.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying, visibleText } from "../support/messages.ts";
import { type Program, runProgram } from "../support/run-program.ts";
import {
  ADOBE_API_ENV,
  BOT_TOKEN,
  CLIENT_ID,
  ORG_ID,
  SIGNING_SECRET,
  settings,
} from "../support/start-flowrun.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LIST = "GET /data/foundation/flowservice/runs";

let simulator: Simulator;
let folder: string;
let now: number;
const programs: Program[] = [];

beforeEach(async () => {
  now = Date.now();
  folder = mkdtempSync(path.join(tmpdir(), "flowrun-import-"));
  simulator = await startSimulator({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    clientId: CLIENT_ID,
    imsOrgId: ORG_ID,
  });
});

afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({
  ...settings(simulator, path.join(folder, "data")),
  ...ADOBE_API_ENV,
});

function importing(args: readonly string[] = [], more: Record<string, string> = {}): Program {
  const program = runProgram("import.js", { cwd: folder, env: { ...env(), ...more }, args });
  programs.push(program);
  return program;
}

async function imported(args: readonly string[] = []): Promise<string> {
  const program = importing(args);
  const status = await program.ended;
  expect({ status, output: status === 0 ? "" : program.output() }).toEqual({
    status: 0,
    output: "",
  });
  return program.output();
}

async function startFlowrunItself(): Promise<Program> {
  const program = runProgram("main.js", { cwd: folder, env: env() });
  programs.push(program);
  const [, port = ""] = await program.says(/"port":(\d+)[^\n]*"msg":"listening"/);
  simulator.connect(`http://127.0.0.1:${port}`);
  return program;
}

const listCalls = (): number =>
  simulator.adobe.platformCalls().filter((call) => call === LIST).length;

/** One flow failed and recovered, one fails since days, one runs every day. */
function fillFlowService(): void {
  const { runBook, flows } = simulator.adobe;
  runBook.add(flatRun({ flowId: "mended", at: now - 6 * DAY, code: "133" }));
  runBook.add(flatRun({ flowId: "mended", at: now - 5 * DAY, status: "success", records: 5 }));
  for (const days of [4, 3, 2]) runBook.add(flatRun({ flowId: "broken", at: now - days * DAY }));
  for (let day = 1; day <= 29; day += 1) {
    runBook.add(flatRun({ flowId: "daily", at: now - day * DAY, status: "success", records: 90 }));
  }
  flows.define({ flowId: "mended", name: "Mended by now" });
  flows.define({ flowId: "broken", name: "Broken since days" });
  flows.define({ flowId: "daily", name: "Daily orders", source: { name: "Shop", type: "sftp" } });
}

describe("an import", () => {
  test("makes the first day useful, and tells nothing of the past in Slack", async () => {
    fillFlowService();

    const output = await imported();
    await startFlowrunItself();
    const flowrun = { simulator };
    const list = await ask(flowrun, "/flowrun list Daily orders");
    const failed = await ask(flowrun, "/flowrun list failed");
    const status = await ask(flowrun, "/flowrun status");
    await simulator.adobe.post(flatRun({ flowId: "other", flowName: "Of today", at: Date.now() }));
    await cardSaying(simulator, "Of today");

    expect(output).toContain("Imported 34 runs of the last 30 days (prod).");
    expect(output).toContain("34 new, 0 known already. Nothing was posted in Slack.");
    expect(output).toContain("Names of 3 flows looked up.");
    expect(output).toContain("1 alert is not resolved: see /flowrun status.");
    expect(visibleText(list)).toContain("Daily orders");
    expect(visibleText(failed)).toContain("Mended by now");
    expect(visibleText(status)).toContain("Broken since days");
    expect(simulator.slack.messages().map(({ text }) => text.slice(0, 16))).toEqual([
      "Failed: Of today",
    ]);
  });

  test("an imported alert that recovers stays unsaid; one whose flow fails again is told, with its history", async () => {
    const { runBook, flows } = simulator.adobe;
    for (const flowId of ["quiet", "loud"]) {
      runBook.add(flatRun({ flowId, at: now - 2 * DAY }));
      runBook.add(flatRun({ flowId, at: now - DAY }));
      flows.define({ flowId, name: `The ${flowId} one` });
    }
    await imported();
    await startFlowrunItself();

    await simulator.adobe.post(
      flatRun({ flowId: "quiet", flowName: "The quiet one", status: "success", at: Date.now() }),
    );
    await simulator.adobe.post(
      flatRun({ flowId: "loud", flowName: "The loud one", at: Date.now() }),
    );
    const card = await cardSaying(simulator, "The loud one");
    const status = await ask({ simulator }, "/flowrun status The quiet one");

    expect(visibleText(card)).toMatch(/3 failures|3 times|3rd/i);
    expect(visibleText(status)).toContain("No alert open: The quiet one");
    expect(simulator.slack.messages()).toHaveLength(1);
  });

  test("who takes an imported alert brings its card, so that the others know", async () => {
    simulator.adobe.runBook.add(flatRun({ flowId: "broken", at: now - DAY }));
    simulator.adobe.flows.define({ flowId: "broken", name: "Broken since days" });
    await imported();
    await startFlowrunItself();

    await ask({ simulator }, "/flowrun ack #1");

    await cardSaying(simulator, "Acknowledged: Broken since days");
    expect(simulator.slack.messages()).toHaveLength(1);
  });

  test("a card that stands is brought up to date, without a word in its thread", async () => {
    const first = await startFlowrunItself();
    await simulator.adobe.post(flatRun({ flowId: "f", flowName: "Orders", at: now - 3 * HOUR }));
    const card = await cardSaying(simulator, "Failed: Orders");
    first.child.kill("SIGTERM");
    await first.ended;
    simulator.adobe.runBook.add(flatRun({ flowId: "f", status: "success", at: now - HOUR }));

    await imported(["--days", "1"]);
    await startFlowrunItself();
    await cardSaying(simulator, "Recovered: Orders");

    expect(simulator.slack.messages()).toHaveLength(1);
    expect(simulator.slack.replies(card.ts)).toEqual([]);
  });

  test("again changes nothing, and asks only for the days that may have changed", async () => {
    fillFlowService();
    await imported();
    const before = listCalls();

    const output = await imported();

    expect(before).toBe(31);
    expect(listCalls() - before).toBeLessThanOrEqual(3);
    expect(output).toMatch(/\b0 new, [123] known already; 2[89] days were read before/);
  });

  test("killed in the middle goes on where it was", async () => {
    fillFlowService();
    simulator.adobe.setFaults({ platformDelayMs: 20 });
    const killed = importing();
    await killed.says(/\(12 of 31 days\)/);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const before = listCalls();
    simulator.adobe.setFaults({ platformDelayMs: 0 });

    await imported();
    await startFlowrunItself();
    const list = await ask({ simulator }, "/flowrun list");

    expect(listCalls() - before).toBeLessThanOrEqual(31 - 12);
    expect(list.text).toContain("34");
  });

  test("Ctrl-C ends it with what is read so far, and status 130", async () => {
    fillFlowService();
    simulator.adobe.setFaults({ platformDelayMs: 20 });
    const stopped = importing();
    await stopped.says(/\(5 of 31 days\)/);
    stopped.child.kill("SIGINT");

    expect(await stopped.ended).toBe(130);
    expect(stopped.output()).toMatch(/Stopped at prod \d{4}-\d\d-\d\d\. Start the import again/);
  });

  test("reads the sandboxes that are named, and pages of many runs", async () => {
    for (let index = 0; index < 250; index += 1) {
      simulator.adobe.runBook.add({
        ...flatRun({ flowId: "many", status: "success", at: now - HOUR - index }),
        sandboxName: "dev",
      });
    }

    const output = await imported(["--sandbox", "dev", "--sandbox", "stage", "--days", "1"]);

    expect(output).toContain("Imported 250 runs of the last day (dev, stage).");
  });
});

describe("what cannot be imported says why and what to do", () => {
  test("while Flowrun has the folder", async () => {
    await startFlowrunItself();
    const refused = importing();

    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/Flowrun is running on this data folder\. Stop it, import/);
    expect(listCalls()).toBe(0);
  });

  test("without a credential", async () => {
    const refused = importing([], { ADOBE_CLIENT_SECRET: "" });

    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain("Set ADOBE_CLIENT_SECRET and ADOBE_ORG_ID.");
  });

  test("with a secret that Adobe does not know", async () => {
    const refused = importing([], { ADOBE_CLIENT_SECRET: "p8e-of-somebody-else" });

    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/no access token: invalid_client\. Check ADOBE_CLIENT_ID/);
    expect(refused.output()).not.toContain("p8e-of-somebody-else");
  });

  test("without the permission", async () => {
    simulator.adobe.setFaults({ platform: "forbidden" });
    const refused = importing();

    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/Could not go on at prod .*: status 403\. .*View Sources/);
  });

  test.each([
    [["--days", "0"], /--days must be a whole number from 1 to 365/],
    [["--days", "many"], /--days must be/],
    [["--sandbox", "../prod"], /--sandbox must be/],
    [["--dayz", "3"], /--dayz/],
    [["seven"], /seven/],
  ])("with %j", async (args, words) => {
    const refused = importing(args);

    expect(await refused.ended).toBe(2);
    expect(refused.output()).toMatch(words);
    expect(refused.output()).toContain("Usage: npm run import");
  });

  test("with --help, how it is used", async () => {
    const helped = importing(["--help"]);

    expect(await helped.ended).toBe(0);
    expect(helped.output()).toContain("--sandbox <name>");
  });
});
