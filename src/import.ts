import { runImport } from "./app/import.ts";
import { loadConfig, secretsOf } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import { readEnvironment } from "./environment.ts";
import { parseArguments, USAGE } from "./import/arguments.ts";
import { createProgressView } from "./import/progress.ts";
import { summaryOf } from "./import/summary.ts";
import { createLogger } from "./logger.ts";

const [DONE, FAILED, WRONG_ARGUMENTS] = [0, 1, 2];
/** As shells report a process that a signal ended. */
const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;

async function main(): Promise<number> {
  const asked = parseArguments(process.argv.slice(2));
  if (asked.kind === "help") {
    process.stdout.write(USAGE);
    return DONE;
  }
  if (asked.kind === "wrong") {
    process.stderr.write(`import: ${asked.reason}\n\n${USAGE}`);
    return WRONG_ARGUMENTS;
  }
  const config = loadConfig(readEnvironment(process.env));
  const view = createProgressView(process.stdout);
  const stopping = new AbortController();
  let stoppedBy: keyof typeof STOPPED | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stoppedBy ??= signal;
      stopping.abort();
    });
  }
  // Beside the progress only what is wrong with ourselves is logged; the summary says the rest.
  const level = config.logLevel === "debug" ? "debug" : "error";
  const result = await runImport(config, asked, {
    logger: createLogger({ level, secrets: secretsOf(config) }),
    stopping: stopping.signal,
    onProgress: (progress) => view.show(progress),
  });
  view.end();
  process.stdout.write(summaryOf(result, asked));
  if (result.end.kind === "stopped") return STOPPED[stoppedBy ?? "SIGTERM"];
  return result.end.kind === "complete" ? DONE : FAILED;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    if (error instanceof AppError) console.error(`import: ${error.message}`);
    else console.error("import: unexpected fault, please report it:", error);
    process.exit(FAILED);
  },
);
