import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { RuleAlert } from "../../src/domain/alert.ts";
import { AlertId, FlowId, FlowRunId, SeriesId } from "../../src/domain/ids.ts";
import type { MetricAlert } from "../../src/domain/metric-alert.ts";
import type { Store } from "../../src/store/store.ts";
import { aFailedRun, aFlowRun, aGoodRun, aReport, MINUTE, T0 } from "../support/builders.ts";

let last = 0;
function fresh(prefix: string): string {
  last += 1;
  return `${prefix}-of-rules-${last}`;
}

const newAlertId = (): AlertId => AlertId.parse(uuidv7());

/** What every engine must do alike with Adobe's rules and with runs that work on other runs' data. */
export function describeRuleContract(name: string, open: () => Promise<Store>): void {
  describe(`Adobe's rules on ${name}`, () => {
    let store: Store;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.close();
    });

    const keep = async (parts: Partial<MetricAlert>, alertId?: AlertId): Promise<MetricAlert> => {
      const report = aReport(parts);
      const stored = alertId === undefined ? { report } : { report, alertId };
      await store.write((q) => q.reports.save(stored));
      return report;
    };

    test("a report comes back as it was saved, and saving again replaces it", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const report = await keep({ flowId });
      const alertId = newAlertId();

      expect(await store.read.reports.find(report)).toEqual({ report });
      await keep({ flowId, message: "other" }, alertId);
      expect(await store.read.reports.find(report)).toEqual({
        report: { ...report, message: "other" },
        alertId,
      });
      expect(await store.read.reports.find({ ...report, at: T0 + 1 })).toBeUndefined();
      expect(await store.read.reports.find({ ...report, state: "inactive" })).toBeUndefined();
    });

    test("the ends next to an instant are found, the instant itself behind it", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const { series } = await keep({ flowId, at: T0 + 2 });
      for (const at of [T0, T0 + 5]) await keep({ flowId, state: "inactive", at });
      const { reports } = store.read;

      expect(await reports.inactiveFrom(series, T0)).toBe(T0);
      expect(await reports.inactiveFrom(series, T0 + 1)).toBe(T0 + 5);
      expect(await reports.inactiveFrom(series, T0 + 6)).toBeUndefined();
      expect(await reports.inactiveBefore(series, T0 + 5)).toBe(T0);
      expect(await reports.inactiveBefore(series, T0)).toBeUndefined();
    });

    test("alerts are found by what they hold within a span, and can be parted", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const [one, other] = [newAlertId(), newAlertId()];
      const at = (minutes: number): number => T0 + minutes * MINUTE;
      const { series } = await keep({ flowId, at: at(1) }, one);
      await keep({ flowId, at: at(3), value: "200" }, one);
      await keep({ flowId, state: "inactive", at: at(2) });
      const { reports } = store.read;

      expect(await reports.alertsBetween(series, {})).toEqual([one]);
      expect(await reports.alertsBetween(series, { after: at(1), upTo: at(2) })).toEqual([]);
      await store.write((q) => q.reports.moveUpTo(one, other, at(1)));
      expect(await reports.alertsBetween(series, { upTo: at(1) })).toEqual([other]);
      expect(await reports.alertsBetween(series, { after: at(1) })).toEqual([one]);
      expect(await reports.firingsOf(one)).toMatchObject({
        firings: { failureCount: 1, firstFailedAt: at(3), lastFailedAt: at(3) },
        latest: { value: "200" },
      });
      expect(await reports.firingsOf(newAlertId())).toBeUndefined();
    });

    test("a run's end finds the delays that name it, and those of its flow that name none", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const runId = FlowRunId.parse(fresh("run"));
      const alertId = newAlertId();
      const ofRun = await keep({ flowId: FlowId.parse(fresh("flow")), runId }, alertId);
      const ofFlow = await keep({ flowId });
      await keep({ flowId, runId: FlowRunId.parse(fresh("run")) });
      await keep({ flowId, name: "error_rate", kind: "error_rate" });
      const { reports } = store.read;

      const found = await reports.delaysOf({ runId, flowId });

      expect(found).toHaveLength(2);
      expect(found).toContainEqual({ series: ofRun.series, kind: "delay", flowId, runId });
      expect(found).toContainEqual({ series: ofFlow.series, kind: "delay", flowId });
      expect(await reports.alertOfRun(runId)).toBe(alertId);
      expect(await reports.alertOfRun(FlowRunId.parse(fresh("run")))).toBeUndefined();
    });

    test("the run that ended next is found by when it ended, not by when it began", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const run = (offset: number, createdAt: number) =>
        aGoodRun({ runId: fresh("run"), flowId, at: T0 + offset, createdAt });
      const [late, early] = [run(9, T0 - 90), run(4, T0 - 10)];
      const { completedAt: _never, ...running } = aFlowRun({
        runId: fresh("run"),
        flowId,
        status: "in_progress",
      });
      const failed = aFailedRun({ runId: fresh("run"), flowId, at: T0 + 6 });
      for (const one of [late, early, running, failed]) {
        await store.write((q) => q.runs.save({ run: one }));
      }
      const { runs } = store.read;

      expect((await runs.nearestEnded(flowId, T0, "from"))?.runId).toBe(early.runId);
      expect((await runs.nearestEnded(flowId, T0 + 5, "from"))?.runId).toBe(failed.runId);
      expect((await runs.nearestEnded(flowId, T0 + 9, "before"))?.runId).toBe(failed.runId);
      expect(await runs.nearestEnded(flowId, T0 + 10, "from")).toBeUndefined();
      expect(await runs.nearestEnded(flowId, T0 + 4, "before")).toBeUndefined();
    });

    async function savedAlert(parts: Partial<RuleAlert>): Promise<RuleAlert> {
      return store.write(async ({ alerts }) => {
        const alert: RuleAlert = {
          alertId: newAlertId(),
          number: await alerts.nextNumber(),
          kind: "throughput",
          series: SeriesId.parse(fresh("series")),
          failureCount: 1,
          firstFailedAt: T0,
          lastFailedAt: T0,
          revision: 1,
          ...parts,
          state: "open",
        };
        await alerts.insert(alert);
        return alert;
      });
    }

    test("an alert on a rule comes back as it was, with a flow and run or without", async () => {
      const bare = await savedAlert({});
      const whole = await savedAlert({
        kind: "delay",
        flowId: FlowId.parse(fresh("flow")),
        runId: FlowRunId.parse(fresh("run")),
      });
      const { alerts } = store.read;

      expect(await alerts.find(bare.alertId)).toEqual(bare);
      expect(await alerts.findOnRule(whole.alertId)).toEqual(whole);
      expect(await alerts.findUnresolvedOnRule(whole)).toEqual(whole);
      expect(await alerts.findUnresolvedOnRule({ ...whole, kind: "other" })).toBeUndefined();
      await expect(alerts.findOnRuns(whole.alertId)).rejects.toThrow("not on runs");
      const resolution = { kind: "ceased", at: T0 + 1 } as const;
      await store.write((q) =>
        q.alerts.update({ ...bare, state: "resolved", resolution, revision: 2 }),
      );
      expect(await alerts.findOnRule(bare.alertId)).toMatchObject({
        state: "resolved",
        resolution,
      });
      expect(await alerts.findUnresolvedOnRule(bare)).toBeUndefined();
    });

    test("a second alert of the same series is refused while the first is not resolved", async () => {
      const alert = await savedAlert({});

      await expect(savedAlert({ series: alert.series })).rejects.toThrow();
    });

    test("alerts on rules are counted by flow and kind, those without a flow by series", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const delay = await savedAlert({ kind: "delay", flowId });
      await savedAlert({ kind: "delay", flowId, firstFailedAt: T0 - MINUTE });
      await savedAlert({ kind: "error_rate", flowId });
      const throughput = await savedAlert({});
      await savedAlert({});
      const { alerts } = store.read;

      expect(await alerts.countOnRules(delay, { from: T0 - MINUTE, to: T0 })).toBe(2);
      expect(await alerts.countOnRules(delay, { from: T0, to: T0 })).toBe(1);
      expect(await alerts.countOnRules(throughput, { from: T0, to: T0 })).toBe(1);
    });

    test("unresolved ones are listed among all alerts, and alone", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      const other = await savedAlert({ kind: "other", flowId, failureCount: 9 });
      const delay = await savedAlert({ kind: "delay", flowId });
      const ids = [delay.alertId, other.alertId];

      const listed = await store.read.alerts.listUnresolved(10, flowId);
      const onRules = await store.read.alerts.listUnresolvedOnRules(10, flowId);

      expect(listed.map(({ alertId }) => alertId)).toEqual(ids);
      expect(onRules.map(({ alertId }) => alertId)).toEqual(ids);
      expect(await store.read.alerts.listUnresolvedOnRules(1, flowId)).toHaveLength(1);
    });

    test("followers of a run are found, however often they are told", async () => {
      const [source, one, two] = [1, 2, 3].map(() => FlowRunId.parse(fresh("run")));
      if (source === undefined || one === undefined || two === undefined) throw new Error("ids");
      for (const runId of [one, two, one]) {
        await store.write((q) => q.downstream.remember(runId, [source]));
      }
      await store.write((q) => q.downstream.remember(source, []));

      expect(await store.read.downstream.followersOf(source, 5)).toEqual([one, two].toSorted());
      expect(await store.read.downstream.followersOf(source, 1)).toHaveLength(1);
      expect(await store.read.downstream.followersOf(one, 5)).toEqual([]);
    });

    test("that a run was told is noted once, until it is forgotten", async () => {
      const runId = FlowRunId.parse(fresh("run"));
      const mark = (): Promise<boolean> => store.write((q) => q.downstream.markTold(runId));

      expect([await mark(), await mark()]).toEqual([true, false]);
      await store.write((q) => q.downstream.forgetTold(runId));
      expect(await mark()).toBe(true);
    });

    test("how many failed records a flow tolerates is kept, a part of one percent too", async () => {
      const flowId = FlowId.parse(fresh("flow"));
      await store.write((q) => q.flows.remember({ flowId }, T0));
      const learn = (names: { toleratedPercent?: number }) =>
        store.write((q) => q.flows.learn(flowId, names, { now: T0, complete: false }));

      await learn({ toleratedPercent: 0.5 });
      await learn({});

      expect(await store.read.flows.find(flowId)).toMatchObject({ toleratedPercent: 0.5 });
    });
  });
}
