import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import type { CallOutcome, LookOutcome } from "../../../src/domain/delivery.ts";
import { AlertId, ChannelId, MessageTs } from "../../../src/domain/ids.ts";
import type { Logger } from "../../../src/logger.ts";
import { createOutboxWorker, type OutboxWorker } from "../../../src/outbox/worker.ts";
import type { ClaimedDelivery } from "../../../src/store/delivery-port.ts";
import type { Queries, Store } from "../../../src/store/store.ts";
import { createRecorder } from "../../../src/usecases/record-notifications.ts";
import { aFailedRun, aNotification, MINUTE, silentLogger, T0 } from "../../support/builders.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { openTempStore, type TempStore } from "../../support/temp-store.ts";

const A = ChannelId.parse("C0A");
const B = ChannelId.parse("C0B");

const SAID: CallOutcome = { kind: "said", ts: MessageTs.parse("1764.0001") };

/** One call of the worker to Slack, which ends when the test says so. */
interface SaidCall {
  readonly delivery: ClaimedDelivery;
  readonly mayBeRepeat: boolean;
  readonly end: (outcome: CallOutcome | Error) => void;
}

/** Hands out what happens, in order, as it happens. */
function createStream<T>(): { push: (item: T) => void; next: () => Promise<T>; rest: () => T[] } {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    push(item) {
      const first = waiting.shift();
      if (first === undefined) items.push(item);
      else first(item);
    },
    next() {
      const item = items.shift();
      return item === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(item);
    },
    rest: () => items.splice(0),
  };
}

/** Where the clock of these tests begins. */
const NOW = createFakeClock().now();

let store: TempStore;
let clock: FakeClock;
let calls: ReturnType<typeof createStream<SaidCall>>;
let logs: ReturnType<typeof createStream<{ msg: string; fields: Record<string, unknown> }>>;
let workers: OutboxWorker[];
/** What looking for a message that may stand already answers. */
let found: LookOutcome;
let looks: ClaimedDelivery[];

beforeEach(async () => {
  found = { kind: "absent" };
  looks = [];
  store = await openTempStore();
  clock = createFakeClock();
  calls = createStream();
  logs = createStream();
  workers = [];
});

afterEach(async () => {
  for (const { end } of calls.rest()) end(SAID);
  await Promise.all(workers.map((worker) => worker.stop()));
  await store.close();
});

function aWorker({
  using = store,
  postsPerSecond = 1_000,
  workerId = "worker-1",
}: {
  using?: Store;
  postsPerSecond?: number;
  workerId?: string;
} = {}): OutboxWorker {
  const log = (fields: object, msg: string): void => logs.push({ msg, fields: { ...fields } });
  const logger: Logger = { ...silentLogger, info: log, warn: log, error: log };
  const worker = createOutboxWorker({
    store: using,
    find: async (delivery) => {
      looks.push(delivery);
      return found;
    },
    say: (delivery, { mayBeRepeat }) =>
      new Promise((resolve, reject) => {
        calls.push({
          delivery,
          mayBeRepeat,
          end: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
        });
      }),
    clock,
    logger,
    postsPerSecond,
    workerId,
    random: () => 1,
  });
  workers.push(worker);
  return worker;
}

let lastRun = 0;

/** A new alert whose card is wanted in these channels. */
async function wantCard(channels: readonly ChannelId[], worker?: OutboxWorker): Promise<void> {
  lastRun += 1;
  const record = createRecorder({
    store,
    clock,
    logger: silentLogger,
    channels,
    newAlertId: () => AlertId.parse(uuidv7()),
    onRecorded: () => worker?.wake(),
  });
  const ids = { runId: `run-${lastRun}`, flowId: `flow-${lastRun}` };
  await record([aNotification(aFailedRun({ ...ids, at: T0 + lastRun * MINUTE }))]);
}

/** Lets time pass between two moments at which nothing is under way in the worker. */
async function advance(ms: number): Promise<void> {
  await turns();
  clock.advance(ms);
  await turns();
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function logged(msg: string): Promise<Record<string, unknown>> {
  for (;;) {
    const line = await logs.next();
    if (line.msg === msg) return line.fields;
  }
}

function alertOf({ subject }: ClaimedDelivery): AlertId {
  if (subject.kind !== "alert") throw new Error("not of an alert");
  return subject.alertId;
}

/** What another process would find to do a good while later. */
function waitingLater(): Promise<number> {
  return store.read.deliveries.countWaiting();
}

describe("claim, say, settle", () => {
  test("the intent is on disk before the call, the outcome after it", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();

    const { delivery, end } = await calls.next();
    const duringCall = await store.write((queries) => claimOf(queries, A));
    end(SAID);
    const fields = await logged("delivery said");

    expect(delivery).toMatchObject({ channel: A, attempt: 1, revision: 1, attemptedAt: NOW });
    expect(duringCall).toBeUndefined();
    expect(fields).toMatchObject({
      deliveryId: delivery.deliveryId,
      ...delivery.subject,
      channel: A,
      revision: 1,
      attempt: 1,
      outcome: SAID,
      kept: true,
    });
    expect(await store.read.deliveries.cardOf(alertOf(delivery), A)).toBe("1764.0001");
    expect(await waitingLater()).toBe(0);
  });

  test("nothing is said before the start, and nothing where nothing is wanted", async () => {
    const worker = aWorker();
    await wantCard([A], worker);
    worker.wake();
    expect(calls.rest()).toEqual([]);

    await worker.start();
    (await calls.next()).end(SAID);
    await logged("delivery said");
    worker.wake();
    await worker.stop();

    expect(calls.rest()).toEqual([]);
  });

  test("what is wanted later is said when woken", async () => {
    const worker = aWorker();
    await worker.start();

    await wantCard([A], worker);
    const { delivery, end } = await calls.next();
    end(SAID);
    await logged("delivery said");

    expect(delivery.channel).toBe(A);
  });

  test("what changed during the call is said after it, as an update of the same message", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();

    const first = await calls.next();
    const { subject } = first.delivery;
    for (const revision of [2, 3, 4]) {
      await store.write(({ deliveries }) =>
        deliveries.want({ subject, channel: A, revision, now: clock.now() }),
      );
      worker.wake();
    }
    first.end(SAID);
    const second = await calls.next();
    second.end(SAID);
    await logged("delivery said");
    await logged("delivery said");

    expect(second.delivery).toMatchObject({ subject, revision: 4, ts: "1764.0001", attempt: 1 });
    expect(await waitingLater()).toBe(0);
    expect(calls.rest()).toEqual([]);
  });

  test("a fault while rendering is recorded and tried again later, and the others go on", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();

    const broken = await calls.next();
    broken.end(new Error("cannot draw"));
    const failed = await logged("delivery could not be rendered");
    await logged("delivery not said");
    await wantCard([A], worker);
    await advance(1);
    const other = await calls.next();
    other.end(SAID);
    await logged("delivery said");

    expect(failed).toMatchObject({ deliveryId: broken.delivery.deliveryId });
    expect(other.delivery.deliveryId).not.toBe(broken.delivery.deliveryId);
    expect(worker.isHealthy()).toBe(true);
    await advance(1_000);
    const again = await calls.next();
    expect(again.delivery).toMatchObject({ deliveryId: broken.delivery.deliveryId, attempt: 2 });
    expect(again.delivery.uncertainSince).toBeUndefined();
    again.end(SAID);
    await logged("delivery said");
  });

  test("an unknown outcome is looked for, and said again after growing pauses", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();

    for (const [index, pauseMs] of [2_000, 2_000, 4_000].entries()) {
      const { delivery, mayBeRepeat, end } = await calls.next();
      expect(delivery).toMatchObject({ attempt: index + 1 });
      expect(mayBeRepeat).toBe(false);
      expect(looks).toHaveLength(index);
      end({ kind: "unknown", error: "ETIMEDOUT" });
      await logged("delivery not said");
      await advance(pauseMs - 1);
      expect(calls.rest()).toEqual([]);
      await advance(1);
    }
    (await calls.next()).end(SAID);
    await logged("delivery said");

    expect(await waitingLater()).toBe(0);
  });

  async function afterUnknownOutcome(look: LookOutcome): Promise<ClaimedDelivery> {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();
    const first = await calls.next();
    first.end({ kind: "unknown", error: "ETIMEDOUT" });
    await logged("delivery not said");
    found = look;
    return first.delivery;
  }

  test("a message that stands is taken over, and not said again", async () => {
    const ts = MessageTs.parse("1764.0007");
    const first = await afterUnknownOutcome({ kind: "found", ts, revision: 1 });
    await advance(2_000);
    await logged("looked for a message that may stand already");
    await turns();

    expect(looks).toMatchObject([{ deliveryId: first.deliveryId, uncertainSince: NOW }]);
    expect(calls.rest()).toEqual([]);
    expect(await store.read.deliveries.cardOf(alertOf(first), A)).toBe(ts);
    expect(await waitingLater()).toBe(0);
  });

  test("a message that stands in an older revision is changed", async () => {
    const ts = MessageTs.parse("1764.0007");
    const first = await afterUnknownOutcome({ kind: "found", ts, revision: 1 });
    await store.write(({ deliveries }) =>
      deliveries.want({ subject: first.subject, channel: A, revision: 2, now: clock.now() }),
    );
    await advance(2_000);

    const { delivery, mayBeRepeat, end } = await calls.next();
    end(SAID);
    expect(delivery).toMatchObject({ ts, revision: 2 });
    expect(mayBeRepeat).toBe(false);
  });

  test("where nothing can be looked for, it is said again with the words", async () => {
    await afterUnknownOutcome({ kind: "unreadable", error: "not_in_channel" });
    await advance(2_000);

    const { mayBeRepeat, end } = await calls.next();
    end({ kind: "rate_limited", retryAfterMs: 3_000 });
    await logged("delivery not said");
    await advance(3_000);
    const again = await calls.next();
    again.end(SAID);

    expect([mayBeRepeat, again.mayBeRepeat]).toEqual([true, true]);
  });

  test("looking that fails is tried again for two minutes; then it is said with the words", async () => {
    await afterUnknownOutcome({ kind: "unavailable", error: "http_500" });
    for (let second = 0; second < 119; second += 1) await advance(1_000);
    expect(calls.rest()).toEqual([]);
    expect(looks.length).toBeGreaterThan(3);

    for (let second = 0; second < 120; second += 1) await advance(1_000);
    const { mayBeRepeat, end } = await calls.next();
    end(SAID);

    expect(mayBeRepeat).toBe(true);
  });

  test("what a dead process left is looked for a little after its attempt", async () => {
    await wantCard([A]);
    await store.write((queries) => claimOf(queries, A));
    clock.advance(500);
    const worker = aWorker();
    await worker.start();
    await advance(1_499);
    expect([looks, calls.rest()]).toEqual([[], []]);

    await advance(1);
    const { mayBeRepeat, end } = await calls.next();
    end(SAID);

    expect(looks).toMatchObject([{ uncertainSince: NOW }]);
    expect(mayBeRepeat).toBe(false);
  });

  test("a change whose outcome is unknown is made again without looking", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();
    const first = await calls.next();
    first.end(SAID);
    await logged("delivery said");
    await store.write(({ deliveries }) =>
      deliveries.want({
        subject: first.delivery.subject,
        channel: A,
        revision: 2,
        now: clock.now(),
      }),
    );
    worker.wake();
    (await calls.next()).end({ kind: "unknown", error: "ETIMEDOUT" });
    await logged("delivery not said");
    await advance(2_000);
    const again = await calls.next();
    again.end(SAID);

    expect(again.delivery.ts).toBe("1764.0001");
    expect([looks, again.mayBeRepeat]).toEqual([[], false]);
  });

  test("what is refused for good is not tried again", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();

    (await calls.next()).end({ kind: "refused", error: "is_archived" });
    await logged("delivery not said");
    await advance(60 * MINUTE);
    worker.wake();
    await worker.stop();

    expect(calls.rest()).toEqual([]);
    expect(await store.read.deliveries.countRefused()).toBe(1);
  });
});

function claimOf(queries: Queries, channel: ChannelId): Promise<ClaimedDelivery | undefined> {
  const now = clock.now();
  return queries.deliveries.claim({ channel, now, leaseBy: "other", leaseUntil: now + 1 });
}

describe("channels", () => {
  test("two do not wait for one another", async () => {
    const worker = aWorker();
    await wantCard([A, B]);
    await worker.start();

    const one = await calls.next();
    const other = await calls.next();
    other.end(SAID);
    const said = await logged("delivery said");

    expect([one.delivery.channel, other.delivery.channel].toSorted()).toEqual([A, B]);
    expect(said).toMatchObject({ channel: other.delivery.channel });
    one.end(SAID);
    await logged("delivery said");
  });

  test("in one, only one call at a time is under way", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await wantCard([A]);
    await worker.start();

    const first = await calls.next();
    worker.wake();
    await wantCard([B], worker);
    const elsewhere = await calls.next();
    const underWay = calls.rest();
    first.end(SAID);
    await logged("delivery said");
    await advance(1);
    const second = await calls.next();

    expect(elsewhere.delivery.channel).toBe(B);
    expect(underWay).toEqual([]);
    expect(second.delivery.channel).toBe(A);
    second.end(SAID);
    elsewhere.end(SAID);
  });

  test("a rate limit stops one channel, and not the other", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();
    (await calls.next()).end({ kind: "rate_limited", retryAfterMs: 7_000 });
    await logged("delivery not said");

    await wantCard([A, B], worker);
    const other = await calls.next();
    other.end(SAID);
    await logged("delivery said");
    await advance(6_999);
    expect(calls.rest()).toEqual([]);
    await advance(1);
    const again = await calls.next();

    expect(other.delivery.channel).toBe(B);
    expect(again.delivery).toMatchObject({ channel: A, attempt: 1 });
    again.end(SAID);
    await logged("delivery said");
  });

  test("a token that is refused stops everything", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();
    (await calls.next()).end({ kind: "login_refused", error: "token_revoked" });
    await logged("delivery not said");

    await wantCard([B], worker);
    await advance(29_999);
    expect(calls.rest()).toEqual([]);
    await advance(1);
    const again = [await calls.next(), await calls.next()];

    expect(again.map(({ delivery }) => delivery.channel).toSorted()).toEqual([A, B]);
    for (const { end } of again) end(SAID);
  });

  test("posts keep the pace; changes of what stands do not wait for it", async () => {
    const worker = aWorker({ postsPerSecond: 0.5 });
    await wantCard([A]);
    await worker.start();
    const first = await calls.next();
    first.end(SAID);
    await logged("delivery said");

    await wantCard([A], worker);
    const { subject } = first.delivery;
    await store.write(({ deliveries }) =>
      deliveries.want({ subject, channel: A, revision: 2, now: clock.now() }),
    );
    worker.wake();
    const change = await calls.next();
    change.end(SAID);
    await logged("delivery said");
    const early = calls.rest();
    await advance(2_000);
    const second = await calls.next();

    expect(change.delivery).toMatchObject({ subject, revision: 2, ts: "1764.0001" });
    expect(early).toEqual([]);
    expect(second.delivery.ts).toBeUndefined();
    second.end(SAID);
    await logged("delivery said");
  });
});

describe("stop and start", () => {
  test("stop takes up nothing new, and waits until what is under way is settled", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await wantCard([A]);
    await worker.start();
    const { end } = await calls.next();

    let stopped = false;
    const stopping = worker.stop().then(() => {
      stopped = true;
    });
    await store.read.deliveries.countWaiting();
    const stoppedDuringCall = stopped;
    end(SAID);
    await stopping;
    await advance(10 * MINUTE);

    expect(stoppedDuringCall).toBe(false);
    expect(await logged("delivery said")).toMatchObject({ kept: true });
    expect(calls.rest()).toEqual([]);
    expect(await waitingLater()).toBe(1);
    expect(clock.pending()).toBe(0);
  });

  test("a worker that died during a call leaves a lease; the next one looks whether it was said", async () => {
    const dead = aWorker({ workerId: "dead" });
    await wantCard([A]);
    await dead.start();
    const lost = await calls.next();

    const next = aWorker({ workerId: "next" });
    await next.start();
    await advance(2_000);
    const again = await calls.next();
    again.end(SAID);
    await logged("delivery said");
    lost.end({ kind: "said", ts: MessageTs.parse("1764.9999") });
    const late = await logged("delivery said");

    expect(again.delivery).toMatchObject({
      deliveryId: lost.delivery.deliveryId,
      attempt: 2,
    });
    expect(looks).toHaveLength(1);
    expect(late).toMatchObject({ kept: false });
    expect(await store.read.deliveries.cardOf(alertOf(again.delivery), A)).toBe("1764.0001");
  });
});

describe("trouble with the store", () => {
  /** The store, failing while `broken` says so. */
  function fragile(broken: () => boolean): Store {
    const { deliveries } = store.read;
    const fail = () => Promise.reject(new Error("the disk is full"));
    return {
      ...store,
      read: {
        ...store.read,
        deliveries: {
          ...deliveries,
          dueChannels: (now) => (broken() ? fail() : deliveries.dueChannels(now)),
          nextDueAt: () => (broken() ? fail() : deliveries.nextDueAt()),
        },
      },
      write: (work) => (broken() ? fail() : store.write(work)),
    };
  }

  test("is not health, and passes by itself", async () => {
    let broken = false;
    const worker = aWorker({ using: fragile(() => broken) });
    await worker.start();
    await wantCard([A]);
    expect(worker.isHealthy()).toBe(true);

    broken = true;
    worker.wake();
    const fields = await logged("outbox cannot use the store");
    const healthyDuring = worker.isHealthy();
    broken = false;
    await advance(1_000);
    (await calls.next()).end(SAID);
    await logged("delivery said");

    expect(fields).toEqual({ err: expect.objectContaining({ message: "the disk is full" }) });
    expect(healthyDuring).toBe(false);
    expect(worker.isHealthy()).toBe(true);
  });

  test("while an outcome is recorded costs time, but the outcome is not forgotten", async () => {
    let broken = false;
    const worker = aWorker({ using: fragile(() => broken) });
    await wantCard([A]);
    await worker.start();

    const first = await calls.next();
    broken = true;
    first.end(SAID);
    await logged("outbox cannot use the store");
    const healthyDuring = worker.isHealthy();
    broken = false;
    await advance(1_000);
    const fields = await logged("delivery said");
    await advance(2 * MINUTE);

    expect(healthyDuring).toBe(false);
    expect(fields).toMatchObject({ deliveryId: first.delivery.deliveryId, kept: true });
    expect(calls.rest()).toEqual([]);
    expect(await waitingLater()).toBe(0);
  });

  test("a channel that refuses us is known until something can be said there again", async () => {
    const worker = aWorker();
    await wantCard([A]);
    await worker.start();
    (await calls.next()).end({ kind: "channel_refused", error: "not_in_channel" });
    await logged("delivery not said");
    const refusing = [...worker.refusingChannels()];
    await advance(1_000);
    (await calls.next()).end(SAID);
    await logged("delivery said");

    expect(refusing).toEqual([[A, "not_in_channel"]]);
    expect(worker.refusingChannels().size).toBe(0);
  });

  test("does not end the worker while it stops", async () => {
    let broken = false;
    const worker = aWorker({ using: fragile(() => broken) });
    await wantCard([A]);
    await worker.start();
    const { end } = await calls.next();

    broken = true;
    const stopping = worker.stop();
    end(SAID);

    await expect(stopping).resolves.toBeUndefined();
    expect(clock.pending()).toBe(0);
  });
});
