import type { Insertable, Kysely, Selectable } from "kysely";
import { Retry } from "../../domain/retry.ts";
import type { RetryQueries } from "../retry-queries.ts";
import type { Database } from "../schema.ts";

const AT_A_TIME = 100;

export function retryQueries(db: Kysely<Database>): RetryQueries {
  return {
    async find(runId) {
      const row = await db
        .selectFrom("retries")
        .selectAll()
        .where("run_id", "=", runId)
        .executeTakeFirst();
      return row === undefined ? undefined : toRetry(row);
    },

    async findByNewRun(newRunId) {
      const row = await db
        .selectFrom("retries")
        .selectAll()
        .where("new_run_id", "=", newRunId)
        .orderBy("requested_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : toRetry(row);
    },

    async save(retry, before) {
      const row = fromRetry(retry);
      if (before === undefined) {
        const inserted = await db
          .insertInto("retries")
          .values(row)
          .onConflict((conflict) => conflict.column("run_id").doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }
      const { run_id: runId, ...columns } = row;
      const updated = await db
        .updateTable("retries")
        .set(columns)
        .where("run_id", "=", runId)
        .where("state", "=", before.state)
        .where("attempt", "=", before.attempt)
        .executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    },

    async listRequested(upTo) {
      const rows = await db
        .selectFrom("retries")
        .selectAll()
        .where("state", "=", "requested")
        .where("requested_at", "<=", upTo)
        .orderBy("requested_at")
        .limit(AT_A_TIME)
        .execute();
      return rows.map(toRetry).filter((retry) => retry.state === "requested");
    },
  };
}

function toRetry(row: Selectable<Database["retries"]>): Retry {
  return Retry.parse({
    state: row.state,
    runId: row.run_id,
    attempt: row.attempt,
    by: row.requested_by,
    requestedAt: row.requested_at,
    standsAfter: row.stands_after,
    settledAt: row.settled_at ?? undefined,
    newRunId: row.new_run_id ?? undefined,
    reason: row.reason ?? undefined,
  });
}

function fromRetry(retry: Retry): Insertable<Database["retries"]> {
  return {
    run_id: retry.runId,
    state: retry.state,
    attempt: retry.attempt,
    requested_by: retry.by,
    requested_at: retry.requestedAt,
    stands_after: retry.standsAfter,
    settled_at: retry.state === "requested" ? null : retry.settledAt,
    new_run_id: retry.state === "done" ? (retry.newRunId ?? null) : null,
    reason: retry.state === "refused" ? retry.reason : null,
  };
}
