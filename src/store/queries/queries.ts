import type { Kysely } from "kysely";
import type { Database } from "../schema.ts";
import type { Queries } from "../store.ts";
import { alertQueries } from "./alerts.ts";
import { deliveryQueries } from "./deliveries.ts";
import { diagnosticsQueries } from "./diagnostics.ts";
import { downstreamQueries } from "./downstream.ts";
import { flowQueries } from "./flows.ts";
import { importQueries } from "./imports.ts";
import { journalQueries } from "./journal.ts";
import { keptQueries } from "./kept.ts";
import { noticeQueries } from "./notices.ts";
import { notificationQueries } from "./notifications.ts";
import { reportQueries } from "./reports.ts";
import { retryQueries } from "./retries.ts";
import { runQueries } from "./runs.ts";

/** All queries over one connection or one transaction. */
export function queriesOver(db: Kysely<Database>): Queries {
  return {
    notifications: notificationQueries(db),
    kept: keptQueries(db),
    flows: flowQueries(db),
    runs: runQueries(db),
    diagnostics: diagnosticsQueries(db),
    downstream: downstreamQueries(db),
    reports: reportQueries(db),
    alerts: alertQueries(db),
    deliveries: deliveryQueries(db),
    journal: journalQueries(db),
    notices: noticeQueries(db),
    imports: importQueries(db),
    retries: retryQueries(db),
  };
}
