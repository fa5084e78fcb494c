import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Notification } from "../../../src/domain/notification.ts";
import { readNotifications } from "../../../src/receive/read-notifications.ts";
import { CLIENT_ID, fixture, ORG_ID, RECEIVED_AT } from "./support.ts";

const context = { us: { clientId: CLIENT_ID, imsOrgId: ORG_ID }, receivedAt: RECEIVED_AT };
const run = { id: "run-1", flowId: "flow-1", imsOrgId: ORG_ID, metrics: {} };
const ours = { recipientclientid: CLIENT_ID };

const read = (body: unknown, eventCodeHeader?: string): readonly Notification[] =>
  readNotifications(body, { ...context, eventCodeHeader }).notifications;

function only(body: unknown, eventCodeHeader?: string): Notification {
  const [notification, ...more] = read(body, eventCodeHeader);
  if (notification === undefined || more.length > 0) throw new Error("expected one notification");
  return notification;
}

const runIdOf = ({ content }: Notification): string =>
  content.kind === "flow_run" ? content.run.runId : content.kind;

describe("forms", () => {
  const message = { imsOrgId: ORG_ID, value: run, _eventNotificationMeta: { type: "t" } };
  test.each([
    ["a flat run", run, 1],
    ["a flat run in an array", [run], 1],
    ["an envelope", { event_id: "e", event: run }, 1],
    ["two envelopes in an array", [{ event: run }, { event: run }], 2],
    ["a pipeline", { messages: [message] }, 1],
    ["a pipeline in an array", [{ messages: [message] }], 1],
    ["a pipeline of two messages", [{ messages: [message, message] }], 2],
    ["two pipelines", [{ messages: [message] }, { messages: [message] }], 2],
    ["a lone message", message, 1],
    ["a message without meta", { imsOrgId: ORG_ID, value: run }, 1],
    ["arrays in arrays", [[run], [[run]]], 2],
    ["a pipeline in an envelope", { event_id: "e", event: { messages: [message] } }, 1],
    ["a CloudEvent", { specversion: "1.0", id: "e", data: run }, 1],
    ["a CloudEvent without its version", { eventid: "e", data: run }, 1],
    [
      "CloudEvents in an array",
      [
        { specversion: "1.0", data: run },
        { specversion: "1.0", data: run },
      ],
      2,
    ],
    ["an envelope in a CloudEvent", { specversion: "1.0", data: { event: run } }, 1],
    ["a CloudEvent in an envelope", { event: { specversion: "1.0", data: run } }, 1],
    [
      "a run with a field that looks like a wrapping",
      { ...run, event: { a: 1 }, messages: [1] },
      1,
    ],
    ["an array in an envelope", { event_id: "e", event: [run, run] }, 2],
  ])("%s", (_what, body, count) => {
    expect(read(body).map(runIdOf)).toEqual(Array.from({ length: count }, () => "run-1"));
  });

  test("an empty list holds nothing", () => {
    expect(readNotifications([], context)).toEqual({ notifications: [], others: new Map() });
    expect(read([[], [[]]])).toEqual([]);
  });

  test("a wrapper with nothing in it is kept, not lost", () => {
    expect(only({ messages: [], imsOrgId: ORG_ID }).content).toEqual({
      kind: "not_understood",
      form: "unknown object",
    });
    expect(only({ event: [], ...ours }).content.kind).toBe("not_understood");
    const nested = { event: [{ messages: [[], [[]]] }], ...ours };
    expect(only(nested)).toMatchObject({
      content: { kind: "not_understood", form: "unknown object" },
      body: JSON.stringify({ messages: [[], [[]]] }),
    });
  });
});

describe("what is not understood is kept under a label", () => {
  test.each([
    [
      "a metric alert without a name",
      { ...run, metrics: undefined, status: "FIRING", ...ours },
      "incomplete metric alert",
    ],
    [
      "a metric alert of another status",
      { id: "a", flowId: "f", name: "delay", severity: "high", status: "SNOOZED", ...ours },
      "incomplete metric alert",
    ],
    [
      "an audit record without an action",
      { payload: { assetType: "dataset" }, ...ours },
      "incomplete audit",
    ],
    [
      "a CloudEvent of another provider",
      { specversion: "1.0", type: "com.adobe.x", data: { a: 1 }, ...ours },
      "event code com-adobe-x",
    ],
    ["a CloudEvent without data", { specversion: "1.0", ...ours }, "unknown object"],
    [
      "the old data ingestion notification without its id",
      { event: { "xdm:ingestionId": "" }, ...ours },
      "incomplete data ingestion",
    ],
    ["a run without an id", { flowId: "f", metrics: {}, ...ours }, "incomplete flow run"],
    [
      "a run without a flow",
      { id: "r", metrics: { statusSummary: {} }, ...ours },
      "incomplete flow run",
    ],
    ["a run with a blank id", { id: " ", flowId: "f", ...ours }, "incomplete flow run"],
    [
      "a run with an endless id",
      { id: "r".repeat(201), flowId: "f", ...ours },
      "incomplete flow run",
    ],
    ["a run with a mended id", { id: "r\uD800", flowId: "f", ...ours }, "incomplete flow run"],
    [
      "an object with a code",
      { event: { header: { _adobeio: { eventCode: "Source_X.y" } } }, ...ours },
      "event code source_x-y",
    ],
    ["an object without one", { event: { a: 1 }, ...ours }, "unknown object"],
    ["a bare value", { event: [7], ...ours }, "unknown value"],
    ["an async validation", { validationUrl: "https://csm.adobe.io/", ...ours }, "unknown object"],
  ])("%s", (_what, body, form) => {
    expect(only(body).content).toEqual({ kind: "not_understood", form });
  });

  test("a label is short and plain, whatever the code", () => {
    const { content } = only({ event: {}, ...ours }, `A.${"b/".repeat(45)}`);

    expect(content).toMatchObject({ form: expect.stringMatching(/^event code a-b[b-]{46}$/) });
  });

  test("a code that is no code is not taken over", () => {
    const body = { event: { header: { _adobeio: { eventCode: "<!channel>" } } }, ...ours };

    expect(only(body, "also not\none")).not.toHaveProperty("eventCode");
    expect(only(body).content).toMatchObject({ form: "unknown object" });
  });
});

describe("id", () => {
  const hash = (body: string) => `sha256:${createHash("sha256").update(body).digest("hex")}`;

  test.each([
    ["the old field", { event_id: "old", event: run }, "old"],
    ["the new field", { eventid: "new", event: run }, "new"],
    ["a CloudEvent", { specversion: "1.0", id: "ce", data: run }, "ce"],
    [
      "Adobe's field beside a CloudEvent's own",
      { specversion: "1.0", id: "ce", eventid: "new", data: run },
      "new",
    ],
    ["both fields", { eventid: "new", event_id: "old", event: run }, "old"],
    ["the new field beside a blank old one", { event_id: "", eventid: "new", event: run }, "new"],
    [
      "the field of a message",
      { messages: [{ event_id: "m", imsOrgId: ORG_ID, value: run }] },
      "m",
    ],
  ])("from %s", (_what, body, id) => {
    expect(only(body).notificationId).toBe(id);
  });

  test.each([
    ["states none", run],
    ["states a number", { event_id: 7, event: run }],
    ["states control characters", { event_id: "a\u0000b", event: run }],
    ["states too much", { event_id: "a".repeat(201), event: run }],
  ])("from the content, where the body %s", (_what, body) => {
    expect(only(body).notificationId).toBe(hash(JSON.stringify(body)));
  });

  test("elements that share an envelope do not share its id", () => {
    const ids = read({ event_id: "e", event: [run, { ...run, id: "run-2" }] }).map(
      ({ notificationId }) => notificationId,
    );

    expect(ids).toEqual([hash(JSON.stringify(run)), hash(JSON.stringify({ ...run, id: "run-2" }))]);
  });

  test("is the same for a message however many travel with it", () => {
    const message = { imsOrgId: ORG_ID, value: run };

    expect(read([{ messages: [message] }])[0]?.notificationId).toBe(
      read([{ messages: [message, { ...message, version: "2" }] }])[0]?.notificationId,
    );
  });
});

describe("event code", () => {
  const coded = { ...run, header: { _adobeio: { eventCode: "source_flow_run_error" } } };
  test.each([
    ["the body", coded, "from_header", "source_flow_run_error"],
    [
      "the pipeline",
      {
        messages: [
          {
            imsOrgId: ORG_ID,
            value: run,
            _eventNotificationMeta: { type: "sources_flow_run_failed" },
          },
        ],
      },
      "from_header",
      "sources_flow_run_failed",
    ],
    ["the header, where the body has none", run, "from_header", "from_header"],
  ])("from %s", (...[, body, header, code]) => {
    expect(only(body, header).eventCode).toBe(code);
  });
});

test("the body is the notification's own JSON, whole and well formed", () => {
  const envelope = { event_id: "e", event: { ...run, odd: "\uD800 \u0000 ü" } };
  const { body } = only([envelope]);

  expect(JSON.parse(body)).toEqual(envelope);
  expect(Buffer.from(body, "utf8").toString("utf8")).toBe(body);
  expect(body).not.toContain("\u0000");
});

test("source and time of receipt are stated", () => {
  expect(only(run)).toMatchObject({ source: "webhook", receivedAt: RECEIVED_AT });
});

test("what is for others is left out and counted by whom it names", () => {
  const body = [
    run,
    { ...run, imsOrgId: "x" },
    { event: run, recipientclientid: "x" },
    { event: run, recipientclientid: "y" },
    3,
  ];
  const { notifications, others } = readNotifications(body, context);

  expect(notifications).toHaveLength(1);
  expect(Object.fromEntries(others)).toEqual({ another_org: 1, another_client: 2, nobody: 1 });
});

describe("a very long list", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...run, id: `run-${n}` }));

  test("of 1,000 is taken apart", () => {
    expect(read(many(1_000))).toHaveLength(1_000);
  });

  test("of 1,001 is kept as one", () => {
    const { content, body } = only(many(1_001));

    expect(content).toEqual({ kind: "not_understood", form: "more than 1000 elements" });
    expect(JSON.parse(body)).toEqual(many(1_001));
  });

  test("is kept without what is for others", () => {
    const { body } = only([...many(1_001), { ...run, imsOrgId: "x" }]);

    expect(JSON.parse(body)).toEqual(many(1_001));
  });

  test("of a million is counted, not kept", () => {
    const { others } = readNotifications(
      Array.from({ length: 1_000_000 }, () => ({})),
      context,
    );

    expect(others.get("nobody")).toBe(1_000_000);
  });
});

test("the published samples name placeholders, and so nobody's organisation but that", () => {
  const names = ["flow-run-failure-pipeline", "flow-run-success-envelope"];
  const us = { clientId: CLIENT_ID, imsOrgId: "{ORG_ID}" };

  for (const name of names) {
    expect(read(fixture(name))).toEqual([]);
    expect(readNotifications(fixture(name), { ...context, us }).notifications).toHaveLength(1);
  }
});
