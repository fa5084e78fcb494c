import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

export interface AppProcess {
  /** Resolves with the address where the app listens. */
  start(): Promise<string>;
  /** Ends it as a crash does: no time to finish anything. */
  crash(): Promise<void>;
  /** Asks it to stop and waits. */
  stop(): Promise<void>;
  isRunning(): boolean;
}

/** `dist/main.js`, as `npm start` runs it, beside this file's own folder. */
const MAIN = path.join(import.meta.dirname, "../../main.js");

/** The real program in a process of its own; only its settings are the demo's. Its log goes to a file. */
export function createAppProcess(
  env: Readonly<Record<string, string>>,
  { workDir, logFile }: { readonly workDir: string; readonly logFile: string },
): AppProcess {
  const log = createWriteStream(logFile, { flags: "a" });
  let child: ChildProcess | undefined;

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    await new Promise((resolve) => {
      ending.once("exit", resolve);
      ending.kill(signal);
    });
  }

  return {
    start() {
      const started = spawn(process.execPath, ["--enable-source-maps", MAIN], {
        // Its own folder, so that no .env of the reader's gets in.
        cwd: workDir,
        env: { ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      return addressOf(started, log);
    },
    crash: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
  };
}

function addressOf(child: ChildProcess, log: WriteStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const errors: string[] = [];
    child.stderr?.on("data", (data: Buffer) => errors.push(String(data)));
    child.once("exit", () => {
      reject(new Error(`Flowrun did not start: ${errors.join("") || "see its log"}`));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.write(`${line}\n`);
      const port = /"port":(\d+).*"msg":"listening"/.exec(line)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
}
