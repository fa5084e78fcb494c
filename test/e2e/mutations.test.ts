import { createPublicKey } from "node:crypto";
import { readdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { AlertId } from "../../src/domain/ids.ts";
import type { Notification } from "../../src/domain/notification.ts";
import { createBodyRoom } from "../../src/receive/body.ts";
import { type Received, receiveNotifications } from "../../src/receive/receive-notifications.ts";
import { VALIDATION_ORIGIN } from "../../src/receive/validation.ts";
import { createRecorder, type Recorded } from "../../src/usecases/record-notifications.ts";
import { CHANNEL, silentLogger, T0 } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { fixture } from "../support/fixture.ts";
import { places, replaced } from "../support/mutate.ts";
import { openTempStore, type TempStore } from "../support/temp-store.ts";
import { key1, signedHeaders } from "../unit/receive/support.ts";

/** A few thousand; `FLOWRUN_MUTATIONS=100000` for a long run. */
const MUTATIONS = Number(process.env["FLOWRUN_MUTATIONS"] ?? 2_000);
/** Delivered at once, so that they share a disk sync. */
const TOGETHER = 50;
/** A long run begins with a new store now and then, as nobody has a flow that fails so often. */
const PER_STORE = 1_000;
const LONGEST_MS = 60 * 60 * 1_000;
const CLIENT_ID = "mutations-client";
const RECIPIENT = new Set(["recipient_client_id", "recipientclientid"]);

/** Whom it is for is said around each, and must not be gainsaid within. */
const FIXTURES = readdirSync(path.join(import.meta.dirname, "../../fixtures/notifications")).map(
  (file): unknown =>
    JSON.parse(
      JSON.stringify(fixture(path.basename(file, ".json")), (key: string, value: unknown) =>
        RECIPIENT.has(key) ? undefined : value,
      ),
    ),
);

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 2, stringUnit: "binary" }),
  fc.constantFrom<unknown>(
    null,
    -1,
    0,
    1e300,
    "",
    [],
    {},
    [[]],
    "FIRING",
    "failed",
    "x".repeat(9_000),
  ),
);
const mutated = fc.constantFrom(...FIXTURES).chain((sample) =>
  fc
    .array(fc.tuple(fc.constantFrom(...places(sample)), json), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce<unknown>((value, [at, by]) => {
        const known = places(value).some((place) => place.join("/") === at.join("/"));
        return known ? replaced(value, at, by) : value;
      }, sample),
    ),
);

let store: TempStore;
beforeAll(async () => {
  store = await openTempStore();
});
afterAll(() => store.close());

interface Delivered {
  readonly received: Received;
  readonly outcomes: readonly Recorded[];
}

/** Signed as Adobe signs, received, and recorded in a real store. */
async function deliver(body: object): Promise<Delivered> {
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  const outcomes: Recorded[] = [];
  const recorder = createRecorder({
    store,
    clock: createFakeClock(),
    logger: silentLogger,
    channels: [CHANNEL],
    newAlertId: () => AlertId.parse(uuidv7()),
    onRecorded: () => undefined,
  });
  const record = async (notifications: readonly Notification[]): Promise<void> => {
    outcomes.push(...(await recorder(notifications)));
  };
  const request = Object.assign(Readable.from([bytes]), {
    headers: signedHeaders(bytes),
  }) as unknown as IncomingMessage;
  const received = await receiveNotifications(request, {
    us: { clientId: CLIENT_ID },
    keys: { find: () => Promise.resolve({ kind: "key", key: createPublicKey(key1.pem) }) },
    record,
    now: () => T0,
    room: createBodyRoom(64 * 1_024 * 1_024),
    validationOrigin: VALIDATION_ORIGIN,
  });
  return { received, outcomes };
}

/** Taken whole: nothing refused, nothing dropped, a recorded row for each notification. */
function expectKept(body: object, { received, outcomes }: Delivered): void {
  if (received.kind !== "taken") {
    throw new Error(`${JSON.stringify(received)} for ${JSON.stringify(body)}`, {
      cause: received.kind === "refused" ? received.error : undefined,
    });
  }
  expect(received.dropped.elements).toBe(0);
  expect(outcomes).toHaveLength(received.notifications.length);
  expect(outcomes.length).toBeGreaterThan(0);
}

test(
  `${MUTATIONS} genuine notifications with anything anywhere are all taken and kept`,
  async () => {
    for (let done = 0; done < MUTATIONS; done += TOGETHER) {
      if (done > 0 && done % PER_STORE === 0) {
        await store.close();
        store = await openTempStore();
      }
      const samples = fc.sample(mutated, { numRuns: TOGETHER, seed: done });
      const bodies = samples.map((event, at) => ({
        event_id: `m-${done + at}`,
        recipient_client_id: CLIENT_ID,
        event,
      }));

      const delivered = await Promise.all(bodies.map(deliver));

      bodies.forEach((body, at) => {
        const result = delivered[at];
        if (result === undefined) throw new Error("not delivered");
        expectKept(body, result);
      });
    }
  },
  LONGEST_MS,
);
