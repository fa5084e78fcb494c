import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { startSimulator } from "../../src/simulator/simulator.ts";
import {
  APP_TOKEN,
  BOT_TOKEN,
  CLIENT_ID,
  ORG_ID,
  SIGNING_SECRET,
  SOCKET_MODE,
  settings,
} from "../support/start-flowrun.ts";

const MAIN = path.join(import.meta.dirname, "../../dist/main.js");

test("SIGTERM with an open connection to Slack ends the process with status 0 within 10 seconds", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "flowrun-socket-"));
  const simulator = await startSimulator({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    clientId: CLIENT_ID,
    imsOrgId: ORG_ID,
  });
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { ...settings(simulator, path.join(folder, "data")), ...SOCKET_MODE.env },
  });
  let output = "";
  const listening = new Promise<string>((resolve) => {
    child.stdout.on("data", (data) => {
      output += String(data);
      const port = /"port":(\d+)[^\n]*"msg":"listening"/.exec(output)?.[1];
      if (port !== undefined) resolve(port);
    });
  });
  const ended = once(child, "close");
  try {
    const port = await listening;
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(await ready.json()).toMatchObject({ checks: { "slack socket": "ok" } });
    expect(simulator.slack.sockets()).toBe(1);

    const startedAt = performance.now();
    child.kill("SIGTERM");
    const [code] = await ended;

    expect(code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(output).toContain('"msg":"stopped"');
    await simulator.slack.waitFor(() => simulator.slack.sockets() === 0);
  } finally {
    child.kill("SIGKILL");
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
