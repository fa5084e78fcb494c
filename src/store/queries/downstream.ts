import type { Kysely } from "kysely";
import { FlowRunId } from "../../domain/ids.ts";
import type { DownstreamQueries } from "../report-port.ts";
import type { Database } from "../schema.ts";

export function downstreamQueries(db: Kysely<Database>): DownstreamQueries {
  return {
    async remember(runId, predecessors) {
      if (predecessors.length === 0) return;
      await db
        .insertInto("run_predecessors")
        .values(predecessors.map((id) => ({ run_id: runId, predecessor_id: id })))
        .onConflict((conflict) => conflict.columns(["predecessor_id", "run_id"]).doNothing())
        .execute();
    },

    async followersOf(runId, limit) {
      const rows = await db
        .selectFrom("run_predecessors")
        .select("run_id")
        .where("predecessor_id", "=", runId)
        .orderBy("run_id")
        .limit(limit)
        .execute();
      return rows.map((row) => FlowRunId.parse(row.run_id));
    },

    async markTold(runId) {
      const result = await db
        .insertInto("told_downstream")
        .values({ run_id: runId })
        .onConflict((conflict) => conflict.column("run_id").doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async forgetTold(runId) {
      await db.deleteFrom("told_downstream").where("run_id", "=", runId).execute();
    },
  };
}
