import type { Kysely } from "kysely";
import { fromAlert, toAlert } from "../rows.ts";
import type { Database } from "../schema.ts";
import type { AlertQueries } from "../store.ts";

export function alertQueries(db: Kysely<Database>): AlertQueries {
  return { ...savingAlerts(db), ...findingAlerts(db), ...listingAlerts(db) };
}

function savingAlerts(
  db: Kysely<Database>,
): Pick<AlertQueries, "nextNumber" | "insert" | "update"> {
  return {
    async nextNumber() {
      const row = await db
        .selectFrom("alerts")
        .select(({ fn }) => fn.max("number").as("last"))
        .executeTakeFirst();
      return (row?.last ?? 0) + 1;
    },

    async insert(alert) {
      await db.insertInto("alerts").values(fromAlert(alert)).execute();
    },

    async update(alert) {
      const { alert_id: alertId, number: _number, ...columns } = fromAlert(alert);
      const result = await db
        .updateTable("alerts")
        .set(columns)
        .where("alert_id", "=", alertId)
        .where("revision", "=", alert.revision - 1)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
  };
}

function findingAlerts(
  db: Kysely<Database>,
): Pick<AlertQueries, "find" | "findByNumber" | "findUnresolved" | "previous"> {
  return {
    async find(alertId) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("alert_id", "=", alertId)
        .executeTakeFirst();
      return row === undefined ? undefined : toAlert(row);
    },

    async findByNumber(number) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("number", "=", number)
        .executeTakeFirst();
      return row === undefined ? undefined : toAlert(row);
    },

    async findUnresolved({ flowId, kind, causeCode }) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("flow_id", "=", flowId)
        .where("kind", "=", kind)
        .where("cause_code", "=", causeCode)
        .where("state", "<>", "resolved")
        .executeTakeFirst();
      return row === undefined ? undefined : toAlert(row);
    },

    async previous(alert) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("flow_id", "=", alert.flowId)
        .where("kind", "=", alert.kind)
        .where("cause_code", "=", alert.causeCode)
        .where("alert_id", "<>", alert.alertId)
        .where("failure_count", ">", 0)
        .where("first_failed_at", "<", alert.firstFailedAt)
        .orderBy("first_failed_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : toAlert(row);
    },
  };
}

function listingAlerts(
  db: Kysely<Database>,
): Pick<AlertQueries, "listUnresolved" | "listRecoveredBy" | "countByState"> {
  return {
    async listUnresolved(limit, flowId) {
      let query = db.selectFrom("alerts").selectAll().where("state", "<>", "resolved");
      if (flowId !== undefined) query = query.where("flow_id", "=", flowId);
      const rows = await query
        // "open" sorts after "acknowledged".
        .orderBy("state", "desc")
        .orderBy((eb) =>
          eb
            .case()
            .when("kind", "=", "failed")
            .then(eb.lit(0))
            .when("kind", "=", "partly_ingested")
            .then(eb.lit(1))
            .else(eb.lit(2))
            .end(),
        )
        .orderBy("failure_count", "desc")
        .orderBy("number")
        .limit(limit)
        .execute();
      return rows.map(toAlert);
    },

    async listRecoveredBy(runId) {
      const rows = await db
        .selectFrom("alerts")
        .selectAll()
        .where("recovered_by", "=", runId)
        .orderBy("number")
        .execute();
      return rows.map(toAlert);
    },

    async countByState() {
      const rows = await db
        .selectFrom("alerts")
        .select(["state", ({ fn }) => fn.countAll<number>().as("count")])
        .where("state", "<>", "resolved")
        .groupBy("state")
        .execute();
      const counted = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
      return { open: counted("open"), acknowledged: counted("acknowledged") };
    },
  };
}
