import fc from "fast-check";
import type { Alert, Resolution } from "../../../../src/domain/alert.ts";
import type {
  AlertSummary,
  AlertView,
  Retrying,
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
  SlackUserId,
} from "../../../../src/domain/ids.ts";
import type { Retry } from "../../../../src/domain/retry.ts";
import { AlertKind } from "../../../../src/domain/run-outcome.ts";
import type { RenderContext } from "../../../../src/slack/message.ts";
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
const alert: fc.Arbitrary<Alert> = fc.oneof(
  fc.record({ ...common, state: fc.constant("open" as const) }),
  fc.record({ ...common, state: fc.constant("acknowledged" as const), acknowledgement }),
  fc.record({ ...common, state: fc.constant("resolved" as const), acknowledgement, resolution }),
);

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

export const alertView: fc.Arbitrary<AlertView> = fc
  .record({
    alert,
    run,
    names: sparse<Pick<AlertView, "flowName" | "previous" | "origin" | "retrying" | "recoveredBy">>(
      {
        retrying,
        recoveredBy: person,
        flowName: text,
        origin: fc.record({ sourceType: text, sourceName: text, datasetName: text }),
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
    return { ...view, ...names, causes, explanation: explain(causes, CATALOGUE) };
  });

export const alertSummary: fc.Arbitrary<AlertSummary> = sparse<AlertSummary>(
  {
    alertId,
    number: positive,
    kind,
    state: fc.constantFrom("open" as const, "acknowledged" as const),
    flowId,
    flowName: text,
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
    "flowId",
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
    now: instant,
    layout: fc.constantFrom("rich" as const, "classic" as const),
    asksAdobe: fc.boolean(),
  },
  ["now", "layout"],
);
export {
  flowId as someFlowId,
  instant as someInstant,
  person as somePerson,
  runId as someRunId,
  total as someTotal,
};

export const someAlertKind = kind;
