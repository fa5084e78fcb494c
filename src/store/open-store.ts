import { Kysely } from "kysely";
import { openLibsql } from "./engines/libsql.ts";
import { createGroupCommit } from "./group-commit.ts";
import { migrate } from "./migrations/migrate.ts";
import { queriesOver } from "./queries/queries.ts";
import type { Database } from "./schema.ts";
import type { Queries, Store } from "./store.ts";

/**
 * Opens the embedded store in a folder and brings it to this version's shape.
 * @throws AppError, see `openLibsql` and `migrate`
 */
export async function openStore(dataDir: string): Promise<Store> {
  const engine = openLibsql(dataDir);
  const db = new Kysely<Database>({ dialect: engine.dialect });
  try {
    await migrate(db, { instant: "integer", strictTables: true }, engine.file);
  } catch (error) {
    engine.close();
    throw error;
  }
  const write = createGroupCommit<Queries>((work) =>
    db.transaction().execute((transaction) => work(queriesOver(transaction))),
  );
  return {
    exclusive: true,
    read: queriesOver(db),
    write,
    async close() {
      // Takes the connection after everything that was asked for before.
      await db.connection().execute(async () => engine.close());
    },
  };
}
