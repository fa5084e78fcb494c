import fc from "fast-check";
import type { Resolution, RuleAlert, RunAlert } from "../../../../src/domain/alert.ts";
import type {
  AlertSummary,
  Retrying,
  RuleAlertView,
  RunAlertView,
  RunSummary,
} from "../../../../src/domain/alert-view.ts";
import { causesOf } from "../../../../src/domain/cause.ts";
import { explain } from "../../../../src/domain/explanation.ts";
import type { Activity, Figures, FlowRun, RunError } from "../../../../src/domain/flow-run.ts";
import {
  AlertId,
  ChannelId,
  FlowId,
  FlowRunId,
  MessageTs,
  NotificationId,
  SeriesId,
  SlackUserId,
} from "../../../../src/domain/ids.ts";
import { MetricAlertKind } from "../../../../src/domain/metric-alert.ts";
import type { Notice } from "../../../../src/domain/notice.ts";
import type { Retry } from "../../../../src/domain/retry.ts";
import { BatchStatus, type RunDiagnostics } from "../../../../src/domain/run-diagnostics.ts";
import { AlertKind } from "../../../../src/domain/run-outcome.ts";
import type { RenderContext } from "../../../../src/slack/message.ts";
import type { KeptNotice } from "../../../../src/usecases/find-flow.ts";
import { CATALOGUE } from "./views.ts";

/** What a payload could hold at its worst. */

const HOSTILE = [
  "<!channel>",
  "<!here|x>",
  "<@U0EVIL>",
  "<#C0EVIL>",
  "<!subteam^S1>",
  "<https://evil.example|Adobe>",
  "`".repeat(5),
  "*bold* _it_ ~no~",
  "&amp;<>&",
  "\u202Egnp.exe",
  "\u200B\u200D\uFEFF",
  "\uD83D",
  "\uDE00x",
  "😀".repeat(3),
  "e\u0301\u0301\u0301\u0301\u0301\u0301",
  "\n\n> quote\r\n```code```",
  '"\\"\u0000',
  "sig=abc bob@example.com 10.0.0.1",
];

const snippet = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 20, unit: "binary" }),
  fc.lorem({ maxCount: 5 }),
);

/** Up to 100,000 characters. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.array(snippet, { maxLength: 4 }).map((parts) => parts.join("")),
  fc
    .tuple(snippet, fc.constantFrom(1, 1, 1, 40, 40, 700, 5_000))
    .map(([unit, times]) => unit.repeat(times).slice(0, 100_000)),
);

const id = text.map((value) => (value === "" ? "x" : value.slice(0, 200)));
const flowId = id.map((value) => FlowId.parse(value));
const runId = id.map((value) => FlowRunId.parse(value));
/** Ours, so it is always sound. */
const alertId = fc.uuid().map((value) => AlertId.parse(value));
const person = fc
  .oneof(fc.constantFrom("U0SAM", "W0KIM"), id)
  .map((value) => SlackUserId.parse(value.slice(0, 64)));
const instant = fc.oneof(
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
);
const total = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const status = fc.constantFrom(
  "in_progress" as const,
  "success" as const,
  "partial_success" as const,
  "failed" as const,
  "unknown" as const,
);

/** Every field may be missing, but for those that are named. */
function sparse<T extends object>(
  fields: { [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>> },
  required: readonly (keyof T)[],
): fc.Arbitrary<T> {
  return fc.record(fields, { requiredKeys: [...required] as never }) as unknown as fc.Arbitrary<T>;
}

const figures = sparse<Figures>(
  {
    recordsIn: total,
    recordsOut: total,
    recordsFailed: total,
    recordsSkipped: total,
    bytesIn: total,
    bytesOut: total,
    filesIn: total,
    filesOut: total,
    filesFailed: total,
  },
  [],
);
const code = fc.oneof(fc.constantFrom("133", "CONNECTOR-1001-500", "2200", "X-1"), text);
const errors = fc.array(sparse<RunError>({ code, message: text, count: total }, []), {
  maxLength: 12,
});
const detail = fc.oneof(
  text,
  fc.tuple(code, text).map(([named, said]) => `ErrorCode=${named},'Message=${said},Source=x`),
  text.map((said) => `ErrorCode=SftpNetworkIssue,'Type=T,Message=${said},Source=x'`),
);
const activity = sparse<Activity>(
  {
    activityId: text,
    name: text,
    kind: fc.constantFrom("copy" as const, "promotion" as const, "other" as const),
    status,
    startedAt: instant,
    completedAt: instant,
    figures,
    errors,
    nestedErrors: errors,
    failedInfo: errors,
    errorDetail: detail,
  },
  ["activityId", "kind", "status", "figures", "errors", "nestedErrors", "failedInfo"],
);

const run: fc.Arbitrary<FlowRun> = sparse<FlowRun>(
  {
    runId,
    flowId,
    flowName: text,
    flowType: text,
    imsOrgId: fc.oneof(fc.constant("A1@AdobeOrg"), text),
    sandboxName: text,
    providerRefId: text,
    url: fc.oneof(
      text,
      text.map((tail) => `https://experience.adobe.com/${tail}`),
    ),
    status,
    statusText: text,
    createdAt: instant,
    updatedAt: instant,
    startedAt: instant,
    completedAt: instant,
    observedAt: instant,
    figures,
    errors,
    failedInfo: errors,
    activities: fc.array(activity, { maxLength: 8 }),
    batchIds: fc.array(text, { maxLength: 20 }),
    family: fc.constantFrom("source" as const, "identity" as const, "unknown" as const),
    standsAfter: instant,
    predecessors: fc.array(runId, { maxLength: 3 }),
  },
  [
    "runId",
    "flowId",
    "status",
    "observedAt",
    "figures",
    "errors",
    "failedInfo",
    "activities",
    "batchIds",
  ],
);

const resolution: fc.Arbitrary<Resolution> = fc.oneof(
  fc.record({ kind: fc.constant("recovered" as const), runId, at: instant }),
  fc.record({ kind: fc.constant("person" as const), by: person, note: text, at: instant }),
  fc.record({ kind: fc.constant("person" as const), by: person, at: instant }),
  fc.record({ kind: fc.constant("withdrawn" as const), at: instant }),
  fc.record({ kind: fc.constant("withdrawn" as const), instead: positive, at: instant }),
);
const kind = fc.constantFrom(...AlertKind.options);
const common = {
  alertId,
  kind,
  number: positive,
  flowId,
  causeCode: text,
  latestRunId: runId,
  failureCount: total,
  firstFailedAt: instant,
  lastFailedAt: instant,
  revision: positive,
};
const acknowledgement = fc.record({ by: person, at: instant });
const alert: fc.Arbitrary<RunAlert> = fc.oneof(
  fc.record({ ...common, state: fc.constant("open" as const) }),
  fc.record({ ...common, state: fc.constant("acknowledged" as const), acknowledgement }),
  fc.record({ ...common, state: fc.constant("resolved" as const), acknowledgement, resolution }),
);

const bounded = fc.record({ count: total, atLeast: fc.boolean() });
const files = fc.record({
  count: total,
  atLeast: fc.boolean(),
  names: fc.array(text, { maxLength: 20 }),
});
const diagnostics: fc.Arbitrary<RunDiagnostics> = fc.record({
  complete: fc.boolean(),
  batches: fc.array(
    fc.record(
      {
        batchId: text,
        status: fc.constantFrom(...BatchStatus.options),
        failedRows: bounded,
        errors: fc.array(
          fc.record(
            { code: text, rows: total, columns: fc.array(text, { maxLength: 5 }) },
            { requiredKeys: ["code", "columns"] },
          ),
          { maxLength: 20 },
        ),
        moreErrors: total,
        files: fc.record(
          {
            given: files,
            notTaken: files,
            withErrors: fc.array(fc.record({ name: text, rows: total }), { maxLength: 20 }),
          },
          { requiredKeys: ["withErrors"] },
        ),
      },
      { requiredKeys: ["batchId", "errors", "moreErrors", "files"] },
    ),
    { maxLength: 3 },
  ),
});

const asked = { runId, by: person, requestedAt: instant, attempt: positive, standsAfter: instant };
const retry: fc.Arbitrary<Retry> = fc.oneof(
  fc.record({ ...asked, state: fc.constant("requested" as const) }),
  fc.record({
    ...asked,
    state: fc.constant("done" as const),
    settledAt: instant,
    newRunId: runId,
  }),
  fc.record({ ...asked, state: fc.constant("unknown" as const), settledAt: instant }),
);

export const retrying: fc.Arbitrary<Retrying> = sparse<Retrying>(
  { run, retry, newRunEnded: fc.boolean() },
  ["run", "newRunEnded"],
);

export const alertView: fc.Arbitrary<RunAlertView> = fc
  .record({
    alert,
    run,
    names: sparse<
      Pick<
        RunAlertView,
        "flowName" | "previous" | "origin" | "diagnostics" | "retrying" | "recoveredBy"
      >
    >(
      {
        retrying,
        recoveredBy: person,
        flowName: text,
        origin: fc.record({
          sourceType: text,
          sourceName: text,
          datasetName: text,
          datasetId: text,
          toleratedPercent: fc.double({ min: 0, max: 100, noNaN: true }),
        }),
        diagnostics,
        previous: fc.record({
          number: positive,
          failureCount: positive,
          firstFailedAt: instant,
          resolution,
        }),
      },
      [],
    ),
    failuresIn7Days: total,
    recentRuns: fc.array(fc.record({ runId, status }), { maxLength: 10 }),
  })
  .map(({ names, ...view }) => {
    const causes = causesOf(view.run);
    return {
      about: "runs" as const,
      ...view,
      ...names,
      causes,
      explanation: explain(causes, CATALOGUE),
    };
  });

const metricKind = fc.constantFrom(...MetricAlertKind.options);
const { causeCode: _code, latestRunId: _run, kind: _kind, flowId: _flow, ...ofAny } = common;
const onRule = {
  ...ofAny,
  kind: metricKind,
  series: fc.constant(SeriesId.parse("series")),
};
const ruleEnd: fc.Arbitrary<Resolution> = fc.oneof(
  resolution,
  fc.record({ kind: fc.constant("ceased" as const), at: instant }),
  fc.record({ kind: fc.constant("run_ended" as const), runId, status, at: instant }),
);
const ruleAlert: fc.Arbitrary<RuleAlert> = fc.oneof(
  fc.record({ ...onRule, flowId, runId, state: fc.constant("open" as const) }),
  fc.record({ ...onRule, state: fc.constant("open" as const) }),
  fc.record({ ...onRule, flowId, state: fc.constant("acknowledged" as const), acknowledgement }),
  fc.record({
    ...onRule,
    flowId,
    runId,
    state: fc.constant("resolved" as const),
    resolution: ruleEnd,
  }),
);

export const ruleView: fc.Arbitrary<RuleAlertView> = fc
  .record({
    alert: ruleAlert,
    report: fc.record({
      series: onRule.series,
      name: text,
      kind: metricKind,
      state: fc.constant("firing" as const),
      sandboxName: text,
      imsOrgId: text,
      message: text,
      value: text,
      severity: text,
      url: text,
      at: instant,
    }),
    names: sparse<Pick<RuleAlertView, "flowName" | "run" | "origin">>(
      { flowName: text, run, origin: fc.record({ sourceType: text, datasetName: text }) },
      [],
    ),
    alertsIn7Days: total,
    recentRuns: fc.array(fc.record({ runId, status }), { maxLength: 10 }),
  })
  .map(({ names, alert: found, report, ...view }) => ({
    about: "rule" as const,
    ...view,
    ...names,
    alert: found,
    report: { ...report, kind: found.kind },
  }));

export const alertSummary: fc.Arbitrary<AlertSummary> = sparse<AlertSummary>(
  {
    alertId,
    number: positive,
    kind: fc.oneof(kind, metricKind),
    state: fc.constantFrom("open" as const, "acknowledged" as const),
    flowId,
    flowName: text,
    sandboxName: text,
    causeCode: text,
    causeTitle: fc.lorem({ maxCount: 3 }),
    failureCount: positive,
    firstFailedAt: instant,
    lastFailedAt: instant,
    acknowledgedBy: person,
    card: fc.record({
      channel: id.map((value) => ChannelId.parse(value.slice(0, 64))),
      ts: fc.constantFrom("1763866500.000100", "x|y>").map((ts) => MessageTs.parse(ts)),
    }),
  },
  [
    "alertId",
    "number",
    "kind",
    "state",
    "causeCode",
    "failureCount",
    "firstFailedAt",
    "lastFailedAt",
  ],
);

export const runSummary: fc.Arbitrary<RunSummary> = sparse<RunSummary>(
  {
    runId,
    flowId,
    flowName: text,
    status,
    statusText: text,
    at: instant,
    durationMs: total,
    recordsIn: total,
    recordsOut: total,
    causeCode: text,
    alertNumber: positive,
  },
  ["runId", "flowId", "status", "at"],
);

export const context: fc.Arbitrary<RenderContext> = sparse<RenderContext>(
  {
    imsOrgId: fc.constant("A1@AdobeOrg"),
    workspaceUrl: fc.constantFrom("https://acme.slack.com/", "http://127.0.0.1:1/", "x"),
    version: fc.constant("1.2.3"),
    now: instant,
    layout: fc.constantFrom("rich" as const, "classic" as const),
    asksAdobe: fc.boolean(),
  },
  ["version", "now", "layout"],
);

const notificationId = fc
  .oneof(text, fc.uuid())
  .map((id) => NotificationId.parse(id.slice(0, 200) || "n"));
const some = <K extends Notice["kind"]>(kind: K): fc.Arbitrary<K> => fc.constant(kind);
export const notice: fc.Arbitrary<Notice> = fc.oneof(
  fc.record({ kind: some("not_understood"), notificationId, form: text, at: instant }),
  sparse<Extract<Notice, { kind: "webhook_silent" }>>(
    {
      kind: some("webhook_silent"),
      since: instant,
      count: positive,
      registration: fc.constantFrom("disabled", "unstable", "active"),
      backAt: instant,
    },
    ["kind", "since", "count"],
  ),
  sparse<Extract<Notice, { kind: "journal_gap" }>>(
    {
      kind: some("journal_gap"),
      from: instant,
      until: instant,
      fill: fc.oneof(
        fc.record({ kind: fc.constant("under_way" as const) }),
        fc.record({ kind: fc.constant("filled" as const), runs: total }),
        fc.record({
          kind: fc.constant("not_filled" as const),
          reason: fc.constantFrom("no_credentials", "unavailable", "refused"),
        }),
      ),
    },
    ["kind", "until", "fill"],
  ),
  fc.record({ kind: some("registration_confirmed"), at: instant }),
  fc.record({ kind: some("registration_failed"), at: instant, reason: text }),
);

export const keptNotice: fc.Arbitrary<KeptNotice> = sparse<KeptNotice>(
  {
    notificationId,
    receivedAt: instant,
    source: fc.constantFrom("webhook", "journal"),
    eventCode: text,
    form: text,
    body: fc.oneof(
      fc.json(),
      text,
      fc.dictionary(text, text).map((json) => JSON.stringify(json)),
    ),
  },
  ["notificationId", "receivedAt", "source", "form", "body"],
);
export {
  flowId as someFlowId,
  instant as someInstant,
  person as somePerson,
  runId as someRunId,
  total as someTotal,
};

export const someAlertKind = kind;
