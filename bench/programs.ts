import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");

export interface Program {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts a program that logs a line with its port when it listens; `onLine` hears each line. */
export async function start(
  args: readonly string[],
  {
    cwd,
    env = {},
    onLine = () => undefined,
  }: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly onLine?: (line: Record<string, unknown>) => void;
  },
): Promise<Program> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, cwd });
  let rest = "";
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (data) => {
      const lines = `${rest}${String(data)}`.split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) {
        const line: Record<string, unknown> = JSON.parse(text);
        if (line["msg"] === "listening") resolve(String(line["port"]));
        onLine(line);
      }
    });
    child.once("exit", () => reject(new Error(`${args.join(" ")} ended: ${rest}`)));
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

/** Flowrun as `npm start` starts it. */
export function flowrunArguments(): string[] {
  const { scripts }: { scripts: { start: string } } = JSON.parse(
    readFileSync(path.join(ROOT, "package.json"), "utf8"),
  );
  return scripts.start
    .replace("exec node ", "")
    .split(" ")
    .map((argument) => (argument.endsWith(".js") ? path.join(ROOT, argument) : argument));
}

/** `largest`: the most that it ever was. Linux only. */
export function memoryMb({ child }: Program, which: "now" | "largest" = "now"): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  const found = which === "now" ? /VmRSS:\s+(\d+)/ : /VmHWM:\s+(\d+)/;
  return Number(found.exec(status)?.[1]) / 1_024;
}
