import { type Kysely, type SqlBool, sql } from "kysely";
import { toFlow } from "../rows.ts";
import type { Database } from "../schema.ts";
import type { Flow, FlowQueries } from "../store.ts";

export function flowQueries(db: Kysely<Database>): FlowQueries {
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
