import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AdobeRequest } from "../src/adobe/request.ts";
import { startApp } from "../src/app.ts";
import { loadConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { ACCESS_TOKEN, startSimulator } from "../src/simulator/simulator.ts";

/**
 * Away for six days: how fast a long journal is read, and what it costs.
 * `npx tsx bench/journal.ts [entries]`; one entry in five is a failed run.
 */
const ENTRIES = Number(process.argv.findLast((text) => /^\d+$/.test(text)) ?? 50_000);
const FLOWS = 500;
const HOUR_MS = 3_600_000;
const AWAY_MS = 6 * 24 * HOUR_MS;
const CLIENT = { clientId: "bench-client", imsOrgId: "5C1328@AdobeOrg" };
const SLACK = { botToken: "xoxb-bench-token", signingSecret: "bench-signing-secret" };

/** Slack and Adobe run in a process of their own, so that the figures are Flowrun's. */
if (process.argv[2] === "simulator") {
  const { slackApiUrl, keysUrl, journalUrl, adobe } = await startSimulator({ ...CLIENT, ...SLACK });
  const beginning = Date.now() - AWAY_MS;
  for (let index = 0; index < ENTRIES; index += 1) {
    const at = beginning + Math.floor((index / ENTRIES) * (AWAY_MS - 2 * HOUR_MS));
    adobe.journal.add(entry(index, at), { at: Date.now() });
  }
  process.send?.({ slackApiUrl, keysUrl, journalUrl });
  await new Promise((resolve) => process.once("disconnect", resolve));
  process.exit(0);
}
const child = fork(import.meta.filename, ["simulator", String(ENTRIES)]);
const [simulator] = await once(child, "message");
const dataDir = mkdtempSync(path.join(tmpdir(), "flowrun-bench-"));

const adobeRequest: AdobeRequest = (url) =>
  fetch(url, {
    headers: {
      authorization: `Bearer ${ACCESS_TOKEN}`,
      "x-api-key": CLIENT.clientId,
      "x-ims-org-id": CLIENT.imsOrgId,
    },
  });
const config = loadConfig({
  SLACK_BOT_TOKEN: SLACK.botToken,
  SLACK_SIGNING_SECRET: SLACK.signingSecret,
  SLACK_CHANNEL: "C0FLOWRUNS",
  SLACK_API_URL: simulator.slackApiUrl,
  SLACK_POSTS_PER_SECOND: "1000",
  ADOBE_CLIENT_ID: CLIENT.clientId,
  ADOBE_ORG_ID: CLIENT.imsOrgId,
  ADOBE_KEYS_URL: simulator.keysUrl,
  ADOBE_JOURNAL_URL: simulator.journalUrl,
  DATA_DIR: dataDir,
  HOST: "127.0.0.1",
  PORT: "0",
});
const outcomes = new Map<string, number>();
let reached: (line: Record<string, unknown>) => void = () => undefined;
const end = new Promise<Record<string, unknown>>((resolve) => (reached = resolve));
const logger = createLogger({
  level: "info",
  destination: {
    write(text) {
      const line = JSON.parse(text);
      const outcome = line["outcome"];
      if (typeof outcome === "string") outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (line["msg"] === "read Adobe's journal to its end") reached(line);
    },
  },
});

const before = Date.now();
const atStart = process.memoryUsage.rss();
let largest = 0;
const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage.rss())), 100);
let late = 0;
let last = Date.now();
const ticks = setInterval(() => {
  late = Math.max(late, Date.now() - last - 10);
  last = Date.now();
}, 10);
const app = await startApp(config, { logger, adobeRequest });
const { cardsDue, cardsOfHistory } = await end;
const seconds = (Date.now() - before) / 1_000;
clearInterval(watch);
clearInterval(ticks);
console.log({
  entries: ENTRIES,
  seconds,
  perSecond: Math.round(ENTRIES / seconds),
  outcomes: Object.fromEntries(outcomes),
  cardsDue,
  cardsOfHistory,
  mbAtStart: Math.round(atStart / 1024 / 1024),
  mbMoreWhileReading: Math.round((largest - atStart) / 1024 / 1024),
  longestBlockMs: late,
});
await app.stop();
child.disconnect();
rmSync(dataDir, { recursive: true, force: true });

/** Every flow fails once in five runs, and recovers with the next. */
function entry(index: number, at: number): unknown {
  const status = Math.floor(index / FLOWS) % 5 === 3 ? "failed" : "success";
  const errors = status === "failed" ? [{ code: "133", message: "No files were found." }] : [];
  return {
    event_id: `event-${index}`,
    recipient_client_id: CLIENT.clientId,
    event: {
      id: `run-${index}`,
      flowId: `flow-${index % FLOWS}`,
      flowName: `Flow ${index % FLOWS}`,
      imsOrgId: CLIENT.imsOrgId,
      createdAt: at,
      metrics: {
        durationSummary: { startedAtUTC: at, completedAtUTC: at + 60_000 },
        statusSummary: { status, ...(errors.length > 0 ? { errors } : {}) },
      },
    },
  };
}
