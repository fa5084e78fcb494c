import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Alert } from "../../../src/domain/alert.ts";
import type { Notification, NotificationContent } from "../../../src/domain/notification.ts";
import { readNotifications } from "../../../src/receive/read-notifications.ts";
import { eachElement } from "../../../src/receive/wire/elements.ts";
import { familyOf } from "../../../src/receive/wire/families.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { recorderParts } from "../../support/recorder-parts.ts";
import { openTempStore } from "../../support/temp-store.ts";
import { CLIENT_ID, fixture, RECEIVED_AT } from "./support.ts";

const us = { clientId: CLIENT_ID, imsOrgId: "OUR@AdobeOrg" };
const context = { us, receivedAt: RECEIVED_AT };

/** Every payload of every fixture that is of a known family. */
const PAYLOADS = readdirSync(path.join(import.meta.dirname, "../../../fixtures/notifications"))
  .flatMap((file) => {
    const found: unknown[] = [];
    eachElement(fixture(path.basename(file, ".json")), ({ payload }) => found.push(payload));
    return found;
  })
  .filter((payload) => familyOf(payload) !== undefined);

/** Wrappings that state the notification's id, each in Adobe's old, new or both ids. */
const IDENTIFIED: readonly ((payload: unknown, id: string) => object)[] = [
  (event, id) => ({ event_id: id, event, recipient_client_id: CLIENT_ID }),
  (event, id) => ({ eventid: id, event, recipientclientid: CLIENT_ID }),
  (event, id) => ({
    event_id: id,
    eventid: id,
    event,
    recipient_client_id: CLIENT_ID,
    recipientclientid: CLIENT_ID,
  }),
  (data, id) => ({
    specversion: "1.0",
    id: "another",
    eventid: id,
    data,
    recipientclientid: CLIENT_ID,
  }),
  (data, id) => ({ specversion: "1.0", id, data, recipientclientid: CLIENT_ID }),
  (data, id) => ({ specversion: "1.0", event_id: id, data, recipient_client_id: CLIENT_ID }),
  (value, id) => ({
    event_id: id,
    imsOrgId: "x",
    _eventNotificationMeta: {},
    value,
    recipientclientid: CLIENT_ID,
  }),
];
/** Wrappings within those. */
const INNER: readonly ((payload: unknown) => unknown)[] = [
  (payload) => payload,
  (event) => ({ event }),
  (data) => ({ specversion: "1.0", data }),
  (value) => ({ imsOrgId: "x", value }),
];
/** What may stand around finished notifications without being a part of them. */
const AROUND: readonly ((bodies: readonly unknown[]) => unknown)[] = [
  (bodies) => bodies,
  (bodies) => [bodies],
  (bodies) => bodies.map((body) => [body]),
  (bodies) => [{ messages: bodies }],
  (bodies) => [{ event: bodies }],
];

interface Sent {
  readonly id: string;
  readonly payload: unknown;
  readonly wraps: readonly [outer: number, inner: number, innermost: number];
}

const index = (list: readonly unknown[]): fc.Arbitrary<number> => fc.nat(list.length - 1);
const sent: fc.Arbitrary<readonly Sent[]> = fc
  .uniqueArray(index(PAYLOADS), { minLength: 1, maxLength: 6 })
  .chain((chosen) =>
    fc.array(
      fc.record({
        which: fc.constantFrom(...chosen),
        wraps: fc.tuple(index(IDENTIFIED), index(INNER), index(INNER)),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  )
  .map((entries) =>
    entries.map(({ which, wraps }) => ({ id: `e-${which}`, payload: PAYLOADS[which], wraps })),
  );

function wrapped({ id, payload, wraps: [outer, inner, innermost] }: Sent): unknown {
  const within = INNER[inner]?.(INNER[innermost]?.(payload));
  return IDENTIFIED[outer]?.(within, id);
}

/** By id, the first of each: what the store keeps. */
function keptOf(body: unknown): Map<string, NotificationContent> {
  const { notifications, others } = readNotifications(body, context);
  expect(others.size).toBe(0);
  return new Map(
    notifications.toReversed().map(({ notificationId, content }) => [notificationId, content]),
  );
}

test("any nesting, order and repetition gives the same notifications", () => {
  fc.assert(
    fc.property(sent, index(AROUND), (entries, around) => {
      const plain = new Map(
        entries.flatMap(({ id, payload }) => [
          ...keptOf({ event_id: id, event: payload, recipient_client_id: CLIENT_ID }),
        ]),
      );

      const kept = keptOf(AROUND[around]?.(entries.map(wrapped)));

      expect(kept).toEqual(plain);
    }),
    { numRuns: 1_000 },
  );
});

/** What is left of notifications that came in these pieces: each run with its alert, and what is not resolved. */
async function endStateOf(pieces: readonly (readonly Notification[])[]): Promise<unknown> {
  const store = await openTempStore();
  const record = createRecorder(recorderParts(store));
  for (const piece of pieces) await record(piece);
  const { runs, alerts, notifications } = store.read;
  const listed = await runs.list({}, { limit: 100, offset: 0 });
  const withAlerts = await Promise.all(
    listed.map(async ({ runId }) => {
      const stored = await runs.find(runId);
      const alert = stored?.alertId && (await alerts.find(stored.alertId));
      return { runId, status: stored?.run.status, alert: alert && summaryOf(alert) };
    }),
  );
  const open = (await alerts.listUnresolved(100)).map(summaryOf);
  const notUnderstood = await notifications.countNotUnderstood();
  await store.close();
  return { runs: sorted(withAlerts), open: sorted(open), notUnderstood };
}

const summaryOf = ({ kind, state, flowId, failureCount, firstFailedAt, lastFailedAt }: Alert) => ({
  kind,
  state,
  flowId,
  failureCount,
  firstFailedAt,
  lastFailedAt,
});
const sorted = (items: readonly unknown[]): string[] =>
  items.map((item) => JSON.stringify(item)).toSorted();

function inPieces<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

test("any nesting of any family, in any order, pieces and repetition, ends in the same state", async () => {
  await fc.assert(
    fc.asyncProperty(
      sent,
      fc.tuple(index(AROUND), fc.integer({ min: 1, max: 12 })),
      async (entries, [around, size]) => {
        const once = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
        const plain = once
          .toSorted((one, other) => one.id.localeCompare(other.id))
          .map(({ id, payload }) => ({
            event_id: id,
            event: payload,
            recipient_client_id: CLIENT_ID,
          }));

        const nested = inPieces(entries.map(wrapped), size).map(
          (piece) => readNotifications(AROUND[around]?.(piece), context).notifications,
        );

        expect(await endStateOf(nested)).toEqual(
          await endStateOf([readNotifications(plain, context).notifications]),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test("every family is among what is nested", () => {
  expect(new Set(PAYLOADS.map((payload) => familyOf(payload)?.family)).size).toBe(4);
});
