import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { flowrunArguments, type Program, start } from "../bench/programs.ts";
import { type Simulator, startSimulator } from "../src/simulator/simulator.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { judge, makeStory, type Sent, type Verdict } from "./story.ts";

/**
 * `npm run faults [-- --trials 20 --seed 1 --only <words> --write]`: the built program between the
 * simulator's Slack and Adobe, disturbed at random instants; counts what was accepted and not told, told
 * twice, or told wrongly. The same seed disturbs in the same way, as far as the machine allows.
 */
const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});
const ROOT = path.join(import.meta.dirname, "..");
const CLIENT = { clientId: "faults-client", imsOrgId: "5C1328435BF324E90A49402A@AdobeOrg" };
const SLACK = { botToken: "xoxb-faults-token", signingSecret: "faults-signing-secret" };
const DEADLINE_MS = 90_000;
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const sample: Record<string, unknown> = JSON.parse(
  readFileSync(
    path.join(ROOT, "fixtures/notifications/flow-run-failure-sftp-timeout.json"),
    "utf8",
  ),
);

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Total extends Verdict {
  readonly trials: number;
  readonly accepted: number;
  readonly kills: number;
}

async function trial(scenario: Scenario, random: () => number): Promise<Total> {
  const simulator = await startSimulator({ ...CLIENT, ...SLACK });
  const folder = mkdtempSync(path.join(tmpdir(), "flowrun-faults-"));
  let kills = 0;
  let flowrun = await startFlowrun(simulator, folder);
  const killAndStart = async (): Promise<void> => {
    kills += 1;
    flowrun.child.kill("SIGKILL");
    await once(flowrun.child, "close");
    flowrun = await startFlowrun(simulator, folder);
  };
  try {
    const story = makeStory(random, { ...sample, imsOrgId: CLIENT.imsOrgId });
    await Promise.all([
      sendAll(simulator, story, random),
      scenario.disturb({ slack: simulator.slack, random, killAndStart }),
    ]);
    await untilAllIsSaid(() => flowrun);
    return { ...judge(story, simulator.slack), trials: 1, accepted: story.length, kills };
  } finally {
    flowrun.child.kill("SIGKILL");
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startFlowrun(simulator: Simulator, folder: string): Promise<Program> {
  const program = await start(flowrunArguments(), {
    cwd: folder,
    env: {
      SLACK_BOT_TOKEN: SLACK.botToken,
      SLACK_SIGNING_SECRET: SLACK.signingSecret,
      SLACK_CHANNEL: "C0FLOWRUNS",
      SLACK_API_URL: simulator.slackApiUrl,
      SLACK_POSTS_PER_SECOND: "1000",
      ADOBE_CLIENT_ID: CLIENT.clientId,
      ADOBE_ORG_ID: CLIENT.imsOrgId,
      ADOBE_KEYS_URL: simulator.keysUrl,
      DATA_DIR: path.join(folder, "data"),
      HOST: "127.0.0.1",
      PORT: "0",
    },
  });
  simulator.connect(program.url);
  return program;
}

/** As Adobe does: each again until it is answered 200. Faster than Adobe, so that faults meet work. */
async function sendAll(
  { adobe }: Simulator,
  story: readonly Sent[],
  random: () => number,
): Promise<void> {
  for (const { body } of story) {
    for (;;) {
      const status = await adobe.post(body).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) break;
      await setTimeout(20);
    }
    await setTimeout(random() * 25);
  }
}

async function untilAllIsSaid(program: () => Program): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const metrics = await fetch(`${program().url}/metrics`)
      .then((answer) => answer.text())
      .catch(() => "");
    if (/^flowrun_outbox_waiting 0$/m.test(metrics)) return;
    await setTimeout(50);
  }
}

async function runScenario(scenario: Scenario, index: number): Promise<Total> {
  const trials = Math.max(1, Math.round(Number(values.trials) * (scenario.share ?? 1)));
  let total = { trials: 0, accepted: 0, kills: 0, untold: 0, doubled: 0, wrong: 0, marked: 0 };
  for (let number = 0; number < trials; number += 1) {
    const seed = Number(values.seed) * 1_000_003 + index * 10_007 + number;
    const one = await trial(scenario, createRandom(seed));
    total = {
      trials: total.trials + 1,
      accepted: total.accepted + one.accepted,
      kills: total.kills + one.kills,
      untold: total.untold + one.untold,
      doubled: total.doubled + one.doubled,
      wrong: total.wrong + one.wrong,
      marked: total.marked + one.marked,
    };
    if (one.untold + one.doubled + one.wrong + one.marked > 0) {
      say(`seed ${values.seed}, trial ${number}: ${JSON.stringify(one)}`);
    }
  }
  return total;
}

const HEAD = [
  "| What goes wrong | Trials | Accepted | Kills | Not told | Doubled | Wrong end | Marked as a repeat |",
  "|---|---|---|---|---|---|---|---|",
];
const rows: string[] = [];
let failures = 0;
for (const [index, scenario] of SCENARIOS.entries()) {
  if (!scenario.name.includes(values.only)) continue;
  const total = await runScenario(scenario, index);
  failures += total.untold + total.doubled + total.wrong;
  const { trials, accepted, kills, untold, doubled, wrong, marked } = total;
  rows.push(
    `| ${[scenario.name, trials, accepted, kills, untold, doubled, wrong, marked].join(" | ")} |`,
  );
  say(rows.at(-1) ?? "");
}
if (values.write) writeTable();
process.exitCode = failures === 0 ? 0 : 1;

/** Puts the table between its marks in the document. */
function writeTable(): void {
  const file = path.join(ROOT, "docs/reliability.md");
  const text = readFileSync(file, "utf8");
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores, Node ${process.versions.node}`;
  const table = [
    `${date}, ${machine}, \`npm run faults -- --trials ${values.trials} --seed ${values.seed}\`:`,
    "",
    ...HEAD,
    ...rows,
  ].join("\n");
  writeFileSync(
    file,
    text.replace(
      /(<!-- table -->\n)[\s\S]*(\n<!-- end of table -->)/,
      (_all, begin: string, end: string) => `${begin}${table}${end}`,
    ),
  );
}
