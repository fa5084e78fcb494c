import type { Kysely } from "kysely";
import { RunDiagnostics } from "../../domain/run-diagnostics.ts";
import type { Database } from "../schema.ts";
import type { DiagnosticsQueries } from "../store.ts";

export function diagnosticsQueries(db: Kysely<Database>): DiagnosticsQueries {
  return {
    async find(runId) {
      const row = await db
        .selectFrom("run_diagnostics")
        .select("data")
        .where("run_id", "=", runId)
        .executeTakeFirst();
      return row === undefined ? undefined : RunDiagnostics.parse(JSON.parse(row.data));
    },

    async save(runId, diagnostics, now) {
      // Parsed, so that nothing is written that has no place in the schema.
      const data = JSON.stringify(RunDiagnostics.parse(diagnostics));
      const columns = { learned_at: now, data };
      await db
        .insertInto("run_diagnostics")
        .values({ run_id: runId, ...columns })
        .onConflict((conflict) => conflict.column("run_id").doUpdateSet(columns))
        .execute();
    },
  };
}
