import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startSimulator } from "../src/simulator/simulator.ts";
import { flowrunArguments, memoryMb, start } from "./programs.ts";

/**
 * Away for six days: how fast a long journal is read, and what it costs.
 * `npx tsx bench/journal.ts [entries]`; one entry in five is a failed run.
 */
const ENTRIES = Number(process.argv.findLast((text) => /^\d+$/.test(text)) ?? 50_000);
const FLOWS = 500;
const HOUR_MS = 3_600_000;
const AWAY_MS = 6 * 24 * HOUR_MS;
const CLIENT = { clientId: "bench-client", imsOrgId: "5C1328@AdobeOrg" };
const CLIENT_SECRET = "bench-client-secret";
const SLACK = { botToken: "xoxb-bench-token", signingSecret: "bench-signing-secret" };

/** Slack and Adobe run in a process of their own, so that the figures are Flowrun's. */
if (process.argv[2] === "simulator") {
  const { slackApiUrl, keysUrl, imsUrl, platformUrl, journalUrl, adobe } = await startSimulator({
    ...CLIENT,
    ...SLACK,
    clientSecrets: [CLIENT_SECRET],
  });
  const beginning = Date.now() - AWAY_MS;
  for (let index = 0; index < ENTRIES; index += 1) {
    const at = beginning + Math.floor((index / ENTRIES) * (AWAY_MS - 2 * HOUR_MS));
    adobe.journal.add(entry(index, at), { at: Date.now() });
  }
  process.send?.({ slackApiUrl, keysUrl, imsUrl, platformUrl, journalUrl });
  await new Promise((resolve) => process.once("disconnect", resolve));
  process.exit(0);
}
const child = fork(import.meta.filename, ["simulator", String(ENTRIES)]);
const [simulator] = await once(child, "message");
const dataDir = mkdtempSync(path.join(tmpdir(), "flowrun-bench-"));

const outcomes = new Map<string, number>();
let reached: (line: Record<string, unknown>) => void = () => undefined;
const end = new Promise<Record<string, unknown>>((resolve) => (reached = resolve));

const before = Date.now();
const flowrun = await start(flowrunArguments(), {
  cwd: dataDir,
  env: {
    SLACK_BOT_TOKEN: SLACK.botToken,
    SLACK_SIGNING_SECRET: SLACK.signingSecret,
    SLACK_CHANNEL: "C0FLOWRUNS",
    SLACK_API_URL: simulator.slackApiUrl,
    SLACK_POSTS_PER_SECOND: "1000",
    ADOBE_CLIENT_ID: CLIENT.clientId,
    ADOBE_CLIENT_SECRET: CLIENT_SECRET,
    ADOBE_ORG_ID: CLIENT.imsOrgId,
    ADOBE_KEYS_URL: simulator.keysUrl,
    ADOBE_IMS_URL: simulator.imsUrl,
    ADOBE_PLATFORM_URL: simulator.platformUrl,
    ADOBE_JOURNAL_URL: simulator.journalUrl,
    DATA_DIR: path.join(dataDir, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
  },
  onLine(line) {
    const { outcome, msg } = line;
    if (msg === "notification recorded") {
      outcomes.set(String(outcome), (outcomes.get(String(outcome)) ?? 0) + 1);
    }
    if (msg === "read Adobe's journal to its end") reached(line);
  },
});
const mbAtStart = memoryMb(flowrun);
/** Another request is answered meanwhile: the longest that one waited. */
let longestAnswerMs = 0;
const reading = new AbortController();
const asking = (async () => {
  while (!reading.signal.aborted) {
    const askedAt = performance.now();
    await (await fetch(`${flowrun.url}/healthz`)).arrayBuffer();
    longestAnswerMs = Math.max(longestAnswerMs, performance.now() - askedAt);
    await setTimeout(5);
  }
})();
const { cardsDue, cardsOfHistory } = await end;
const seconds = (Date.now() - before) / 1_000;
reading.abort();
await asking;
process.stdout.write(
  `${JSON.stringify({
    entries: ENTRIES,
    seconds,
    perSecond: Math.round(ENTRIES / seconds),
    outcomes: Object.fromEntries(outcomes),
    cardsDue,
    cardsOfHistory,
    mbAtStart: Math.round(mbAtStart),
    mbLargest: Math.round(memoryMb(flowrun, "largest")),
    longestAnswerMs: Math.round(longestAnswerMs),
  })}\n`,
);
flowrun.child.kill("SIGTERM");
await once(flowrun.child, "exit");
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
