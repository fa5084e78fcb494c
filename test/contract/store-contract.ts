import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { RunAlert } from "../../src/domain/alert.ts";
import type { DeliverySubject } from "../../src/domain/delivery.ts";
import type { FlowNames } from "../../src/domain/flow-names.ts";
import {
  AlertId,
  ChannelId,
  FlowId,
  FlowRunId,
  MessageTs,
  NotificationId,
} from "../../src/domain/ids.ts";
import type { Notice } from "../../src/domain/notice.ts";
import type { Notification, NotificationContent } from "../../src/domain/notification.ts";
import { type RequestedRetry, Retry } from "../../src/domain/retry.ts";
import type { RunDiagnostics } from "../../src/domain/run-diagnostics.ts";
import type { ClaimedDelivery } from "../../src/store/delivery-port.ts";
import type { Store } from "../../src/store/store.ts";
import {
  aFailedRun,
  aFlowRun,
  aGoodRun,
  aNotification,
  anAlert,
  CHANNEL,
  DANA,
  MINUTE,
  SAM,
  T0,
} from "../support/builders.ts";

let last = 0;
/** Tests share one store, so each has ids of its own. */
function fresh(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}

const newAlertId = (): AlertId => AlertId.parse(uuidv7());

function aNotUnderstood({ id, form }: { id: string; form: string }): Notification {
  return {
    notificationId: NotificationId.parse(id),
    receivedAt: T0,
    source: "webhook",
    eventCode: "audit_events_info",
    content: { kind: "not_understood", form },
    body: "{}",
  };
}

/** What every engine behind the store's port must do alike. */
export function describeStoreContract(name: string, open: () => Promise<Store>): void {
  describe(`the store on ${name}`, () => {
    let store: Store;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.close();
    });

    async function savedAlert(parts: Partial<RunAlert> = {}): Promise<RunAlert> {
      return store.write(async ({ alerts }) => {
        const alert = anAlert({
          alertId: newAlertId(),
          flowId: FlowId.parse(fresh("flow")),
          ...parts,
          state: "open",
          number: await alerts.nextNumber(),
        });
        await alerts.insert(alert);
        return alert;
      });
    }

    describe("notifications", () => {
      test("the same notification is new only once", async () => {
        const notification = aNotification(aGoodRun(), fresh("n"));

        const first = await store.write((q) => q.notifications.insertIfNew(notification));
        const second = await store.write((q) => q.notifications.insertIfNew(notification));

        expect([first, second]).toEqual([true, false]);
      });

      test("what the webhook brings after the journal counts as the webhook's, never the other way", async () => {
        const id = fresh("n");
        const told = (source: "webhook" | "journal", receivedAt: number) => ({
          ...aNotification(aGoodRun(), id),
          source,
          receivedAt,
        });
        const lastBrought = () => store.read.notifications.lastReceivedAt("webhook");
        const at = T0 + 10_000 * MINUTE;

        await store.write((q) => q.notifications.insertIfNew(told("journal", at)));
        expect(await lastBrought()).not.toBe(at);
        expect(await store.read.journal.onlyInJournal({ after: at - 1, upTo: at })).toEqual({
          count: 1,
          since: at,
        });

        const isNew = await store.write((q) =>
          q.notifications.insertIfNew(told("webhook", at + 1)),
        );
        await store.write((q) => q.notifications.insertIfNew(told("journal", at + 2)));
        expect(isNew).toBe(false);
        expect(await lastBrought()).toBe(at + 1);
        expect(
          await store.read.journal.onlyInJournal({ after: at - 1, upTo: at + 2 }),
        ).toBeUndefined();
      });

      test("what is not understood is counted", async () => {
        const before = await store.read.notifications.countNotUnderstood();
        await store.write((q) =>
          q.notifications.insertIfNew({
            notificationId: NotificationId.parse(fresh("n")),
            receivedAt: T0,
            source: "webhook",
            content: { kind: "not_understood", form: "audit" },
            body: '{"text":"\\u0000 and \\ud83d\\ude00"}',
          }),
        );

        expect(await store.read.notifications.countNotUnderstood()).toBe(before + 1);
      });
    });

    describe("what was not understood", () => {
      const kept = (id: string, form: string): { id: string; form: string } => ({ id, form });
      async function keep(given: { id: string; form: string }): Promise<void> {
        await store.write((q) => q.notifications.insertIfNew(aNotUnderstood(given)));
      }

      test("is counted by what it looks like, the most frequent first", async () => {
        const [rare, frequent] = [fresh("a-rare"), fresh("b-frequent")];
        for (const form of [rare, frequent, frequent]) await keep(kept(fresh("n"), form));

        const forms = await store.read.notifications.formsNotUnderstood(1_000);

        expect(forms.filter(({ form }) => [rare, frequent].includes(form))).toEqual([
          { form: frequent, count: 2 },
          { form: rare, count: 1 },
        ]);
        expect(await store.read.notifications.formsNotUnderstood(1)).toHaveLength(1);
      });

      test("is given page by page until a newer version has read it", async () => {
        const mark = fresh("zz");
        const ids = ["1", "2", "3"].map((n) => NotificationId.parse(`${mark}-${n}`));
        for (const id of ids) await keep(kept(id, "audit"));
        const rest = async (): Promise<string[]> =>
          (await store.read.kept.list({ after: NotificationId.parse(mark), limit: 10 })).map(
            ({ notificationId }) => notificationId,
          );
        const [one, two, three] = ids;
        if (one === undefined || two === undefined || three === undefined) throw new Error("ids");

        expect(await store.read.kept.list({ after: one, limit: 1 })).toEqual([
          {
            notificationId: two,
            receivedAt: T0,
            source: "webhook",
            eventCode: "audit_events_info",
            body: "{}",
          },
        ]);
        expect(await store.read.kept.find(one)).toMatchObject({ form: "audit", source: "webhook" });
        await store.write(async ({ kept: again }) => {
          await again.reread(one, { kind: "audit", action: "create", assetType: "dataset" });
          await again.markTakenApart(two);
          await again.reread(three, { kind: "not_understood", form: "unknown object" });
        });
        expect(await rest()).toEqual([three]);
        expect(await store.read.kept.find(one)).toBeUndefined();
      });

      test("is read once by each version", async () => {
        const version = fresh("version");

        expect(await store.read.kept.wasReadBy(version)).toBe(false);
        for (const at of [1, 2]) await store.write((q) => q.kept.markReadBy(version, at));
        expect(await store.read.kept.wasReadBy(version)).toBe(true);
      });

      test.each<NotificationContent>([
        { kind: "audit", action: "create", assetType: "dataset" },
        { kind: "ingestion", ingestion: { ingestionId: "i", status: "failed" } },
      ])("is not what is only recorded: %j", async (content) => {
        const before = await store.read.notifications.countNotUnderstood();
        const notification = { ...aNotUnderstood(kept(fresh("n"), "x")), content };

        expect(await store.write((q) => q.notifications.insertIfNew(notification))).toBe(true);
        expect(await store.read.notifications.countNotUnderstood()).toBe(before);
      });
    });

    describe("diagnostics of a run", () => {
      const diagnostics: RunDiagnostics = {
        complete: true,
        batches: [
          {
            batchId: "b1",
            status: "failed",
            failedRows: { count: 30, atLeast: false },
            errors: [{ code: "MAPPER-3700-199", rows: 28, columns: ["birthDate"] }],
            moreErrors: 0,
            files: {
              given: { count: 1, atLeast: true, names: ["a.csv"] },
              withErrors: [{ name: "a.csv", rows: 28 }],
            },
          },
        ],
      };

      test("are kept, and the newer take the place of the older", async () => {
        const runId = FlowRunId.parse(fresh("run"));
        expect(await store.read.diagnostics.find(runId)).toBeUndefined();

        await store.write((q) => q.diagnostics.save(runId, { batches: [], complete: false }, 10));
        await store.write((q) => q.diagnostics.save(runId, diagnostics, 20));

        expect(await store.read.diagnostics.find(runId)).toEqual(diagnostics);
      });
    });

    describe("flows", () => {
      test("the name of the newest run that states one is kept, whatever the order", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const remember = (at: number, flowName?: string) =>
          store.write((q) =>
            q.flows.remember(flowName === undefined ? { flowId } : { flowId, flowName }, at),
          );

        await remember(20, "Newer");
        await remember(10, "Older");
        await remember(30);

        expect(await store.read.flows.find(flowId)).toMatchObject({ flowName: "Newer" });
      });

      test("what Adobe's APIs tell is kept beside it, until a newer run states another name", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const learn = (names: FlowNames, now: number, complete = true) =>
          store.write((q) => q.flows.learn(flowId, names, { now, complete }));
        await store.write((q) => q.flows.remember({ flowId, flowName: "Stated" }, 10));

        const names = { flowName: "Learned", sourceType: "SFTP", datasetName: "Members" };
        await learn({ ...names, datasetId: "d1" }, 20, false);
        await learn({}, 30, false);
        const partly = await store.read.flows.find(flowId);
        await learn({ sourceName: "Acme" }, 40);
        await store.write((q) => q.flows.remember({ flowId, flowName: "Old" }, 15));
        await store.write((q) => q.flows.remember({ flowId, flowName: "New" }, 50));

        expect(partly).toEqual({
          flowId,
          flowName: "Learned",
          sourceType: "SFTP",
          datasetName: "Members",
          datasetId: "d1",
        });
        expect(await store.read.flows.find(flowId)).toEqual({
          ...partly,
          flowName: "New",
          sourceName: "Acme",
          lookedUpAt: 40,
        });
      });

      test("nothing is learned of a flow that nobody has told of", async () => {
        const flowId = FlowId.parse(fresh("flow"));

        await store.write((q) =>
          q.flows.learn(flowId, { flowName: "x" }, { now: 1, complete: true }),
        );

        expect(await store.read.flows.find(flowId)).toBeUndefined();
      });

      test("a name is found by a part of it, in any case, the exact one first", async () => {
        const mark = fresh("Mark");
        for (const flowName of [`A ${mark} 100% b`, mark, `${mark}_x`]) {
          await store.write((q) =>
            q.flows.remember({ flowId: FlowId.parse(fresh("flow")), flowName }, 1),
          );
        }

        const found = await store.read.flows.searchByName(mark.toUpperCase(), 2);
        const percent = await store.read.flows.searchByName(`${mark} 100%`, 5);
        const underscore = await store.read.flows.searchByName(`${mark}_`, 5);

        expect(found.flows[0]?.flowName).toBe(mark);
        expect([found.flows.length, found.count]).toEqual([2, 3]);
        expect(percent.count).toBe(1);
        expect(underscore.count).toBe(1);
      });
    });

    describe("flows and Adobe's names of them", () => {
      test("the sandboxes that are known are listed once each", async () => {
        const sandboxName = fresh("sandbox");
        await store.write(async ({ flows }) => {
          for (const flow of ["flow", "flow", "flow"]) {
            await flows.remember({ flowId: FlowId.parse(fresh(flow)), sandboxName }, T0);
          }
          await flows.remember({ flowId: FlowId.parse(fresh("flow")) }, T0);
        });
        const listed = await store.read.flows.listSandboxes();

        expect(listed.filter((name) => name === sandboxName)).toHaveLength(1);
      });

      test("flows without names, or with names of before, are listed page by page", async () => {
        const name = fresh("zz");
        const ids = ["a", "b", "c", "d"].map((letter) => FlowId.parse(`${name}-${letter}`));
        await store.write(async ({ flows }) => {
          for (const flowId of ids) await flows.remember({ flowId }, T0);
          const names = { flowName: "x" };
          await flows.learn(ids[1] ?? FlowId.parse("-"), names, { now: T0, complete: true });
          await flows.learn(ids[2] ?? FlowId.parse("-"), names, { now: T0 - 1, complete: true });
        });
        const page = (after: string, limit: number) =>
          store.read.flows.listUnnamedSince(T0, { after: FlowId.parse(after), limit });

        expect((await page(name, 2)).map(({ flowId }) => flowId)).toEqual([ids[0], ids[2]]);
        expect((await page(`${name}-c`, 1)).map(({ flowId }) => flowId)).toEqual([ids[3]]);
      });
    });

    describe("runs", () => {
      test("a run comes back as it was saved", async () => {
        const run = aFailedRun({ runId: fresh("run"), flowId: fresh("flow") });
        const alertId = newAlertId();
        await store.write((q) => q.runs.save({ run, causeCode: "133", alertId }));

        expect(await store.read.runs.find(run.runId)).toEqual({ run, causeCode: "133", alertId });
        expect(await store.read.runs.find(FlowRunId.parse("nobody"))).toBeUndefined();
      });

      test("saving again replaces everything, the alert too", async () => {
        const run = aGoodRun({ runId: fresh("run"), flowId: fresh("flow") });
        await store.write((q) => q.runs.save({ run, causeCode: "133", alertId: newAlertId() }));
        await store.write((q) => q.runs.save({ run }));

        expect(await store.read.runs.find(run.runId)).toEqual({ run });
      });

      test("good runs are found on both sides of a place, equal instants by id", async () => {
        const flowId = fresh("flow");
        const at = (offset: number, runId: string) =>
          aGoodRun({ runId: `${flowId}-${runId}`, flowId, at: T0 + offset });
        const runs = [at(0, "a"), at(5, "b"), at(5, "d"), at(9, "e")];
        for (const run of runs) await store.write((q) => q.runs.save({ run }));
        const from = { at: T0 + 5 - 10 * MINUTE, runId: FlowRunId.parse(`${flowId}-c`) };
        const { runs: queries } = store.read;
        const outcomes = ["clean"] as const;

        const before = await queries.nearest(FlowId.parse(flowId), from, {
          direction: "before",
          outcomes,
        });
        const after = await queries.nearest(FlowId.parse(flowId), from, {
          direction: "after",
          outcomes,
        });

        expect(before?.run.runId).toBe(`${flowId}-b`);
        expect(after?.run.runId).toBe(`${flowId}-d`);
      });

      test("an alert's failed runs are summed up, found between two places, and moved", async () => {
        const flowId = fresh("flow");
        const [one, other] = [newAlertId(), newAlertId()];
        for (const offset of [0, 1, 2]) {
          const run = aFailedRun({
            runId: `${flowId}-${offset}`,
            flowId,
            at: T0 + offset * MINUTE,
          });
          await store.write((q) => q.runs.save({ run, causeCode: "133", alertId: one }));
        }
        const cut = { at: T0 - 10 * MINUTE + MINUTE, runId: FlowRunId.parse(`${flowId}-1`) };

        await store.write((q) => q.runs.moveEarlier(one, other, cut));

        const { runs } = store.read;
        expect(await runs.failuresOf(other)).toMatchObject({ failures: { failureCount: 1 } });
        expect((await runs.failuresOf(one))?.failures).toEqual({
          latestRunId: `${flowId}-2`,
          failureCount: 2,
          firstFailedAt: T0 + MINUTE,
          lastFailedAt: T0 + 2 * MINUTE,
        });
        expect(await runs.failuresOf(newAlertId())).toBeUndefined();
        expect(await runs.alertsBetween(FlowId.parse(flowId), cut, undefined)).toEqual([one]);
        expect(await runs.alertsBetween(FlowId.parse(flowId), undefined, cut)).toEqual([other]);
      });

      test("lists are newest first, in pages, and narrowed to failed and open ones", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const open = await savedAlert({ flowId });
        for (let index = 0; index < 5; index += 1) {
          const parts = { runId: `${flowId}-${index}`, flowId, at: T0 + index * MINUTE };
          const failed = index === 1 || index === 3;
          const run = failed ? aFailedRun(parts) : aGoodRun(parts);
          const alert = index === 3 ? { alertId: open.alertId } : {};
          await store.write((q) =>
            q.runs.save({ run, ...(failed ? { causeCode: "133" } : {}), ...alert }),
          );
        }
        const { runs } = store.read;
        const ids = async (only?: "failed" | "open") =>
          (
            await runs.list(only === undefined ? { flowId } : { flowId, only }, {
              limit: 3,
              offset: 0,
            })
          ).map(({ runId }) => runId.slice(flowId.length + 1));

        expect(await ids()).toEqual(["4", "3", "2"]);
        expect(await ids("failed")).toEqual(["3", "1"]);
        expect(await ids("open")).toEqual(["3"]);
        expect(await runs.count({ flowId })).toBe(5);
        expect(await runs.count({ flowId, only: "open" })).toBe(1);
        const [newest] = await runs.list({ flowId, only: "open" }, { limit: 1, offset: 0 });
        expect(newest).toMatchObject({ alertNumber: open.number, causeCode: "133" });
        expect(await runs.figuresSince(T0 + MINUTE, flowId)).toEqual({ ended: 4, failed: 2 });
        expect(
          await runs.countTroubled(
            { flowId, kind: "failed", causeCode: "133" },
            { from: T0, to: T0 + MINUTE },
          ),
        ).toBe(0);
        expect(
          await runs.countTroubled(
            { flowId, kind: "failed", causeCode: "133" },
            { from: T0, to: T0 + 3 * MINUTE },
          ),
        ).toBe(1);
        expect((await runs.recentStatuses(flowId, 2)).map(({ status }) => status)).toEqual([
          "failed",
          "success",
        ]);
      });

      test("a run that began is running until it ends or is too old", async () => {
        const before = await store.read.runs.countRunning(T0);
        const { completedAt: _never, ...started } = aFlowRun({
          runId: fresh("run"),
          flowId: fresh("flow"),
          status: "in_progress",
          createdAt: T0,
        });
        await store.write((q) => q.runs.save({ run: started }));

        expect(await store.read.runs.countRunning(T0)).toBe(before + 1);
        expect(await store.read.runs.countRunning(T0 + 1)).toBe(0);
        expect(await store.read.runs.running(T0, 5)).toContainEqual(
          expect.objectContaining({ runId: started.runId, status: "in_progress" }),
        );
      });
    });

    describe("alerts", () => {
      test("a change is taken only over the revision that it was made from", async () => {
        const alert = await savedAlert();
        const acknowledged: RunAlert = {
          ...alert,
          state: "acknowledged",
          acknowledgement: { by: DANA, at: T0 },
          revision: alert.revision + 1,
        };

        const first = await store.write((q) => q.alerts.update(acknowledged));
        const late = await store.write((q) => q.alerts.update(acknowledged));

        expect([first, late]).toEqual([true, false]);
        expect(await store.read.alerts.find(alert.alertId)).toEqual(acknowledged);
        expect(await store.read.alerts.findByNumber(alert.number)).toEqual(acknowledged);
      });

      test("a second alert of the same flow and cause is refused while the first is not resolved", async () => {
        const alert = await savedAlert();

        await expect(savedAlert({ flowId: alert.flowId })).rejects.toThrow();
        await store.write((q) =>
          q.alerts.update({
            ...alert,
            state: "resolved",
            resolution: { kind: "withdrawn", at: T0 },
            revision: alert.revision + 1,
          }),
        );
        await expect(savedAlert({ flowId: alert.flowId })).resolves.toBeDefined();
      });

      test("the one before is the same flow's and cause's, and began earlier", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const resolved = async (firstFailedAt: number, causeCode = "133") => {
          const alert = await savedAlert({ flowId, firstFailedAt, causeCode });
          await store.write((q) =>
            q.alerts.update({
              ...alert,
              state: "resolved",
              resolution: { kind: "withdrawn", at: T0 },
              revision: 2,
            }),
          );
          return alert;
        };
        await resolved(T0 - 5);
        const before = await resolved(T0 - 3);
        await resolved(T0 - 1, "other");
        const present = await savedAlert({ flowId, firstFailedAt: T0 });

        expect((await store.read.alerts.previous(present))?.alertId).toBe(before.alertId);
      });

      test("unresolved ones are listed failed first, whatever the count", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const quiet = await savedAlert({ flowId, kind: "no_data", failureCount: 50 });
        const partly = await savedAlert({ flowId, kind: "partly_ingested", failureCount: 20 });
        const failed = await savedAlert({ flowId, kind: "failed", failureCount: 1 });

        const listed = await store.read.alerts.listUnresolved(10, flowId);

        expect(listed.map(({ alertId }) => alertId)).toEqual([
          failed.alertId,
          partly.alertId,
          quiet.alertId,
        ]);
      });

      test("unresolved ones are listed open first, then by failures", async () => {
        const flowId = FlowId.parse(fresh("flow"));
        const few = await savedAlert({ flowId, causeCode: "a", failureCount: 1 });
        const many = await savedAlert({ flowId, causeCode: "b", failureCount: 9 });
        const taken = await savedAlert({ flowId, causeCode: "c", failureCount: 99 });
        const counts = await store.read.alerts.countByState();
        await store.write((q) =>
          q.alerts.update({
            ...taken,
            state: "acknowledged",
            acknowledgement: { by: DANA, at: T0 },
            revision: 2,
          }),
        );

        const listed = await store.read.alerts.listUnresolved(10, flowId);

        expect(listed.map(({ alertId }) => alertId)).toEqual([
          many.alertId,
          few.alertId,
          taken.alertId,
        ]);
        expect(await store.read.alerts.countByState()).toEqual({
          open: counts.open - 1,
          acknowledged: counts.acknowledged + 1,
        });
      });
    });

    const about = ({ alertId }: RunAlert): DeliverySubject => ({ kind: "alert", alertId });

    describe("deliveries", () => {
      const ts = MessageTs.parse("1764.1");
      const channelOf = (alert: RunAlert) =>
        CHANNEL.replace("C0", `C0${alert.number}X`) as typeof CHANNEL;

      const want = (alert: RunAlert, revision: number, line = false) =>
        store.write((q) =>
          q.deliveries.want({
            subject: about(alert),
            channel: channelOf(alert),
            revision,
            now: T0,
            ...(line ? { line: { kind: "acknowledged", by: DANA, at: T0 + revision } } : {}),
          }),
        );
      const claim = (alert: RunAlert, now = T0, leaseBy = "me") =>
        store.write((q) =>
          q.deliveries.claim({
            channel: channelOf(alert),
            now,
            leaseBy,
            leaseUntil: now + MINUTE,
          }),
        );
      const said = (delivery: ClaimedDelivery, leaseBy = "me") =>
        store.write((q) =>
          q.deliveries.settle(delivery, { leaseBy, now: T0 }, { kind: "said", ts }),
        );

      async function claimed(alert: RunAlert, now = T0): Promise<ClaimedDelivery> {
        const delivery = await claim(alert, now);
        if (delivery === undefined) throw new Error("nothing to claim");
        return delivery;
      }

      test("a card is claimed once, said, and rests until a newer revision is wanted", async () => {
        const alert = await savedAlert();
        await want(alert, 1);

        const first = await claimed(alert);
        expect(first).toMatchObject({ revision: 1, attempt: 1 });
        expect(first.ts).toBeUndefined();
        expect(await claim(alert)).toBeUndefined();
        expect(await said(first)).toBe(true);
        expect(await claim(alert)).toBeUndefined();
        expect(await store.read.deliveries.cardOf(alert.alertId, channelOf(alert))).toBe(ts);

        await want(alert, 2);
        expect(await claimed(alert)).toMatchObject({ revision: 2, attempt: 1, ts });
      });

      test("ten changes while a call is under way make one more delivery", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        const first = await claimed(alert);
        for (let revision = 2; revision <= 11; revision += 1) await want(alert, revision);
        await said(first);

        const second = await claimed(alert);
        expect(second.revision).toBe(11);
        await said(second);
        expect(await claim(alert)).toBeUndefined();
      });

      test("an older revision never takes the place of a newer one", async () => {
        const alert = await savedAlert();
        await want(alert, 3);
        await want(alert, 2);

        expect((await claimed(alert)).revision).toBe(3);
      });

      test("lines wait for the card, then come one by one in order", async () => {
        const alert = await savedAlert();
        await want(alert, 1, true);
        await want(alert, 2, true);

        const card = await claimed(alert);
        expect(card.line).toBeUndefined();
        expect(await claim(alert)).toBeUndefined();
        await said(card);

        const first = await claimed(alert);
        expect(first).toMatchObject({ line: { at: T0 + 1 }, threadTs: ts });
        expect(await claim(alert)).toBeUndefined();
        await said(first);
        expect(await claimed(alert)).toMatchObject({ line: { at: T0 + 2 } });
      });

      test("a lease that ran out is claimed again as in doubt since its attempt, and its holder comes too late", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        const lost = await claimed(alert);

        const again = await claim(alert, T0 + MINUTE, "other");

        expect(again).toMatchObject({ attempt: 2, uncertainSince: T0, attemptedAt: T0 + MINUTE });
        expect(await said(lost)).toBe(false);
        expect(again && (await said(again, "other"))).toBe(true);
      });

      test("what failed comes back when it is due; being told to wait costs no attempt", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        const settle = async (delivery: ClaimedDelivery, uncertain: boolean, counts: boolean) =>
          store.write((q) =>
            q.deliveries.settle(
              delivery,
              { leaseBy: "me", now: T0 },
              {
                kind: "again",
                dueAt: T0 + 500,
                uncertain,
                counts,
                forgetMessage: false,
                error: "x",
              },
            ),
          );

        await settle(await claimed(alert), true, true);
        expect(await claim(alert, T0 + 499)).toBeUndefined();
        const second = await claimed(alert, T0 + 500);
        expect(second).toMatchObject({ attempt: 2, uncertainSince: T0 });
        await settle(second, false, false);
        const third = await claimed(alert, T0 + 500);
        expect(third).toMatchObject({ attempt: 2, uncertainSince: T0 });
        const { uncertainSince: _settled, ...certain } = third;
        await settle(certain, false, false);
        expect((await claimed(alert, T0 + 500)).uncertainSince).toBeUndefined();
      });

      test("what stood already is taken over in its revision, and a newer one is an update", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        const lost = await claimed(alert);
        await want(alert, 2);
        await store.write((q) =>
          q.deliveries.settle(
            lost,
            { leaseBy: "me", now: T0 },
            { kind: "adopted", ts, revision: 1 },
          ),
        );

        const change = await claimed(alert);
        expect(change).toMatchObject({ ts, revision: 2, attempt: 1 });
        expect(change.uncertainSince).toBeUndefined();
      });

      test("a refusal rests until the state changes", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        const refused = await store.read.deliveries.countRefused();
        const post = await claimed(alert);
        await store.write((q) =>
          q.deliveries.settle(
            post,
            { leaseBy: "me", now: T0 },
            { kind: "refused", error: "invalid_blocks" },
          ),
        );

        expect(await store.read.deliveries.countRefused()).toBe(refused + 1);
        expect(await claim(alert)).toBeUndefined();
        await want(alert, 2);
        expect((await claimed(alert)).revision).toBe(2);
      });

      test("a message that is gone is posted anew", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        await said(await claimed(alert));
        await want(alert, 2);
        await store.write(async (q) => {
          const change = await q.deliveries.claim({
            channel: channelOf(alert),
            now: T0,
            leaseBy: "me",
            leaseUntil: T0 + 1,
          });
          if (change === undefined) throw new Error("nothing to change");
          await q.deliveries.settle(
            change,
            { leaseBy: "me", now: T0 },
            {
              kind: "again",
              dueAt: T0,
              uncertain: false,
              counts: false,
              forgetMessage: true,
              error: "message_gone",
            },
          );
        });

        expect(await claimed(alert)).toMatchObject({ revision: 2, attempt: 1 });
        expect(await store.read.deliveries.cardOf(alert.alertId, channelOf(alert))).toBeUndefined();
      });

      test("what is due far too late, because the clock was wrong, is due after the next start", async () => {
        const alert = await savedAlert();
        await store.write((q) =>
          q.deliveries.want({
            subject: about(alert),
            channel: channelOf(alert),
            revision: 1,
            now: T0 + 365 * 24 * 60 * MINUTE,
          }),
        );
        expect(await claim(alert)).toBeUndefined();

        await store.write((q) => q.deliveries.releaseLeases(T0));

        expect(await claim(alert)).toBeDefined();
      });

      test("only changes can be asked for, and what is due is known", async () => {
        const alert = await savedAlert();
        const channel = channelOf(alert);
        await want(alert, 1);
        const { deliveries } = store.read;

        const posts = await store.write((q) =>
          q.deliveries.claim({
            channel,
            now: T0,
            leaseBy: "me",
            leaseUntil: T0 + 1,
            only: "changes",
          }),
        );

        expect(posts).toBeUndefined();
        expect(await deliveries.dueChannels(T0)).toContain(channel);
        expect(await deliveries.dueChannels(T0 - 1)).not.toContain(channel);
        expect(await deliveries.nextDueAt()).toBeLessThanOrEqual(T0);
      });

      test("leases of a process that is gone are released at once", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        await claimed(alert);

        await store.write((q) => q.deliveries.releaseLeases(T0));

        expect(await claimed(alert)).toMatchObject({ uncertainSince: T0 });
      });
    });

    describe("notices", () => {
      const notice = (form = "audit"): Notice => ({
        kind: "not_understood",
        notificationId: NotificationId.parse("n-1"),
        form,
        at: T0,
      });
      const tell = (occasion: string, what = notice(), now = T0) =>
        store.write((q) => q.notices.insertIfNew(occasion, what, now));

      test("one occasion is kept once", async () => {
        const occasion = fresh("occasion");
        const noticeId = await tell(occasion);
        if (noticeId === undefined) throw new Error("not kept");

        expect(await tell(occasion, notice("other"))).toBeUndefined();
        const kept = { noticeId, revision: 1, notice: notice() };
        expect(await store.read.notices.find(noticeId)).toEqual(kept);
        expect(await store.read.notices.findByOccasion(occasion)).toEqual(kept);
        expect(await store.read.notices.findByOccasion(fresh("occasion"))).toBeUndefined();
      });

      test("changes only to a newer revision", async () => {
        const occasion = fresh("occasion");
        const noticeId = await tell(occasion);
        if (noticeId === undefined) throw new Error("not kept");
        await store.write((q) => q.notices.update(noticeId, 3, notice("third")));
        await store.write((q) => q.notices.update(noticeId, 2, notice("late")));

        expect(await store.read.notices.find(noticeId)).toEqual({
          noticeId,
          revision: 3,
          notice: notice("third"),
        });
      });

      test("are counted by kind from an instant on", async () => {
        const late = T0 + 400 * 24 * 60 * MINUTE;
        for (const now of [late - 1, late, late + 1]) await tell(fresh("occasion"), notice(), now);

        expect(await store.read.notices.countSince("not_understood", late)).toBe(2);
        expect(await store.read.notices.countSince("journal_gap", late)).toBe(0);
      });

      test("are said as cards are, after them", async () => {
        const noticeId = await tell(fresh("occasion"));
        if (noticeId === undefined) throw new Error("not kept");
        const channel = ChannelId.parse(fresh("C0NOTE").replace("-", ""));
        const subject: DeliverySubject = { kind: "notice", noticeId };
        const alert = await savedAlert();
        const want = (of: DeliverySubject, now: number) =>
          store.write((q) => q.deliveries.want({ subject: of, channel, revision: 1, now }));
        const claim = () =>
          store.write((q) =>
            q.deliveries.claim({ channel, now: T0, leaseBy: "w", leaseUntil: T0 + MINUTE }),
          );
        await want(subject, T0 - 1);
        await want(about(alert), T0);

        expect((await claim())?.subject).toEqual(about(alert));
        expect((await claim())?.subject).toEqual(subject);
      });
    });

    describe("held cards", () => {
      let channel = CHANNEL;
      beforeEach(() => {
        channel = ChannelId.parse(fresh("C0HELD").replace("-", ""));
      });
      const held = (alert: RunAlert, revision: number, holdUntil?: number) =>
        store.write((q) =>
          q.deliveries.want({
            subject: about(alert),
            channel,
            revision,
            now: T0,
            ...(holdUntil === undefined ? {} : { holdUntil }),
            line: { kind: "withdrawn", at: T0 },
          }),
        );
      const release = (now: number, limit = 100) =>
        store.write((q) => q.deliveries.release({ now, historyBefore: T0 - MINUTE, limit }));
      const dueAt = (now: number) =>
        store.write((q) =>
          q.deliveries.claim({ channel, now, leaseBy: "w", leaseUntil: now + MINUTE }),
        );
      async function resolved(lastFailedAt: number): Promise<RunAlert> {
        const alert = await savedAlert({ lastFailedAt });
        const resolution = { kind: "withdrawn", at: T0 } as const;
        const closed: RunAlert = { ...alert, revision: 2, state: "resolved", resolution };
        await store.write((q) => q.alerts.update(closed));
        return closed;
      }
      test("wait for the release; history is settled with its lines, the rest is due", async () => {
        const waiting = await store.read.deliveries.countWaiting();
        const history = await resolved(T0 - 2 * MINUTE);
        const news = await savedAlert();
        await held(history, 2, T0 + MINUTE);
        await held(news, 1, T0 + MINUTE);
        expect(await dueAt(T0)).toBeUndefined();

        expect(await release(T0)).toEqual({ due: 1, history: 1, more: false });

        expect((await dueAt(T0))?.subject).toEqual(about(news));
        expect(await store.read.deliveries.countWaiting()).toBe(waiting + 2);
        expect(await release(T0)).toEqual({ due: 0, history: 0, more: false });
      });

      test("are let go a few at a time", async () => {
        for (let n = 0; n < 5; n += 1) await held(await resolved(T0 - 2 * MINUTE), 2, T0 + MINUTE);

        const step = { due: 0, history: 2, more: true };
        expect([await release(T0, 2), await release(T0, 2), await release(T0, 2)]).toEqual([
          step,
          step,
          { due: 0, history: 1, more: false },
        ]);
      });

      test("are due by themselves when the time runs out, and then are no history any more", async () => {
        const alert = await resolved(T0 - 2 * MINUTE);
        await held(alert, 2, T0 + MINUTE);

        expect((await dueAt(T0 + MINUTE))?.subject).toEqual(about(alert));
        expect(await release(T0 + MINUTE)).toEqual({ due: 0, history: 0, more: false });
      });

      test("news lets a held card go, and what waits as news is not held", async () => {
        const alert = await savedAlert();
        await held(alert, 1, T0 + MINUTE);
        await held(alert, 2);
        await held(alert, 3, T0 + MINUTE);

        expect((await dueAt(T0))?.subject).toEqual(about(alert));
      });
    });

    describe("what is changed only where it was told", () => {
      let channel = CHANNEL;
      beforeEach(() => {
        channel = ChannelId.parse(fresh("C0TOLD").replace("-", ""));
      });
      const change = (alert: RunAlert, revision: number) =>
        store.write((q) =>
          q.deliveries.want({
            subject: about(alert),
            channel,
            revision,
            now: T0,
            ifTold: true,
            line: { kind: "withdrawn", at: T0 },
          }),
        );
      const want = (alert: RunAlert, revision: number, holdUntil?: number) =>
        store.write((q) =>
          q.deliveries.want({
            subject: about(alert),
            channel,
            revision,
            now: T0,
            ...(holdUntil === undefined ? {} : { holdUntil }),
          }),
        );
      const claim = () =>
        store.write((q) =>
          q.deliveries.claim({ channel, now: T0, leaseBy: "me", leaseUntil: T0 + MINUTE }),
        );
      const settle = (claimed: ClaimedDelivery | undefined) => {
        if (claimed === undefined) throw new Error("nothing to claim");
        const by = { leaseBy: "me", now: T0 };
        const ts = MessageTs.parse("1764.2");
        return store.write((q) => q.deliveries.settle(claimed, by, { kind: "said", ts }));
      };

      test("what was never to be said stays unsaid, with its line", async () => {
        await change(await savedAlert(), 1);

        expect(await claim()).toBeUndefined();
      });

      test("what stands is changed, and its line follows", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        await settle(await claim());
        await change(alert, 2);

        const changed = await claim();
        expect(changed).toMatchObject({ revision: 2, ts: "1764.2" });
        await settle(changed);
        expect(await claim()).toMatchObject({ line: { kind: "withdrawn" } });
      });

      test("what waits is said in its newer revision", async () => {
        const alert = await savedAlert();
        await want(alert, 1);
        await change(alert, 2);

        expect(await claim()).toMatchObject({ revision: 2 });
      });

      test("what is held stays held", async () => {
        const alert = await savedAlert();
        await want(alert, 1, T0 + MINUTE);
        await change(alert, 2);
        expect(await claim()).toBeUndefined();

        await store.write((q) => q.deliveries.release({ now: T0, historyBefore: T0, limit: 100 }));
        expect(await claim()).toMatchObject({ revision: 2 });
      });

      test("what counts as said, because it is history, stays unsaid", async () => {
        const alert = await savedAlert({ lastFailedAt: T0 - 10 * MINUTE });
        const resolution = { kind: "withdrawn", at: T0 } as const;
        await store.write((q) =>
          q.alerts.update({ ...alert, revision: 2, state: "resolved", resolution }),
        );
        await want(alert, 2, T0 + MINUTE);
        await store.write((q) => q.deliveries.release({ now: T0, historyBefore: T0, limit: 100 }));
        await change(alert, 3);

        expect(await claim()).toBeUndefined();
      });
    });

    describe("imports", () => {
      test("a day is kept with when it was last read, in its sandbox", async () => {
        const [prod, dev] = [fresh("prod"), fresh("dev")];
        await store.write(async ({ imports }) => {
          await imports.markRead(prod, T0, T0 + 1);
          await imports.markRead(prod, T0, T0 + 2);
          await imports.markRead(prod, T0 - MINUTE, T0 + 3);
          await imports.markRead(dev, T0, T0 + 4);
        });

        expect(await store.read.imports.readDays(prod, T0)).toEqual(new Map([[T0, T0 + 2]]));
        expect(await store.read.imports.readDays(dev, 0)).toEqual(new Map([[T0, T0 + 4]]));
        expect(await store.read.imports.readDays(fresh("none"), 0)).toEqual(new Map());
      });

      test("a gap is open until it is closed, with or without its begin", async () => {
        const known = { from: T0 - MINUTE, until: T0 };
        const unknown = { until: T0 + MINUTE };
        await store.write(async ({ imports }) => {
          await imports.openGap(known);
          await imports.openGap(known);
          await imports.openGap(unknown);
        });
        expect(await store.read.imports.openGaps()).toEqual([known, unknown]);

        await store.write((q) => q.imports.closeGap(known));
        await store.write((q) => q.imports.closeGap(unknown));
        expect(await store.read.imports.openGaps()).toEqual([]);
      });
    });

    describe("a journal's place", () => {
      test("comes back as it was kept, and the newest counts", async () => {
        const journal = "https://journal.example/one";
        const silence = { since: T0, count: 2, toldAt: T0 + 1 };
        expect(await store.read.journal.findPlace(journal)).toBeUndefined();

        const first = { journal, next: `${journal}?since=1`, completeAt: T0, silence };
        await store.write((q) => q.journal.savePlace(first));
        expect(await store.read.journal.findPlace(journal)).toEqual(first);

        const second = { journal, next: `${journal}?since=2` };
        await store.write((q) => q.journal.savePlace(second));
        expect(await store.read.journal.findPlace(journal)).toEqual(second);
        expect(await store.read.journal.findPlace(`${journal}/two`)).toBeUndefined();
      });
    });

    describe("retries", () => {
      const aRetry = (over: object = {}): RequestedRetry => ({
        state: "requested",
        runId: FlowRunId.parse(fresh("retried")),
        by: DANA,
        requestedAt: T0,
        attempt: 1,
        standsAfter: T0,
        ...over,
      });

      test("one of each run: of two who ask, the second is not stored", async () => {
        const retry = aRetry();

        const stored = await Promise.all(
          [retry, { ...retry, by: SAM }].map((one) =>
            store.write(({ retries }) => retries.save(one)),
          ),
        );

        expect(stored).toEqual([true, false]);
        expect(await store.read.retries.find(retry.runId)).toEqual(retry);
      });

      test("a change is taken only over the state and the attempt that it was made from", async () => {
        const retry = aRetry();
        const done = { ...retry, state: "done", settledAt: T0 + 1, newRunId: fresh("new") };
        const settled = Retry.parse(done);
        const again = aRetry({ runId: retry.runId, attempt: 2 });

        const outcomes = await store.write(async ({ retries }) => [
          await retries.save(retry),
          await retries.save(settled, { ...retry, attempt: 2 }),
          await retries.save(settled, retry),
          await retries.save(settled, retry),
          await retries.save(again, settled),
        ]);

        expect(outcomes).toEqual([true, false, true, false, true]);
        expect(await store.read.retries.find(retry.runId)).toEqual(again);
      });

      test.each([
        { state: "done", newRunId: "new-run" },
        { state: "done" },
        { state: "refused", reason: "1387" },
        { state: "unknown" },
      ])(
        "comes back as it was settled: %j, and is found by the run that it started",
        async (how) => {
          const retry = aRetry();
          const newRunId = "newRunId" in how ? { newRunId: fresh("new") } : {};
          const settled = Retry.parse({ ...retry, ...how, ...newRunId, settledAt: T0 + 5 });
          await store.write(async ({ retries }) => {
            await retries.save(retry);
            await retries.save(settled, retry);
          });

          expect(await store.read.retries.find(retry.runId)).toEqual(settled);
          const started = FlowRunId.parse(newRunId.newRunId ?? fresh("no-run"));
          expect(await store.read.retries.findByNewRun(started)).toEqual(
            newRunId.newRunId === undefined ? undefined : settled,
          );
        },
      );

      test("those without an answer are listed up to an instant, oldest first", async () => {
        const [late, early, later] = [20, 10, 30].map((ms) => aRetry({ requestedAt: ms }));
        const settled = Retry.parse({
          ...aRetry({ requestedAt: 5 }),
          state: "unknown",
          settledAt: 6,
        });
        await store.write(async ({ retries }) => {
          for (const one of [late, early, later, settled]) if (one) await retries.save(one);
        });

        expect(await store.read.retries.listRequested(20)).toEqual([early, late]);
      });
    });

    describe("write", () => {
      test("a failing write does not hurt those that were to be committed with it", async () => {
        const [good, other] = [fresh("n"), fresh("n")];
        const insert = (id: string) =>
          store.write((q) => q.notifications.insertIfNew(aNotification(aGoodRun(), id)));

        const results = await Promise.allSettled([
          insert(good),
          store.write(async (q) => {
            await q.notifications.insertIfNew(aNotification(aGoodRun(), other));
            throw new Error("planned");
          }),
          insert(fresh("n")),
        ]);

        expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(await insert(good)).toBe(false);
        expect(await insert(other)).toBe(true);
      });
    });
  });
}
