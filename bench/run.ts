import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Simulator, startSimulator } from "../src/simulator/simulator.ts";
import { percentile, postAll, type Signed } from "./senders.ts";

/**
 * `npm run bench`: the built program between the simulator's Slack and Adobe, and beside it a bare
 * endpoint that only parses and verifies. Ratios within one run count; absolute figures are this machine's.
 */
const ROUNDS = 3;
const SENDERS = 50;
const PER_ROUND = 2_000;
const IDLE_POSTS = 200;
/** Until what loading the program left behind is collected. */
const AFTER_START_MS = 3_000;
const ORG = "5C1328435BF324E90A49402A@AdobeOrg";
const ROOT = path.join(import.meta.dirname, "..");

const simulator = await startSimulator({
  signingSecret: "bench-signing-secret",
  botToken: "xoxb-bench-token",
  clientId: "bench-client",
  imsOrgId: ORG,
});
const folder = mkdtempSync(path.join(tmpdir(), "flowrun-bench-"));
const sample: Record<string, unknown> = JSON.parse(
  readFileSync(
    path.join(ROOT, "fixtures/notifications/flow-run-failure-sftp-timeout.json"),
    "utf8",
  ),
);

function signedRun(flow: string): Signed {
  const run = {
    ...sample,
    id: randomUUID(),
    flowId: flow,
    flowName: `Flow ${flow}`,
    imsOrgId: ORG,
  };
  const body = Buffer.from(JSON.stringify(run));
  return { body, headers: simulator.adobe.sign(body) };
}

async function start(
  args: readonly string[],
  env: Record<string, string>,
): Promise<[ChildProcess, string]> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, cwd: folder });
  const port = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (data) => {
      output += String(data);
      const found = /"port":(\d+)[^\n]*"msg":"listening"/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(output)));
  });
  child.stdout.resume();
  return [child, `http://127.0.0.1:${port}`];
}

/** As `npm start` starts it. */
function startArguments(): string[] {
  const { scripts }: { scripts: { start: string } } = JSON.parse(
    readFileSync(path.join(ROOT, "package.json"), "utf8"),
  );
  return scripts.start
    .replace("exec node ", "")
    .split(" ")
    .map((argument) => (argument.endsWith(".js") ? path.join(ROOT, argument) : argument));
}

function memoryMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

const [flowrun, flowrunUrl] = await start(startArguments(), {
  SLACK_BOT_TOKEN: "xoxb-bench-token",
  SLACK_SIGNING_SECRET: "bench-signing-secret",
  SLACK_CHANNEL: "C0FLOWRUNS",
  SLACK_API_URL: simulator.slackApiUrl,
  SLACK_POSTS_PER_SECOND: "1000",
  ADOBE_CLIENT_ID: "bench-client",
  ADOBE_ORG_ID: ORG,
  ADOBE_KEYS_URL: simulator.keysUrl,
  DATA_DIR: path.join(folder, "data"),
  HOST: "127.0.0.1",
  PORT: "0",
});
const memoryAtListening = memoryMb(flowrun);
await setTimeout(AFTER_START_MS);
const memoryAfterStart = memoryMb(flowrun);
const [bare, bareUrl] = await start(
  [
    "--import",
    path.join(ROOT, "node_modules/tsx/dist/esm/index.mjs"),
    path.join(ROOT, "bench/bare-endpoint.ts"),
    simulator.keysUrl,
  ],
  {},
);

/** From sending the notification to the call of chat.postMessage, one at a time. */
async function measureIdle(slack: Simulator["slack"]): Promise<number[]> {
  const waits: number[] = [];
  for (let index = 0; index < IDLE_POSTS; index += 1) {
    const before = slack.calls("chat.postMessage").length;
    const signed = signedRun(`idle-${index}`);
    const sentAt = Date.now();
    await postAll(flowrunUrl, [signed], 1);
    const call = await slack.waitFor(() => slack.calls("chat.postMessage")[before]);
    waits.push(call.at - sentAt);
  }
  return waits;
}

const figure = (value: number): string => value.toFixed(1).padStart(8);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const idle = await measureIdle(simulator.slack);
say(
  `idle, notification sent → chat.postMessage called: p50 ${figure(percentile(idle, 0.5))} ms, p99 ${figure(percentile(idle, 0.99))} ms`,
);

say(`${SENDERS} senders, ${PER_ROUND} failed runs of 100 flows a round`);
say("round            req/s      p50      p95      p99 ms");
const rates: Record<string, number[]> = { bare: [], flowrun: [] };
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const [name, url] of [
    ["bare", bareUrl],
    ["flowrun", flowrunUrl],
  ] as const) {
    const batch = Array.from({ length: PER_ROUND }, (_, index) => signedRun(`load-${index % 100}`));
    const { latencies, seconds } = await postAll(url, batch, SENDERS);
    rates[name]?.push(PER_ROUND / seconds);
    const shares = [0.5, 0.95, 0.99].map((share) => figure(percentile(latencies, share)));
    say(`${round} ${name.padEnd(10)} ${figure(PER_ROUND / seconds)} ${shares.join(" ")}`);
  }
}
const median = (values: number[] = []): number => percentile(values, 0.5);
say(
  `ratio of rates, Flowrun to the bare endpoint (median): ${(median(rates["flowrun"]) / median(rates["bare"])).toFixed(2)}`,
);
say(
  `Flowrun's memory: ${figure(memoryAtListening)} MB at "listening", ${figure(memoryAfterStart)} MB three seconds after, ${figure(memoryMb(flowrun))} MB after the load`,
);

flowrun.kill("SIGTERM");
bare.kill("SIGTERM");
await simulator.close();
rmSync(folder, { recursive: true, force: true });
