import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Simulator, startSimulator } from "../src/simulator/simulator.ts";
import { flowrunArguments, memoryMb, start } from "./programs.ts";
import { percentile, postAll, type Signed } from "./senders.ts";

/**
 * `npm run bench`: the built program between the simulator's Slack and Adobe, and beside it a bare
 * endpoint that only parses and verifies. Ratios within one run count; absolute figures are this machine's.
 */
const ROUNDS = 5;
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

const settings = (name: string): Record<string, string> => ({
  SLACK_BOT_TOKEN: "xoxb-bench-token",
  SLACK_SIGNING_SECRET: "bench-signing-secret",
  SLACK_CHANNEL: "C0FLOWRUNS",
  SLACK_API_URL: simulator.slackApiUrl,
  SLACK_POSTS_PER_SECOND: "1000",
  ADOBE_CLIENT_ID: "bench-client",
  ADOBE_ORG_ID: ORG,
  ADOBE_KEYS_URL: simulator.keysUrl,
  DATA_DIR: path.join(folder, name),
  HOST: "127.0.0.1",
  PORT: "0",
});
const flowrun = await start(flowrunArguments(), { cwd: folder, env: settings("data") });
const memoryAtListening = memoryMb(flowrun);
await setTimeout(AFTER_START_MS);
const memoryAfterStart = memoryMb(flowrun);
const bare = await start(
  [
    "--import",
    path.join(ROOT, "node_modules/tsx/dist/esm/index.mjs"),
    path.join(ROOT, "bench/bare-endpoint.ts"),
    simulator.keysUrl,
  ],
  { cwd: folder },
);

/** From sending the notification to the call of chat.postMessage, one at a time. */
async function measureIdle(slack: Simulator["slack"]): Promise<number[]> {
  const waits: number[] = [];
  for (let index = 0; index < IDLE_POSTS; index += 1) {
    const before = slack.calls("chat.postMessage").length;
    const signed = signedRun(`idle-${index}`);
    const sentAt = Date.now();
    await postAll(flowrun.url, [signed], 1);
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
say("round                req/s      p50      p95      p99 ms");
const loaded = await compare({ bare: bare.url, flowrun: flowrun.url });
say(
  `ratio of rates, Flowrun to the bare endpoint (median): ${ratio(loaded.flowrun.rates, loaded.bare.rates)}`,
);
say(
  `Flowrun's memory: ${figure(memoryAtListening)} MB at "listening", ${figure(memoryAfterStart)} MB three seconds after, ${figure(memoryMb(flowrun))} MB after the load`,
);
flowrun.child.kill("SIGTERM");
bare.child.kill("SIGTERM");

say("the same while Adobe's APIs never answer, beside one that has no credentials to ask them");
simulator.adobe.setFaults({ ims: "hang", platform: "hang" });
const without = await start(flowrunArguments(), { cwd: folder, env: settings("without") });
const asking = await start(flowrunArguments(), {
  cwd: folder,
  env: {
    ...settings("asking"),
    ADOBE_CLIENT_SECRET: "p8e-simulated-secret",
    ADOBE_IMS_URL: simulator.imsUrl,
    ADOBE_PLATFORM_URL: simulator.platformUrl,
  },
});
const hanging = await compare({ without: without.url, asking: asking.url });
say(
  `ratio of answer times, asking to without (p50, median of the rounds): ${ratio(hanging.asking.p50s, hanging.without.p50s)}`,
);
without.child.kill("SIGTERM");
asking.child.kill("SIGTERM");
await simulator.close();
rmSync(folder, { recursive: true, force: true });

interface Measured {
  /** Requests a second, of each round. */
  readonly rates: readonly number[];
  /** The middle answer time of each round, in milliseconds. */
  readonly p50s: readonly number[];
}

/** The same load for each in turn: one round to warm up, then those that count. */
async function compare<N extends string>(urls: Record<N, string>): Promise<Record<N, Measured>> {
  const names = Object.keys(urls) as N[];
  const measured = names.map((name) => [name, { rates: [], p50s: [] }] as [N, Rounds]);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, { rates, p50s }] of measured) {
      const batch = Array.from({ length: PER_ROUND }, (_, index) =>
        signedRun(`load-${index % 100}`),
      );
      const { latencies, seconds } = await postAll(urls[name], batch, SENDERS);
      if (round === 0) continue;
      rates.push(PER_ROUND / seconds);
      p50s.push(percentile(latencies, 0.5));
      const shares = [0.5, 0.95, 0.99].map((share) => figure(percentile(latencies, share)));
      say(`${round} ${name.padEnd(14)} ${figure(PER_ROUND / seconds)} ${shares.join(" ")}`);
    }
  }
  return Object.fromEntries(measured) as unknown as Record<N, Measured>;
}

interface Rounds extends Measured {
  readonly rates: number[];
  readonly p50s: number[];
}

/** Within each round, so that what the machine does besides counts little; the middle one of them. */
function ratio(ones: readonly number[], others: readonly number[]): string {
  const ratios = ones.map((one, round) => one / (others[round] ?? Number.NaN));
  return percentile(ratios, 0.5).toFixed(2);
}
