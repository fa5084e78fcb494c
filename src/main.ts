import { startApp } from "./app.ts";
import { loadConfig, secretsOf } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import { readEnvironment } from "./environment.ts";
import { createLogger } from "./logger.ts";

/** How long a stop may take before the process ends all the same. */
const STOP_DEADLINE_MS = 10_000;

function giveUp(error: unknown): never {
  if (error instanceof AppError) console.error(`flowrun: ${error.message}`);
  else console.error("flowrun: unexpected fault, please report it:", error);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment(process.env));
  const logger = createLogger({ level: config.logLevel, secrets: secretsOf(config) });
  const starting = startApp(config, { logger });

  let stopping = false;
  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, "stopping");
    setTimeout(() => {
      logger.error({}, "did not stop in time; what was under way is told after the next start");
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    const app = await starting;
    await app.stop();
    logger.info({}, "stopped");
    process.exit(0);
  }
  // Before the start is through: a signal may come at any time.
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).catch(giveUp);
    });
  }
  await starting;
}

process.on("unhandledRejection", giveUp);
main().catch(giveUp);
