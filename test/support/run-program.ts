import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const DIST = path.join(import.meta.dirname, "../../dist");

export interface Program {
  readonly child: ChildProcess;
  /** Both outputs, as they came. */
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  /** Resolves once the output says so. */
  says(words: RegExp): Promise<RegExpExecArray>;
}

/** A built program in a folder, with this environment and no other. */
export function runProgram(
  file: string,
  { cwd, env, args = [] }: { cwd: string; env: Record<string, string>; args?: readonly string[] },
): Program {
  const child = spawn(process.execPath, [path.join(DIST, file), ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
  });
  let output = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += String(data);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, "close").then(([code]) => code);
  return {
    child,
    output: () => output,
    ended,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = words.exec(output);
          if (found !== null) resolve(found);
        };
        waiting.add(look);
        look();
        ended.then(() => reject(new Error(`it ended: ${output}`)), reject);
      }),
  };
}
