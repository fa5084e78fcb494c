import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AdobeRequest } from "../../src/adobe/request.ts";
import { type RunningApp, startApp } from "../../src/app.ts";
import type { Clock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/logger.ts";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import type { SimulatorOptions } from "../../src/simulator/simulator-options.ts";

export const CLIENT_ID = "test-client";
export const ORG_ID = "5C1328435BF324E90A49402A@AdobeOrg";
export const BOT_TOKEN = "xoxb-test-token-0001";
export const SIGNING_SECRET = "test-signing-secret";
export const APP_TOKEN = "xapp-1-A0FLOWRUN-test-0001";

/** Options that make Slack send over a connection that Flowrun opens. */
export const SOCKET_MODE = {
  simulator: { appToken: APP_TOKEN },
  env: { SLACK_APP_TOKEN: APP_TOKEN, SLACK_SIGNING_SECRET: "" },
};

export interface Flowrun {
  readonly simulator: Simulator;
  readonly url: string;
  readonly dataDir: string;
  /** Every line that was logged. */
  readonly logs: () => readonly Record<string, unknown>[];
  /** Resolves once so many lines with this message were logged. */
  logged(msg: string, times?: number): Promise<void>;
  /** Stops the app and starts it again on the same folder. */
  restart(): Promise<void>;
  stopApp(): Promise<void>;
  startApp(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly simulator?: Partial<SimulatorOptions>;
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Before the app starts; should that fail, everything is closed again. */
  readonly prepare?: (simulator: Simulator) => void;
  /** Asked at each start, so that a test can play an upgrade. */
  readonly version?: () => string;
  /** Given: Adobe's journal is read, and so asked. */
  readonly adobeRequest?: AdobeRequest;
  /** Adobe's journal is read with what `env` says of Adobe's APIs. */
  readonly journal?: boolean;
}

const LOG_DEADLINE_MS = 4_000;

/** The real program in this process, between the simulator's Slack and Adobe. */
export async function startFlowrun(options: Options = {}): Promise<Flowrun> {
  const simulator = await startSimulator({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    clientId: CLIENT_ID,
    imsOrgId: ORG_ID,
    ...options.simulator,
  });
  const dataDir = mkdtempSync(path.join(tmpdir(), "flowrun-e2e-"));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const logs = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line));
  let app: RunningApp | undefined;

  async function start(): Promise<void> {
    const reads = options.journal === true || options.adobeRequest !== undefined;
    const journal: Record<string, string> = reads
      ? { ADOBE_JOURNAL_URL: simulator.journalUrl }
      : {};
    const config = loadConfig({ ...settings(simulator, dataDir), ...journal, ...options.env });
    const logger = createLogger({
      level: "debug",
      destination: {
        write(line) {
          lines.push(line);
          for (const look of waiting) look();
        },
      },
    });
    app = await startApp(config, {
      logger,
      random: () => 0,
      validationOrigin: simulator.url,
      ...(options.version === undefined ? {} : { version: options.version() }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.adobeRequest === undefined ? {} : { adobeRequest: options.adobeRequest }),
    });
    simulator.connect(`http://127.0.0.1:${app.port}`);
  }

  async function stop(): Promise<void> {
    const running = app;
    app = undefined;
    await running?.stop();
  }

  options.prepare?.(simulator);
  try {
    await start();
  } catch (error) {
    await simulator.close();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  return {
    simulator,
    dataDir,
    get url() {
      return `http://127.0.0.1:${app?.port}`;
    },
    logs,
    logged(msg, times = 1) {
      return new Promise((resolve, reject) => {
        const tooLate = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`"${msg}" was not logged ${times} times; the log: ${lines.join("")}`));
        }, LOG_DEADLINE_MS);
        function look(): void {
          if (logs().filter((line) => line["msg"] === msg).length < times) return;
          waiting.delete(look);
          clearTimeout(tooLate);
          resolve();
        }
        waiting.add(look);
        look();
      });
    },
    async restart() {
      await stop();
      await start();
    },
    stopApp: stop,
    startApp: start,
    async close() {
      await stop();
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What lets Flowrun ask the simulator's Adobe for names; put it into `env`. */
export const ADOBE_API_ENV = { ADOBE_CLIENT_SECRET: "p8e-simulated" };

/** The environment of a Flowrun that talks to a simulator. */
export function settings(simulator: Simulator, dataDir: string): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CHANNEL: "C0FLOWRUNS",
    SLACK_API_URL: simulator.slackApiUrl,
    SLACK_POSTS_PER_SECOND: "1000",
    ADOBE_CLIENT_ID: CLIENT_ID,
    ADOBE_ORG_ID: ORG_ID,
    ADOBE_KEYS_URL: simulator.keysUrl,
    ADOBE_IMS_URL: simulator.imsUrl,
    ADOBE_PLATFORM_URL: simulator.platformUrl,
    DATA_DIR: dataDir,
    HOST: "127.0.0.1",
    PORT: "0",
  };
}
