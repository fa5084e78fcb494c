import type { Kysely } from "kysely";
import type { AlertId, FlowId } from "../../domain/ids.ts";
import { MetricAlertKind } from "../../domain/metric-alert.ts";
import { fromAlert, toAlert, toRuleAlert, toRunAlert } from "../rows.ts";
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
): Pick<
  AlertQueries,
  | "find"
  | "findOnRuns"
  | "findOnRule"
  | "findByNumber"
  | "findUnresolved"
  | "findUnresolvedOnRule"
  | "previous"
> {
  const byId = (alertId: AlertId) =>
    db.selectFrom("alerts").selectAll().where("alert_id", "=", alertId).executeTakeFirst();

  return {
    async find(alertId) {
      const row = await byId(alertId);
      return row === undefined ? undefined : toAlert(row);
    },

    async findOnRuns(alertId) {
      const row = await byId(alertId);
      return row === undefined ? undefined : toRunAlert(row);
    },

    async findOnRule(alertId) {
      const row = await byId(alertId);
      return row === undefined ? undefined : toRuleAlert(row);
    },

    async findByNumber(number) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("number", "=", number)
        .executeTakeFirst();
      return row === undefined ? undefined : toAlert(row);
    },

    async findUnresolved(like) {
      const row = await unresolvedLike(db, like);
      return row === undefined ? undefined : toRunAlert(row);
    },

    async findUnresolvedOnRule({ flowId = "", kind, series }) {
      const row = await unresolvedLike(db, { flowId, kind, causeCode: series });
      return row === undefined ? undefined : toRuleAlert(row);
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
      return row === undefined ? undefined : toRunAlert(row);
    },
  };
}

function listingAlerts(
  db: Kysely<Database>,
): Pick<
  AlertQueries,
  "listUnresolved" | "listUnresolvedOnRules" | "listRecoveredBy" | "countByState" | "countOnRules"
> {
  return {
    async listUnresolved(limit, flowId) {
      const rows = await unresolved(db, flowId).limit(limit).execute();
      return rows.map(toAlert);
    },

    async listUnresolvedOnRules(limit, flowId) {
      const rows = await unresolved(db, flowId)
        .where("kind", "in", MetricAlertKind.options)
        .limit(limit)
        .execute();
      return rows.map(toRuleAlert);
    },

    async listRecoveredBy(runId) {
      const rows = await db
        .selectFrom("alerts")
        .selectAll()
        .where("recovered_by", "=", runId)
        .orderBy("number")
        .execute();
      return rows.map(toRunAlert);
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

    async countOnRules({ flowId, kind, series }, { from, to }) {
      let query = db
        .selectFrom("alerts")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("flow_id", "=", flowId ?? "")
        .where("kind", "=", kind)
        .where("first_failed_at", ">=", from)
        .where("first_failed_at", "<=", to);
      if (flowId === undefined) query = query.where("cause_code", "=", series);
      return (await query.executeTakeFirstOrThrow()).count;
    },
  };
}

/** There is one at most. */
function unresolvedLike(
  db: Kysely<Database>,
  like: { readonly flowId: string; readonly kind: string; readonly causeCode: string },
) {
  return db
    .selectFrom("alerts")
    .selectAll()
    .where("flow_id", "=", like.flowId)
    .where("kind", "=", like.kind)
    .where("cause_code", "=", like.causeCode)
    .where("state", "<>", "resolved")
    .executeTakeFirst();
}

const QUIET = ["no_data", "other"];

function unresolved(db: Kysely<Database>, flowId: FlowId | undefined) {
  let query = db.selectFrom("alerts").selectAll().where("state", "<>", "resolved");
  if (flowId !== undefined) query = query.where("flow_id", "=", flowId);
  return (
    query
      // "open" sorts after "acknowledged".
      .orderBy("state", "desc")
      .orderBy((eb) =>
        eb
          .case()
          .when("kind", "=", "failed")
          .then(eb.lit(0))
          .when("kind", "not in", QUIET)
          .then(eb.lit(1))
          .else(eb.lit(2))
          .end(),
      )
      .orderBy("failure_count", "desc")
      .orderBy("number")
  );
}
