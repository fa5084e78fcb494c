import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import { flatRun } from "../support/flat-run.ts";
import { startGate } from "../support/gate.ts";
import { cardSaying, repliesSaying } from "../support/messages.ts";
import {
  ADOBE_API_ENV,
  BOT_TOKEN,
  CLIENT_ID,
  ORG_ID,
  SIGNING_SECRET,
  settings,
} from "../support/start-flowrun.ts";

const ROOT = path.join(import.meta.dirname, "../..");

let simulator: Simulator;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "flowrun-process-"));
  simulator = await startSimulator({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    clientId: CLIENT_ID,
    imsOrgId: ORG_ID,
  });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** The built program in a folder of its own, with these settings and no others. */
function run(env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [path.join(ROOT, "dist/main.js")], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...env },
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (data) => {
    output += String(data);
  });
  child.stderr.on("data", (data) => {
    output += String(data);
  });
  const ended = once(child, "close").then(([code]) => code);
  return { child, output: () => output, ended };
}

async function listening({ child, output, ended }: Running): Promise<string> {
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", () => {
      const found = /"port":(\d+)[^\n]*"msg":"listening"/.exec(output())?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(() => reject(new Error(`it ended: ${output()}`)), reject);
  });
  const url = `http://127.0.0.1:${port}`;
  simulator.connect(url);
  return url;
}

const good = (): Record<string, string> => settings(simulator, path.join(folder, "data"));

describe("start-up that cannot succeed says what to do and ends with status 1", () => {
  async function expectRefusal(env: Record<string, string>, words: RegExp): Promise<void> {
    const refused = run(env);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(words);
    expect(refused.output()).not.toContain(SIGNING_SECRET);
    expect(refused.output()).not.toContain(BOT_TOKEN);
  }

  test("bad settings: all of them in one message", async () => {
    const { SLACK_CHANNEL: _gone, ...env } = good();

    await expectRefusal(
      { ...env, PORT: "many", SLACK_BOT_TOKEN: `x${BOT_TOKEN}` },
      /3 settings are wrong:\n.*SLACK_BOT_TOKEN.*\n.*SLACK_CHANNEL.*\n.*PORT/,
    );
  });

  test("the port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    await expectRefusal({ ...good(), PORT: String(port) }, /Port \d+ is in use.*PORT/);
    taken.close();
  });

  test("Slack does not accept the token", async () => {
    simulator.slack.setFaults({ error: "invalid_auth" });

    await expectRefusal(good(), /does not accept SLACK_BOT_TOKEN \(invalid_auth\)/);
  });

  test("Slack does not accept the app token", async () => {
    const appToken = "xapp-1-not-of-this-app";

    await expectRefusal(
      { ...good(), SLACK_APP_TOKEN: appToken },
      /does not accept SLACK_APP_TOKEN \(invalid_auth\).*connections:write/,
    );
  });

  test("the folder cannot be made", async () => {
    writeFileSync(path.join(folder, "file"), "");

    await expectRefusal(
      { ...good(), DATA_DIR: path.join(folder, "file", "data") },
      /cannot be written.*DATA_DIR/,
    );
  });

  test("another process has the folder", async () => {
    const first = run(good());
    await listening(first);

    await expectRefusal(good(), /Another Flowrun process has the data folder/);
  });

  test("the store's file is something else", async () => {
    mkdirSync(path.join(folder, "data"));
    writeFileSync(
      path.join(folder, "data", "flowrun.db"),
      "not a database, but long enough ".repeat(99),
    );

    await expectRefusal(good(), /cannot be opened as Flowrun's store/);
  });

  test("the .env file is there but cannot be read as one", async () => {
    mkdirSync(path.join(folder, ".env"));

    await expectRefusal(good(), /\.env is there but cannot be read/);
  });
});

test("a lock that is no lock is told apart from another process", async () => {
  mkdirSync(path.join(folder, "data", "flowrun.lock"), { recursive: true });
  const refused = run(good());

  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain("cannot be used as Flowrun's lock");
});

test("a stop takes up nothing new: what waits is told by the next start, once", async () => {
  const gate = await startGate(() => simulator.slackApiUrl);
  const first = run({ ...good(), SLACK_API_URL: gate.slackApiUrl });
  await listening(first);
  const calling = gate.hold("chat.postMessage");
  await simulator.adobe.post(flatRun({ flowId: "a", flowName: "Alpha" }));
  await calling;
  await simulator.adobe.post(flatRun({ flowId: "b", flowName: "Beta" }));
  first.child.kill("SIGTERM");
  await new Promise<void>((resolve) => {
    first.child.stdout?.on("data", () => {
      if (first.output().includes('"msg":"stopping"')) resolve();
    });
  });
  gate.open();

  expect(await first.ended).toBe(0);
  expect(simulator.slack.messages().map(({ text }) => text.slice(0, 13))).toEqual([
    "Failed: Alpha",
  ]);
  await listening(run(good()));
  const beta = await cardSaying(simulator, "Beta");
  await gate.close();

  expect(beta.text).not.toContain("repeat");
  expect(simulator.slack.messages()).toHaveLength(2);
});

test("a .env file in the working folder is read; the environment goes before it", async () => {
  const lines = Object.entries({ ...good(), SLACK_CHANNEL: "#wrong" });
  writeFileSync(path.join(folder, ".env"), lines.map(([k, v]) => `${k}=${v}`).join("\n"));

  const url = await listening(run({ SLACK_CHANNEL: "C0FLOWRUNS" }));

  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("Slack being away at the start does not keep it from recording, and /readyz says so", async () => {
  simulator.slack.setFaults({ down: true });
  const url = await listening(run(good()));

  const answer = await simulator.adobe.post(flatRun());
  const ready = await fetch(`${url}/readyz`);

  expect(answer.status).toBe(200);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain("Slack cannot be reached");
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with status 0", async (signal) => {
  const running = run(good());
  await listening(running);
  await simulator.adobe.post(flatRun());
  await cardSaying(simulator, "Failed");

  running.child.kill(signal);

  expect(await running.ended).toBe(0);
  expect(running.output()).toContain('"msg":"stopped"');
});

test("kill -9 between the answer and the post: after a restart the card comes, once", async () => {
  const first = run(good());
  await listening(first);
  simulator.slack.setFaults({ down: true, methods: ["chat.postMessage"] });
  const answer = await simulator.adobe.post(flatRun());
  first.child.kill("SIGKILL");
  await first.ended;
  simulator.slack.setFaults({ down: false });

  await listening(run(good()));
  await cardSaying(simulator, "Failed");
  await simulator.adobe.post(flatRun({ flowId: "next", flowName: "Next flow" }));
  await cardSaying(simulator, "Next flow");

  expect(answer.status).toBe(200);
  expect(simulator.slack.messages()).toHaveLength(2);
});

test.each([
  ["before Slack has it", "request"],
  ["after Slack has it", "answer"],
] as const)(
  "kill -9 during the call, %s: after a restart the card stands once",
  async (_when, held) => {
    const gate = await startGate(() => simulator.slackApiUrl);
    const first = run({ ...good(), SLACK_API_URL: gate.slackApiUrl });
    await listening(first);
    const calling = gate.hold("chat.postMessage", held);
    await simulator.adobe.post(flatRun());
    await calling;
    first.child.kill("SIGKILL");
    await first.ended;
    await gate.close();

    await listening(run(good()));

    await cardSaying(simulator, "Failed");
    await simulator.adobe.post(flatRun({ flowId: "next", flowName: "Next flow" }));
    await cardSaying(simulator, "Next flow");

    expect(simulator.slack.messages().map(({ text }) => text.includes("repeat"))).toEqual([
      false,
      false,
    ]);
  },
);

test("kill -9 while Adobe is asked for a retry: it is not asked again, and the thread says that the outcome is unknown", async () => {
  const env = { ...good(), ...ADOBE_API_ENV };
  const first = run(env);
  await listening(first);
  await simulator.adobe.post(flatRun({ runId: "run-bad" }));
  const card = await cardSaying(simulator, "Failed");
  simulator.adobe.setFaults({ actions: "hang" });
  await simulator.slack.press("U0DANA", card, "Retry run");
  await simulator.slack.waitFor(() => simulator.adobe.runs.started().length > 0 || undefined);
  await cardSaying(simulator, "Adobe has not answered yet");
  first.child.kill("SIGKILL");
  await first.ended;
  simulator.adobe.setFaults({ actions: false });

  await listening(run(env));
  const told = await repliesSaying(simulator, card.ts, "unknown outcome");

  expect(told.text).toContain("<@U0DANA> asked Adobe to retry run run-bad");
  expect(simulator.adobe.platformCalls().filter((call) => call.startsWith("POST"))).toHaveLength(1);
  const redrawn = await cardSaying(simulator, "Retry with unknown outcome");
  await simulator.slack.press("U0SAM", redrawn, "Retry run");
  await repliesSaying(simulator, card.ts, "<@U0SAM> retried");
});

test("kill -9 under load: whatever was answered 200 is told after a restart, once each", async () => {
  const first = run(good());
  await listening(first);
  const accepted: string[] = [];
  const sending = Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const flowName = `Flow ${String(index).padStart(2, "0")}`;
      const answer = await simulator.adobe
        .post(flatRun({ flowId: `flow-${index}`, flowName }))
        .catch(() => ({ status: 0 }));
      if (answer.status === 200) accepted.push(flowName);
      if (accepted.length === 10) first.child.kill("SIGKILL");
    }),
  );
  await sending;
  await first.ended;

  await listening(run(good()));
  for (const flowName of accepted) await cardSaying(simulator, flowName);

  expect(accepted.length).toBeGreaterThanOrEqual(10);
  for (const flowName of accepted) {
    const cards = simulator.slack.messages().filter(({ text }) => text.includes(flowName));
    expect(cards).toHaveLength(1);
  }
});

test("a folder that is read-only is refused, or its rights do not bind this user", async () => {
  const data = path.join(folder, "locked");
  mkdirSync(data);
  chmodSync(data, 0o500);
  const refused = run({ ...good(), DATA_DIR: data });

  const outcome = await Promise.race([refused.ended, listening(refused).then(() => "listens")]);

  chmodSync(data, 0o700);
  // Nothing is closed to root.
  expect(outcome).toBe(process.getuid?.() === 0 ? "listens" : 1);
});

/** In the tests' own realm Slack's client loses the system's code of a fault, so a plain process is asked. */
test.each([
  ["nobody listens", "closed", { kind: "not_said", error: "ECONNREFUSED" }],
  ["the connection is cut", "cutting", { kind: "unknown" }],
])("when %s, Slack's client and we tell it apart", async (_name, port, expected) => {
  const cutting = createServer((socket) => socket.once("data", () => socket.destroy())).listen(
    0,
    "127.0.0.1",
  );
  await once(cutting, "listening");
  const address = cutting.address();
  if (port === "closed") await new Promise((resolve) => cutting.close(resolve));
  const target = typeof address === "object" && address !== null ? address.port : 0;
  const script = `
    import { createSlackClient } from ${JSON.stringify(path.join(ROOT, "dist/slack/client.js"))};
    const client = createSlackClient({ botToken: "xoxb-x", apiUrl: "http://127.0.0.1:${target}/api/" });
    const subject = { kind: "alert", alertId: "a" };
    const metadata = { deliveryId: "d", subject, revision: 1 };
    const content = { text: "hello", blocks: [] };
    console.log(JSON.stringify(await client.post({ channel: "C1", content, metadata })));
  `;

  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  let output = "";
  child.stdout.on("data", (data) => {
    output += String(data);
  });
  await once(child, "close");
  cutting.close();

  expect(JSON.parse(output)).toMatchObject(expected);
});
