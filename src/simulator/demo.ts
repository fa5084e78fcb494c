import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createAppProcess } from "./demo/app-process.ts";
import { COMPLETIONS } from "./demo/completions.ts";
import { demoFixtures } from "./demo/demo-fixtures.ts";
import { teachNames } from "./demo/demo-flows.ts";
import { endRetriedRuns } from "./demo/demo-retries.ts";
import { tellStory } from "./demo/story.ts";
import type { ExtraFault } from "./page/page-options.ts";
import { type Simulator, startSimulator } from "./simulator.ts";

const CLIENT_ID = "demo-client";
const ORG_ID = "5C1328435BF324E90A49402A@AdobeOrg";
const SIGNING_SECRET = randomBytes(16).toString("hex");
const APP_TOKEN = `xapp-1-demo-${randomBytes(8).toString("hex")}`;
const BOT_TOKEN = `xoxb-demo-${randomBytes(8).toString("hex")}`;
const CLIENT_SECRET = `p8e-demo-${randomBytes(8).toString("hex")}`;
const DEFAULT_PORT = 4000;

/** The demo: the simulator in this process, Flowrun as it is in one of its own, and a story already told. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, socket: { type: "boolean", default: false } },
  });
  const workDir = mkdtempSync(path.join(tmpdir(), "flowrun-demo-"));
  const logFile = path.join(workDir, "flowrun.log");
  const env: Record<string, string> = {};
  const app = createAppProcess(env, { workDir, logFile });
  const crash: ExtraFault = {
    id: "app_crashed",
    label: "Flowrun is dead",
    hint: "kill -9. Switched off, it starts again: what Adobe sent meanwhile is tried again.",
    isOn: () => !app.isRunning(),
    async set(on) {
      if (on) await app.crash();
      else if (!app.isRunning()) simulator.connect(await app.start());
    },
  };
  const simulator = await startPage(values, crash);
  teachNames(simulator);
  endRetriedRuns(simulator, { imsOrgId: ORG_ID, clientId: CLIENT_ID });
  Object.assign(env, settings(simulator, workDir), values.socket ? SOCKET_MODE : {});
  stopOnSignals(async () => {
    await app.stop();
    await simulator.close();
    rmSync(workDir, { recursive: true, force: true });
  });
  simulator.connect(await app.start());
  await tellStory(simulator, { now: Date.now(), imsOrgId: ORG_ID, clientId: CLIENT_ID });
  say(`
  The demo is ready. Open ${simulator.url}

  Press "SFTP time-out" there, then Acknowledge on the card; type /flowrun status.
  Flowrun's own log is ${logFile}
  Ctrl-C ends the demo and removes its folder.
`);
}

/** Where no port is asked for and the usual one is taken, any free one will do. */
async function startPage(
  { port: wanted, socket }: { port?: string | undefined; socket: boolean },
  crash: ExtraFault,
): Promise<Simulator> {
  const options = {
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    ...(socket ? { appToken: APP_TOKEN } : {}),
    clientId: CLIENT_ID,
    imsOrgId: ORG_ID,
    clientSecrets: [CLIENT_SECRET],
    // Slack allows about one post a second in a channel, and short bursts.
    postsPerSecond: 1,
    burst: 10,
    journalRetryAfterSeconds: 2,
    page: {
      assetsDir: path.join(import.meta.dirname, "page/assets"),
      browserDir: path.join(import.meta.dirname, "page/browser"),
      fixtures: demoFixtures(),
      completions: COMPLETIONS,
      extraFaults: [crash],
    },
  };
  if (wanted !== undefined) return startSimulator({ ...options, port: Number(wanted) });
  return startSimulator({ ...options, port: DEFAULT_PORT }).catch(() => startSimulator(options));
}

/** Over a connection that Flowrun opens, as behind a firewall. */
const SOCKET_MODE = { SLACK_APP_TOKEN: APP_TOKEN, SLACK_SIGNING_SECRET: "" };

function settings(simulator: Simulator, workDir: string): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CHANNEL: "C0FLOWRUNS",
    SLACK_API_URL: simulator.slackApiUrl,
    ADOBE_CLIENT_ID: CLIENT_ID,
    ADOBE_ORG_ID: ORG_ID,
    ADOBE_KEYS_URL: simulator.keysUrl,
    ADOBE_CLIENT_SECRET: CLIENT_SECRET,
    ADOBE_IMS_URL: simulator.imsUrl,
    ADOBE_PLATFORM_URL: simulator.platformUrl,
    ADOBE_JOURNAL_URL: simulator.journalUrl,
    // Five minutes are long for somebody who looks at a demo.
    ADOBE_JOURNAL_SECONDS: "5",
    ADOBE_REGISTRATION_URL: simulator.registrationUrl,
    DATA_DIR: path.join(workDir, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
  };
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
