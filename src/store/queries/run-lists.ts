import { type Expression, expressionBuilder, type Kysely, type SqlBool } from "kysely";
import { RunStatus } from "../../domain/flow-run.ts";
import { FlowRunId } from "../../domain/ids.ts";
import { toRunSummary } from "../rows.ts";
import type { Database } from "../schema.ts";
import type { RunListFilter, RunQueries } from "../store.ts";

export const ENDED = ["success", "partial_success", "failed"];

type ListQueries = Pick<
  RunQueries,
  | "list"
  | "count"
  | "running"
  | "countRunning"
  | "figuresSince"
  | "countTroubled"
  | "recentStatuses"
>;

/** Runs as people ask for them. */
export function runListQueries(db: Kysely<Database>): ListQueries {
  return { ...listingRuns(db), ...countingRuns(db) };
}

function listingRuns(
  db: Kysely<Database>,
): Pick<ListQueries, "list" | "count" | "running" | "recentStatuses"> {
  const joined = () =>
    db
      .selectFrom("runs")
      .leftJoin("flows", "flows.flow_id", "runs.flow_id")
      .leftJoin("alerts", "alerts.alert_id", "runs.alert_id");

  const summaries = () =>
    joined().select([
      "runs.data",
      "runs.cause_code",
      "runs.alert_id",
      "flows.name",
      "alerts.number",
    ]);

  return {
    async list(filter, { limit, offset }) {
      const rows = await summaries()
        .where(matching(filter))
        .orderBy("runs.ordered_at", "desc")
        .orderBy("runs.run_id", "desc")
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(toRunSummary);
    },

    async count(filter) {
      const row = await joined()
        .where(matching(filter))
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async running(since, limit) {
      const rows = await summaries()
        .where("runs.status", "=", "in_progress")
        .where("runs.ordered_at", ">=", since)
        .orderBy("runs.ordered_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(toRunSummary);
    },

    async recentStatuses(flowId, limit) {
      const rows = await db
        .selectFrom("runs")
        .select(["run_id", "status"])
        .where("flow_id", "=", flowId)
        .where("status", "in", ENDED)
        .orderBy("ordered_at", "desc")
        .orderBy("run_id", "desc")
        .limit(limit)
        .execute();
      return rows
        .map((row) => ({ runId: FlowRunId.parse(row.run_id), status: RunStatus.parse(row.status) }))
        .reverse();
    },
  };
}

function countingRuns(
  db: Kysely<Database>,
): Pick<ListQueries, "countRunning" | "figuresSince" | "countTroubled"> {
  return {
    async countRunning(since) {
      const row = await db
        .selectFrom("runs")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("status", "=", "in_progress")
        .where("ordered_at", ">=", since)
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async figuresSince(since, flowId) {
      let query = db
        .selectFrom("runs")
        .select(["status", ({ fn }) => fn.countAll<number>().as("count")])
        .where("status", "in", ENDED)
        .where("ended_at", ">=", since)
        .groupBy("status");
      if (flowId !== undefined) query = query.where("flow_id", "=", flowId);
      const rows = await query.execute();
      return {
        ended: rows.reduce((sum, row) => sum + row.count, 0),
        failed: rows.find((row) => row.status === "failed")?.count ?? 0,
      };
    },

    async countTroubled({ flowId, kind, causeCode }, { from, to }) {
      const row = await db
        .selectFrom("runs")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("flow_id", "=", flowId)
        .where("cause_code", "=", causeCode)
        .where("outcome", "=", kind)
        .where("ended_at", ">=", from)
        .where("ended_at", "<=", to)
        .where("alert_id", "is not", null)
        .executeTakeFirstOrThrow();
      return row.count;
    },
  };
}

function matching({ flowId, only }: RunListFilter): Expression<SqlBool> {
  const eb = expressionBuilder<Database, "runs" | "alerts">();
  return eb.and([
    ...(flowId === undefined ? [] : [eb("runs.flow_id", "=", flowId)]),
    ...(only === "failed" ? [eb("runs.status", "=", "failed")] : []),
    ...(only === "open" ? [eb("alerts.state", "<>", "resolved")] : []),
  ]);
}
