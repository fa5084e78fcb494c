import { type Kysely, type SqlBool, sql, type Updateable } from "kysely";
import type { FlowNames } from "../../domain/flow-names.ts";
import { toFlow } from "../rows.ts";
import type { Database } from "../schema.ts";
import type { Flow, FlowQueries } from "../store.ts";

export function flowQueries(db: Kysely<Database>): FlowQueries {
  return { ...savingFlows(db), ...findingFlows(db) };
}

function savingFlows(db: Kysely<Database>): Pick<FlowQueries, "remember" | "learn"> {
  return {
    async remember({ flowId, flowName, sandboxName, imsOrgId }, asOf) {
      // Equal instants: the greater name wins, so that the order of arrival does not matter.
      await db
        .insertInto("flows")
        .values({
          flow_id: flowId,
          name: flowName ?? null,
          name_folded: flowName?.toLowerCase() ?? null,
          named_at: flowName === undefined ? 0 : asOf,
          sandbox_name: sandboxName ?? null,
          ims_org_id: imsOrgId ?? null,
        })
        .onConflict((conflict) =>
          conflict
            .column("flow_id")
            .doUpdateSet((eb) => ({
              name: eb.ref("excluded.name"),
              name_folded: eb.ref("excluded.name_folded"),
              named_at: eb.ref("excluded.named_at"),
              sandbox_name: eb.ref("excluded.sandbox_name"),
              ims_org_id: eb.ref("excluded.ims_org_id"),
            }))
            .where((eb) =>
              eb.and([
                eb("excluded.name", "is not", null),
                eb.or([
                  eb("flows.name", "is", null),
                  eb("flows.named_at", "<", eb.ref("excluded.named_at")),
                  eb.and([
                    eb("flows.named_at", "=", eb.ref("excluded.named_at")),
                    eb("flows.name", "<", eb.ref("excluded.name")),
                  ]),
                ]),
              ]),
            ),
        )
        .execute();
    },

    async learn(flowId, names, when) {
      const columns = toLearned(names, when);
      if (Object.keys(columns).length === 0) return;
      await db.updateTable("flows").set(columns).where("flow_id", "=", flowId).execute();
    },
  };
}

/** What is not known now is not forgotten. */
function toLearned(
  { flowName, sourceType, sourceName, datasetName, datasetId, toleratedPercent }: FlowNames,
  { now, complete }: { readonly now: number; readonly complete: boolean },
): Updateable<Database["flows"]> {
  return {
    ...(flowName === undefined
      ? {}
      : { name: flowName, name_folded: flowName.toLowerCase(), named_at: now }),
    ...(sourceType === undefined ? {} : { source_type: sourceType }),
    ...(sourceName === undefined ? {} : { source_name: sourceName }),
    ...(datasetName === undefined ? {} : { dataset_name: datasetName }),
    ...(datasetId === undefined ? {} : { dataset_id: datasetId }),
    ...(toleratedPercent === undefined ? {} : { tolerated_percent: toleratedPercent }),
    ...(complete ? { looked_up_at: now } : {}),
  };
}

function findingFlows(
  db: Kysely<Database>,
): Pick<FlowQueries, "find" | "searchByName" | "listSandboxes" | "listUnnamedSince"> {
  return {
    async listSandboxes() {
      const rows = await db
        .selectFrom("flows")
        .select("sandbox_name")
        .distinct()
        .where("sandbox_name", "is not", null)
        .orderBy("sandbox_name")
        .execute();
      return rows.flatMap(({ sandbox_name: name }) => name ?? []);
    },

    async listUnnamedSince(since, { after, limit }) {
      let query = db
        .selectFrom("flows")
        .selectAll()
        .where((eb) => eb.or([eb("looked_up_at", "is", null), eb("looked_up_at", "<", since)]));
      if (after !== undefined) query = query.where("flow_id", ">", after);
      const rows = await query.orderBy("flow_id").limit(limit).execute();
      return rows.map(toFlow);
    },

    async find(flowId) {
      const row = await db
        .selectFrom("flows")
        .selectAll()
        .where("flow_id", "=", flowId)
        .executeTakeFirst();
      return row === undefined ? undefined : toFlow(row);
    },

    searchByName: (text, limit) => searchByName(db, text, limit),
  };
}

async function searchByName(
  db: Kysely<Database>,
  text: string,
  limit: number,
): Promise<{ flows: readonly Flow[]; count: number }> {
  const folded = text.toLowerCase();
  const matching = db
    .selectFrom("flows")
    .where(sql<SqlBool>`name_folded like ${containing(folded)} escape '!'`);
  const rows = await matching
    .selectAll()
    .orderBy((eb) =>
      eb.case().when("name_folded", "=", folded).then(eb.lit(0)).else(eb.lit(1)).end(),
    )
    .orderBy("name_folded")
    .orderBy("flow_id")
    .limit(limit)
    .execute();
  const { count } = await matching
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return { flows: rows.map(toFlow), count };
}

function containing(text: string): string {
  return `%${text.replaceAll(/[!%_]/g, "!$&")}%`;
}
