import { uuidv7 } from "uuidv7";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { AlertId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import { toListedRun } from "../receive/wire/listed-run.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import {
  type ImportPlan,
  type ImportProgress,
  type ImportResult,
  importHistory,
} from "../usecases/import-history.ts";
import { createRunRecorder } from "../usecases/record-runs.ts";
import { adobeApis } from "./adobe-apis.ts";

interface Around {
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

/**
 * The parts of Flowrun that an import needs, for as long as it takes; nothing of Slack.
 * @throws AppError where it cannot begin
 */
export async function runImport(
  config: Config,
  plan: ImportPlan,
  { logger, stopping, onProgress }: Around,
): Promise<ImportResult> {
  const clock = systemClock;
  const { apis } = adobeApis(config, { logger, clock, random: Math.random });
  if (apis === undefined) {
    throw new AppError(
      "bad_settings",
      "The import asks Adobe's APIs, and there is no credential. Set ADOBE_CLIENT_SECRET and ADOBE_ORG_ID.",
    );
  }
  const store = await openStoreAlone(config.dataDir);
  try {
    const record = createRunRecorder({
      store,
      clock,
      channels: [config.slack.channel],
      newAlertId: () => AlertId.parse(uuidv7()),
    });
    const { runs: read, names } = apis;
    const asking = { read, names, toRun: toListedRun };
    return await importHistory({ store, clock, record, ...asking, onProgress, stopping }, plan);
  } finally {
    apis.close();
    await store.close();
  }
}

async function openStoreAlone(dataDir: string): Promise<Store> {
  return openStore(dataDir).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== "folder_in_use") throw error;
    throw new AppError(
      "folder_in_use",
      "Flowrun is running on this data folder. Stop it, import, and start it again: Adobe tries for 24 hours what it cannot deliver meanwhile.",
      { cause: error },
    );
  });
}
