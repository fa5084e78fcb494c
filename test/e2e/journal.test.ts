import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { JournalFault } from "../../src/simulator/adobe/journal/faults.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { isoUtc } from "../../src/slack/dates.ts";
import { adobeRequest } from "../support/adobe-request.ts";
import { breakTable } from "../support/break-store.ts";
import { DANA, MINUTE } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { flatReport } from "../support/flat-report.ts";
import { flatRun } from "../support/flat-run.ts";
import { answerTo, cardSaying } from "../support/messages.ts";
import { CLIENT_ID, type Flowrun, startFlowrun } from "../support/start-flowrun.ts";

const HOUR = 60 * MINUTE;
const LOOKED = "looked into Adobe's journal";
const TROUBLE = "Adobe's journal cannot be read on";

let flowrun: Flowrun;
let clock: FakeClock;
let now: number;
let looks: number;

beforeEach(() => {
  clock = createFakeClock();
  now = clock.now();
  looks = 0;
});
afterEach(async () => {
  await flowrun.close();
});

/** Starts, with this in the journal already, and waits for the first look at it. */
async function start(
  before: (journal: Simulator["adobe"]["journal"]) => void = () => undefined,
  options: Parameters<typeof startFlowrun>[0] = {},
): Promise<void> {
  flowrun = await startFlowrun({
    clock,
    adobeRequest,
    prepare: ({ adobe }) => before(adobe.journal),
    ...options,
    simulator: { now: () => clock.now(), journalPageSize: 2, ...options.simulator },
  });
  await nextLook();
}

async function nextLook(): Promise<void> {
  looks += 1;
  await flowrun.logged(LOOKED, looks);
}

async function lookAfter(ms: number): Promise<void> {
  clock.advance(ms);
  await nextLook();
}

/** Several cards in one channel are paced, so time must pass a little between them. */
async function cardsSaying(...names: readonly string[]): Promise<void> {
  const deadline = Date.now() + 4_000;
  const missing = (): string[] =>
    names.filter((name) => !cards().some((text) => text.includes(name)));
  while (missing().length > 0 && Date.now() < deadline) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1);
  }
  expect(missing()).toEqual([]);
}

/** Lets the outbox say all that waits, its pauses included. */
async function quiet(): Promise<void> {
  for (let step = 0; step < 100; step += 1) {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(20);
  }
}

const linesWith = (msg: string): readonly Record<string, unknown>[] =>
  flowrun.logs().filter((line) => line["msg"] === msg);
const outcomes = (): unknown[] => linesWith("notification recorded").map(({ outcome }) => outcome);
const cards = (): string[] => flowrun.simulator.slack.messages().map(({ text }) => text);

describe("what is read", () => {
  test("on start, what was missed within a day, page by page; after a restart, what followed", async () => {
    await start((journal) => {
      journal.add(flatRun({ flowId: "old", flowName: "Two days ago" }), { at: now - 48 * HOUR });
      for (const name of ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]) {
        journal.add(flatRun({ flowId: name, flowName: name }), { at: now - HOUR });
      }
    });
    await cardsSaying("Alpha", "Beta", "Gamma", "Delta", "Epsilon");
    expect(cards()).toHaveLength(5);

    await flowrun.stopApp();
    flowrun.simulator.adobe.journal.add(flatRun({ flowId: "z", flowName: "Zeta" }));
    await flowrun.startApp();
    await cardsSaying("Zeta");

    const { requests } = flowrun.simulator.adobe.journal;
    expect(requests()[0]).toContain("?seek=-PT24H");
    expect(requests().filter((path) => path.includes("seek"))).toHaveLength(1);
    expect(cards()).toHaveLength(6);
  });

  test("where no webhook ever came, every ten seconds", async () => {
    await start();

    flowrun.simulator.adobe.journal.add(flatRun());
    clock.advance(9_999);
    const before = flowrun.simulator.adobe.journal.requests().length;
    await lookAfter(1);
    await cardSaying(flowrun.simulator, "Orders to Profile");

    expect(before).toBe(1);
  });

  test("while the webhook works, every five minutes", async () => {
    await start();
    await flowrun.simulator.adobe.post(flatRun());
    await lookAfter(10_000);
    const before = flowrun.simulator.adobe.journal.requests().length;

    clock.advance(5 * MINUTE - 1);
    expect(flowrun.simulator.adobe.journal.requests()).toHaveLength(before);
    await lookAfter(1);

    expect(flowrun.simulator.adobe.journal.requests()).toHaveLength(before + 1);
  });

  test("a run told by both, in two wrappings, is one", async () => {
    await start();
    const run = flatRun();
    const envelope = { event_id: "e-1", recipient_client_id: CLIENT_ID, event: run };

    await flowrun.simulator.adobe.post(envelope);
    flowrun.simulator.adobe.journal.add(envelope);
    flowrun.simulator.adobe.journal.add(run);
    await lookAfter(10_000);

    expect(outcomes()).toEqual(["new", "duplicate", "nothing_new"]);
    expect(cards()).toHaveLength(1);
  });

  test("entries of any kind: what is not understood is kept, and its neighbours are not hurt", async () => {
    await start((journal) => {
      for (const event of [null, 7, "text", [], {}, { event: 1 }, [[["deep"]]], flatRun()]) {
        journal.add(event);
      }
    });
    await cardsSaying("Orders to Profile");

    await flowrun.simulator.slack.command(DANA, "/flowrun status");
    await answerTo(flowrun.simulator, DANA, "not understood");
    expect(outcomes().filter((outcome) => outcome === "not_understood")).toHaveLength(6);
    const metrics = await (await fetch(`${flowrun.url}/metrics`)).text();
    expect(metrics).toContain('flowrun_received_total{outcome="not_understood"} 6');
    expect(metrics).toContain('flowrun_received_total{outcome="recorded"} 1');
  });

  test("a long one in turns, a hundred pages each; every entry once", async () => {
    await start((journal) => {
      for (let index = 0; index < 210; index += 1) {
        journal.add(flatRun({ status: "success", at: now - index * MINUTE }));
      }
    });
    expect(outcomes()).toHaveLength(200);

    await lookAfter(0);

    expect(outcomes().filter((outcome) => outcome === "new")).toHaveLength(210);
    expect(linesWith(LOOKED).map(({ pauseMs }) => pauseMs)).toEqual([0, 10_000]);
  });

  test("what the webhook brought already is walked through ever slower", async () => {
    await start();
    const known = flatRun();
    await flowrun.simulator.adobe.post(known);
    for (let index = 0; index < 402; index += 1) flowrun.simulator.adobe.journal.add(known);

    await lookAfter(10_000);
    await lookAfter(1_000);
    await lookAfter(2_000);

    expect(linesWith(LOOKED).map(({ pauseMs }) => pauseMs)).toEqual([
      10_000, 1_000, 2_000, 300_000,
    ]);
  });

  test("nothing is lost when the store fails: the place stays", async () => {
    await start();
    flowrun.simulator.adobe.journal.add(flatRun());
    const { mend } = breakTable(flowrun.dataDir, "notifications");
    await lookAfter(10_000);
    mend();
    await lookAfter(10_000);

    await cardSaying(flowrun.simulator, "Orders to Profile");
    expect(linesWith(TROUBLE)).toHaveLength(1);
  });
});

describe("what is history", () => {
  test("an old failure that later recovered is not said; one that still stands is", async () => {
    await start((journal) => {
      journal.add(
        flatRun({ flowId: "a", flowName: "Alpha", status: "success", at: now - 4 * HOUR }),
      );
      journal.add(flatRun({ flowId: "b", flowName: "Beta", at: now - 3 * HOUR }));
      journal.add(flatRun({ flowId: "a", flowName: "Alpha", at: now - 5 * HOUR }));
    });
    await cardSaying(flowrun.simulator, "Beta");

    await flowrun.simulator.slack.command(DANA, "/flowrun list failed");
    await answerTo(flowrun.simulator, DANA, "Alpha");
    expect(cards()).toHaveLength(1);
    expect(linesWith("read Adobe's journal to its end")).toEqual([
      expect.objectContaining({ cardsDue: 1, cardsOfHistory: 1 }),
    ]);

    await flowrun.simulator.adobe.post(flatRun({ flowId: "a", flowName: "Alpha", at: now }));
    await cardsSaying("Failed: Alpha");
    const status = await (await fetch(`${flowrun.url}/metrics`)).text();
    expect(status).toContain("flowrun_outbox_waiting 0");
  });

  test("so with Adobe's rules: what fired and ceased long ago is not said, what fires still is", async () => {
    const rule = "sources_ingestion_error_rate_exceeded";
    await start((journal) => {
      const old = { rule, flowId: "a" };
      journal.add(flatReport({ ...old, firing: false, at: now - 3 * HOUR }));
      journal.add(flatReport({ ...old, at: now - 5 * HOUR }));
      journal.add(flatReport({ rule, flowId: "b", at: now - 4 * HOUR }));
    });

    await cardSaying(flowrun.simulator, "High error rate: flow b");

    expect(cards()).toHaveLength(1);
    expect(linesWith("read Adobe's journal to its end")).toEqual([
      expect.objectContaining({ cardsDue: 1, cardsOfHistory: 1 }),
    ]);
  });

  test("what failed and recovered within the hour is news", async () => {
    await start((journal) => {
      journal.add(flatRun({ at: now - 40 * MINUTE }));
      journal.add(flatRun({ status: "success", at: now - 10 * MINUTE }));
    });

    expect((await cardSaying(flowrun.simulator, "Orders to Profile")).text).toContain("Recovered");
  });

  test("a card that stands is told of an old recovery", async () => {
    await start();
    await flowrun.simulator.adobe.post(flatRun({ at: now - 3 * HOUR }));
    await cardSaying(flowrun.simulator, "Failed");

    flowrun.simulator.adobe.journal.add(flatRun({ status: "success", at: now - 2 * HOUR }));
    await lookAfter(10_000);

    await cardSaying(flowrun.simulator, "Recovered");
    expect(cards()).toHaveLength(1);
  });

  test("cards wait a quarter of an hour at most, whatever becomes of the reading", async () => {
    let asked = 0;
    await start((journal) => journal.add(flatRun({ at: now - 2 * HOUR })), {
      adobeRequest: async (url, options) => {
        asked += 1;
        if (asked > 1) throw new Error("connection lost");
        return adobeRequest(url, options);
      },
    });
    expect(cards()).toEqual([]);

    clock.advance(15 * MINUTE);

    await cardSaying(flowrun.simulator, "Failed");
  });
});

describe("what goes wrong", () => {
  test.each<[JournalFault, string, number]>([
    ["repeat", "page repeats itself", 10_000],
    ["other_host", "link to another host", 10_000],
    ["no_link", "page without a next link", 10_000],
    ["truncated", "not_json", 10_000],
    ["html", "not_json", 10_000],
    ["wrong_types", "no list of events", 10_000],
    ["status500", "status 500", 10_000],
    ["rate_limited", "status 429", 30_000],
    ["endless", "empty pages", 10_000],
  ])("%s: told as '%s', bounded, and read on afterwards", async (fault, reason, pauseMs) => {
    const hosts = new Set<string>();
    await start(
      (journal) => {
        journal.add(flatRun({ flowId: "a", flowName: "Alpha" }));
        journal.setFault(fault);
      },
      {
        adobeRequest: (url, options) => {
          hosts.add(url.hostname);
          return adobeRequest(url, options);
        },
      },
    );
    const asked = flowrun.simulator.adobe.journal.requests().length;
    const answer = await flowrun.simulator.adobe.post(flatRun({ flowId: "w", flowName: "Web" }));

    flowrun.simulator.adobe.journal.setFault(false);
    flowrun.simulator.adobe.journal.add(flatRun({ flowId: "b", flowName: "Beta" }));
    clock.advance(pauseMs - 1);
    expect(flowrun.simulator.adobe.journal.requests()).toHaveLength(asked);
    await lookAfter(1);

    await cardsSaying("Alpha", "Beta", "Web");
    expect(answer.status).toBe(200);
    expect(asked).toBeLessThanOrEqual(100);
    expect(linesWith(TROUBLE)).toEqual([expect.objectContaining({ reason, pauseMs })]);
    expect(hosts).toEqual(new Set(["127.0.0.1"]));
    expect(cards()).toHaveLength(3);
  });

  test("the pauses grow up to five minutes", async () => {
    await start((journal) => journal.setFault("status500"));
    for (const pauseMs of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      await lookAfter(pauseMs);
    }

    expect(linesWith(TROUBLE)).toHaveLength(8);
  });

  test("a token that Adobe refuses is told in words, and tried again after five minutes", async () => {
    await start((journal) => journal.setFault("refused"));

    expect(linesWith(LOOKED)).toEqual([expect.objectContaining({ pauseMs: 5 * MINUTE })]);
    expect(flowrun.logs().filter(({ level }) => level === "error")).toEqual([
      expect.objectContaining({
        reason: "status 401",
        msg: expect.stringMatching(/ADOBE_JOURNAL_URL/),
      }),
    ]);
  });

  test("the webhook answers, and the program stops, while the journal hangs", async () => {
    flowrun = await startFlowrun({
      clock,
      adobeRequest,
      prepare: ({ adobe }) => adobe.journal.setFault("slow"),
    });
    const { slack, adobe } = flowrun.simulator;
    await slack.waitFor(() => adobe.journal.requests().length === 1);

    expect((await adobe.post(flatRun())).status).toBe(200);
    clock.advance(60_000);
    await nextLook();
    expect(linesWith(TROUBLE)).toEqual([expect.objectContaining({ reason: "no answer in time" })]);
    clock.advance(10_000);
    await slack.waitFor(() => adobe.journal.requests().length === 2);
    await flowrun.stopApp();
  });
});

describe("a place that Adobe no longer keeps", () => {
  test("is told once, with the span, and the oldest that there is is read", async () => {
    await start();
    const { journal } = flowrun.simulator.adobe;
    journal.add(flatRun({ flowId: "a", flowName: "Alpha" }));
    await lookAfter(10_000);
    const completeAt = clock.now();
    await flowrun.stopApp();

    for (const name of ["Lost", "Lost too", "Kept"]) {
      journal.add(flatRun({ flowId: name, flowName: name }));
    }
    journal.forget(3);
    clock.advance(10 * 24 * HOUR);
    const startedAt = clock.now();
    await flowrun.startApp();
    await cardsSaying("Kept");
    await flowrun.restart();
    await nextLook();
    await quiet();

    const told = cards().filter((text) => text.startsWith("⚠ Notifications may be missing"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(
      `between ${isoUtc(completeAt)} and ${isoUtc(startedAt - 7 * 24 * HOUR)} may be missing`,
    );
    expect(flowrun.logs().filter(({ msg }) => String(msg).includes("may be missing"))).toEqual([
      expect.objectContaining({ level: "warn", from: new Date(completeAt).toISOString() }),
    ]);
    expect(cards().filter((text) => text.includes("Lost"))).toEqual([]);
  });

  test("even the oldest: backs off", async () => {
    await start((journal) => journal.setFault("gone"));

    expect(linesWith(TROUBLE)).toEqual([
      expect.objectContaining({ reason: "status 410", pauseMs: 10_000 }),
    ]);
  });
});

describe("a webhook that is silent", () => {
  /** What stands in the channel beside the alerts' cards, and beneath it. */
  async function told(): Promise<string[]> {
    await quiet();
    return flowrun.simulator.slack
      .messages()
      .filter(({ text }) => text.includes("the webhook"))
      .flatMap(({ text, ts }) => [
        text.split("\n", 1).join(),
        ...flowrun.simulator.slack.replies(ts).map((reply) => reply.text),
      ]);
  }

  const SILENT = "⚠ Adobe does not reach the webhook";

  test("is told once, also across a restart, and told again when it works", async () => {
    await start();
    const { adobe } = flowrun.simulator;
    await adobe.post(flatRun());
    await lookAfter(10_000);

    adobe.journal.add(flatRun());
    adobe.journal.add(flatRun());
    await lookAfter(5 * MINUTE);
    expect(await told()).toEqual([]);
    await lookAfter(5 * MINUTE);
    expect(await told()).toEqual([SILENT]);
    // It is the only source now, so it is read as fast as one.
    await lookAfter(10_000);
    await flowrun.restart();
    await nextLook();
    expect(await told()).toEqual([SILENT]);

    clock.advance(1);
    await adobe.post(flatRun());
    await lookAfter(10_000);

    expect(await told()).toEqual([
      "✅ Adobe reaches the webhook again",
      expect.stringMatching(/^Adobe reaches the webhook again: it was silent for /),
    ]);
    expect(flowrun.logs().filter(({ level }) => level === "error")).toEqual([
      expect.objectContaining({ count: 2 }),
    ]);
  });

  test("is not told of what came up while catching up, nor of what the webhook brought late", async () => {
    await start();
    const { adobe } = flowrun.simulator;
    await adobe.post(flatRun());
    await flowrun.stopApp();
    adobe.journal.add(flatRun());
    await flowrun.startApp();
    await nextLook();

    const late = flatRun();
    adobe.journal.add(late);
    await lookAfter(5 * MINUTE);
    await adobe.post(late);
    for (let look = 0; look < 3; look += 1) await lookAfter(5 * MINUTE);

    expect(await told()).toEqual([]);
    expect(outcomes()).toEqual(["new", "new", "new", "duplicate"]);
  });

  test("is not told where there never was a webhook", async () => {
    await start();
    flowrun.simulator.adobe.journal.add(flatRun());
    for (let look = 0; look < 40; look += 1) await lookAfter(10_000);

    expect(await told()).toEqual([]);
  });
});
