import { type Kysely, Migrator } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { Database } from "../schema.ts";
import { type EngineTraits, mainJob } from "./0001-main-job.ts";
import { flowNames } from "./0002-flow-names.ts";
import { journal } from "./0003-journal.ts";
import { readings } from "./0004-readings.ts";
import { notices } from "./0005-notices.ts";
import { metricAlerts } from "./0006-metric-alerts.ts";
import { runDiagnostics } from "./0007-run-diagnostics.ts";
import { retries } from "./0008-retries.ts";
import { imports } from "./0009-import.ts";
import { readBack } from "./0010-read-back.ts";

/**
 * Brings the store to this version's shape: forward only, each step recorded, all or nothing.
 * @throws AppError `store_newer` or `migration_failed`
 */
export async function migrate(
  db: Kysely<Database>,
  traits: EngineTraits,
  place: string,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () => ({
        "0001-main-job": mainJob(traits),
        "0002-flow-names": flowNames(traits),
        "0003-journal": journal(traits),
        "0004-readings": readings(traits),
        "0005-notices": notices(traits),
        "0006-metric-alerts": metricAlerts(traits),
        "0007-run-diagnostics": runDiagnostics(traits),
        "0008-retries": retries(traits),
        "0009-import": imports(traits),
        "0010-read-back": readBack(traits),
      }),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const text = error instanceof Error ? error.message : "not told";
  // Kysely gives this fault no class or code of its own.
  if (text.startsWith("corrupted migrations")) {
    throw new AppError(
      "store_newer",
      `${place} was written by a newer Flowrun. Start that version again, or restore a copy of the folder made before the upgrade.`,
      { cause: error },
    );
  }
  throw new AppError(
    "migration_failed",
    `${place} could not be brought to this version's shape; it was left as it was. Keep a copy of the folder and report the cause: ${text}`,
    { cause: error },
  );
}
