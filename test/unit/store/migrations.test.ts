import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Kysely, Migrator } from "kysely";
import { FlowId } from "../../../src/domain/ids.ts";
import { openLibsql } from "../../../src/store/engines/libsql.ts";
import { mainJob } from "../../../src/store/migrations/0001-main-job.ts";
import { openStore } from "../../../src/store/open-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "flowrun-migrations-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a store of the first version is brought on, and keeps what it holds", async () => {
  const engine = openLibsql(folder);
  const db = new Kysely<{ flows: Record<string, unknown> }>({ dialect: engine.dialect });
  const first = mainJob({ instant: "integer", strictTables: true });
  const provider = { getMigrations: async () => ({ "0001-main-job": first }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  await db.insertInto("flows").values({ flow_id: "f-1", name: "Orders", named_at: 7 }).execute();
  engine.close();
  expect(error).toBeUndefined();

  const store = await openStore(folder);
  const flow = await store.read.flows.find(FlowId.parse("f-1"));
  await store.close();

  expect(flow).toEqual({ flowId: "f-1", flowName: "Orders" });
});
