import { afterEach, expect, test } from "@jest/globals";
import { Kysely } from "kysely";
import { openLibsql } from "../../src/store/engines/libsql.ts";
import type { Database } from "../../src/store/schema.ts";
import { ask, metric } from "../support/ask.ts";
import { MINUTE } from "../support/builders.ts";
import { fixture } from "../support/fixture.ts";
import { flatReport } from "../support/flat-report.ts";
import { flatRun } from "../support/flat-run.ts";
import { cardSaying } from "../support/messages.ts";
import { type Flowrun, ORG_ID, startFlowrun } from "../support/start-flowrun.ts";

const NOT_UNDERSTOOD = "flowrun_notifications_not_understood";
const READ = "read again what was not understood";
const RECEIVED_AT = Date.UTC(2026, 10, 1);

let app: Flowrun;
let version = "1.0.0";
afterEach(async () => {
  version = "1.0.0";
  await app.close();
});

/** What an earlier version, which understood less, left in the store. */
async function leave(
  bodies: readonly unknown[],
  source: "webhook" | "journal" = "webhook",
): Promise<void> {
  await inStore(async (db) => {
    for (const [index, body] of bodies.entries()) {
      await db
        .insertInto("notifications")
        .values({
          notification_id: `kept-${String(index).padStart(3, "0")}`,
          received_at: RECEIVED_AT,
          source,
          event_code: "source_flow_run_error",
          kind: "not_understood",
          form: "metric alert",
          run_id: null,
          body: JSON.stringify(body),
        })
        .execute();
    }
  });
}

async function inStore<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const engine = openLibsql(app.dataDir);
  try {
    return await work(new Kysely<Database>({ dialect: engine.dialect }));
  } finally {
    engine.close();
  }
}

const sources = (): Promise<readonly { source: string; kind: string }[]> =>
  inStore((db) => db.selectFrom("notifications").select(["source", "kind"]).execute());

const kinds = (): Promise<readonly { kind: string; received_at: number }[]> =>
  inStore((db) =>
    db
      .selectFrom("notifications")
      .select(["kind", "received_at"])
      .orderBy("notification_id")
      .execute(),
  );

async function upgradedWith(...left: Parameters<typeof leave>): Promise<void> {
  app = await startFlowrun({ version: () => version });
  await app.logged(READ);
  await app.stopApp();
  await leave(...left);
  version = "1.1.0";
  await app.startApp();
  await app.logged(READ, 2);
}

test("a newer version understands what an older one kept, at the time it was received", async () => {
  await upgradedWith([
    fixture("metric-alert-run-delayed"),
    { hello: "still nobody knows me" },
    { specversion: "1.0", id: "kept-002", data: flatRun({ flowName: "Kept Flow" }) },
  ]);
  await cardSaying(app.simulator, "Kept Flow");
  const status = (await ask(app, "/flowrun status")).text;
  await app.stopApp();

  expect(status).toContain("1 notification not understood, kept whole: 1 × event code");
  expect(await kinds()).toEqual(
    ["metric_alert", "not_understood", "flow_run"].map((kind) => ({
      kind,
      received_at: RECEIVED_AT,
    })),
  );
});

test("what was over long before is history; what stands still is news", async () => {
  const at = (hours: number): number => RECEIVED_AT + hours * 60 * MINUTE;
  await upgradedWith([
    flatReport({ flowId: "a", at: at(0) }),
    flatReport({ flowId: "b", at: at(1) }),
    flatReport({ flowId: "a", firing: false, at: at(2) }),
  ]);
  const card = await cardSaying(app.simulator, "Delayed: flow b");

  expect(app.simulator.slack.messages()).toEqual([expect.objectContaining({ ts: card.ts })]);
  expect(await metric(app, "flowrun_outbox_waiting")).toBe(0);
});

test("each version reads once, in steps that leave nothing out", async () => {
  const alert = fixture("metric-alert-run-delayed");
  await upgradedWith(Array.from({ length: 45 }, (_, n) => (n % 2 === 0 ? alert : { unknown: n })));
  const left = await metric(app, NOT_UNDERSTOOD);
  const lines = app.logs().filter(({ msg }) => msg === READ);

  await app.restart();
  await app.logged("listening", 3);
  await app.stopApp();

  expect(left).toBe(22);
  expect(lines[1]).toMatchObject({
    version: "1.1.0",
    understood: 23,
    not_understood: 22,
    failed: 0,
  });
  expect(app.logs().filter(({ msg }) => msg === READ)).toHaveLength(2);
});

test("what proves to hold several is recorded as several, without what is for others", async () => {
  await upgradedWith([
    {
      messages: [
        { imsOrgId: ORG_ID, value: flatRun({ flowName: "First Kept" }) },
        { imsOrgId: "OTHER@AdobeOrg", value: flatRun({ flowName: "Foreign" }) },
        { imsOrgId: ORG_ID, value: flatRun({ flowId: "b", flowName: "Second Kept" }) },
      ],
    },
  ]);
  await cardSaying(app.simulator, "First Kept");
  await cardSaying(app.simulator, "Second Kept");

  expect(await metric(app, NOT_UNDERSTOOD)).toBe(0);
  expect((await ask(app, "/flowrun list")).text).not.toContain("Foreign");
});

test("what the journal brought stays the journal's and ours, whatever recipients it names", async () => {
  const bodies = [
    {
      messages: [
        { imsOrgId: "OTHER@AdobeOrg", value: flatRun({ flowName: "First Kept" }) },
        { imsOrgId: ORG_ID, value: flatRun({ flowId: "b", flowName: "Second Kept" }) },
      ],
    },
  ];
  await upgradedWith(bodies, "journal");
  await cardSaying(app.simulator, "First Kept");
  await cardSaying(app.simulator, "Second Kept");
  await app.stopApp();

  const journal = (kind: string): object => ({ kind, source: "journal" });
  expect(await sources()).toEqual(
    expect.arrayContaining([journal("taken_apart"), journal("flow_run"), journal("flow_run")]),
  );
  expect(await sources()).not.toContainEqual(expect.objectContaining({ source: "webhook" }));
});

test("one that cannot be read costs the others nothing, and is tried again at the next start", async () => {
  app = await startFlowrun({ version: () => version });
  await app.logged(READ);
  await app.stopApp();
  await leave([fixture("metric-alert-run-delayed"), "to be damaged"]);
  await inStore((db) =>
    db
      .updateTable("notifications")
      .set({ body: "{" })
      .where("notification_id", "=", "kept-001")
      .execute(),
  );
  version = "1.1.0";

  await app.startApp();
  await app.logged("a kept notification could not be read again");
  await app.logged(READ, 2);
  await app.restart();
  await app.logged(READ, 3);

  expect(await metric(app, NOT_UNDERSTOOD)).toBe(1);
});
