import type { Kysely } from "kysely";
import type { Database } from "../schema.ts";
import type { Queries } from "../store.ts";
import { alertQueries } from "./alerts.ts";
import { deliveryQueries } from "./deliveries.ts";
import { flowQueries } from "./flows.ts";
import { journalQueries } from "./journal.ts";
import { keptQueries } from "./kept.ts";
import { notificationQueries } from "./notifications.ts";
import { retryQueries } from "./retries.ts";
import { runQueries } from "./runs.ts";

/** All queries over one connection or one transaction. */
export function queriesOver(db: Kysely<Database>): Queries {
  return {
    notifications: notificationQueries(db),
    kept: keptQueries(db),
    flows: flowQueries(db),
    runs: runQueries(db),
    alerts: alertQueries(db),
    deliveries: deliveryQueries(db),
    journal: journalQueries(db),
    retries: retryQueries(db),
  };
}
