import { describe, expect, test } from "@jest/globals";
import { type AdobeRequest, AdobeRequestError } from "../../../src/adobe/request.ts";
import { createRunReader, type RunsEnd } from "../../../src/adobe/runs.ts";
import { silentLogger } from "../../support/builders.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";

const SPAN = { sandbox: "dev", from: 1_000, until: 2_000 };
const PLATFORM = "https://platform.example";

type Answer = (url: URL, count: number) => Response | Promise<Response>;

interface Reading {
  readonly end: RunsEnd;
  readonly pages: readonly (readonly unknown[])[];
  readonly asked: readonly URL[];
  readonly waitedMs: number;
}

/** Reads the span from what answers, and lets time pass whenever it is waited for. */
async function read(answer: Answer, stopping = new AbortController().signal): Promise<Reading> {
  const clock = createFakeClock();
  const asked: URL[] = [];
  const pages: unknown[][] = [];
  const request: AdobeRequest = async (url, options) => {
    expect(options).toEqual({ sandbox: "dev" });
    asked.push(url);
    return answer(url, asked.length);
  };
  const reader = createRunReader({
    request,
    platformUrl: PLATFORM,
    clock,
    random: () => 1,
    logger: silentLogger,
  });
  const started = clock.now();
  let isOver = false;
  const reading = reader(
    SPAN,
    async (items) => {
      pages.push([...items]);
    },
    stopping,
  ).finally(() => {
    isOver = true;
  });
  await passTime(clock, () => isOver);
  return { end: await reading, pages, asked, waitedMs: clock.now() - started };
}

async function passTime(clock: FakeClock, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.pending() > 0) clock.advance(100);
  }
}

const json = (value: unknown, status = 200, headers = {}): Response =>
  new Response(JSON.stringify(value), { status, headers });
const run = (id: number | string): object => ({ id: String(id), flowId: "f" });
const next = (token: string): object => ({
  next: { href: `/runs?continuationToken=${token}&limit=1` },
});

describe("what is asked", () => {
  test("the span by when runs started, a hundred at a time, on the platform's own address", async () => {
    const { asked } = await read(() => json({ items: [], _links: {} }));

    expect(asked.map(({ origin, pathname }) => origin + pathname)).toEqual([
      `${PLATFORM}/data/foundation/flowservice/runs`,
    ]);
    expect([...(asked[0]?.searchParams ?? [])]).toEqual([
      ["property", "metrics.durationSummary.startedAtUTC>999"],
      ["property", "metrics.durationSummary.startedAtUTC<2000"],
      ["limit", "100"],
    ]);
  });

  test("page after page, by the token alone, wherever the link leads", async () => {
    const { end, pages, asked } = await read((_url, count) =>
      count < 3
        ? json({
            items: [run(count)],
            _links: { next: { href: `https://evil.example/x?continuationToken=t%2B${count}` } },
          })
        : json({ items: [run(3)], _links: { next: null } }),
    );

    expect(end).toEqual({ kind: "complete" });
    expect(pages).toEqual([[run(1)], [run(2)], [run(3)]]);
    expect(asked.map(({ host }) => host)).toEqual(Array(3).fill("platform.example"));
    expect(asked.map(({ searchParams }) => searchParams.get("continuationToken"))).toEqual([
      null,
      "t+1",
      "t+2",
    ]);
    expect(asked.every(({ searchParams }) => searchParams.getAll("property").length === 2)).toBe(
      true,
    );
  });
});

describe("paging that never ends is ended", () => {
  test("a token that was there before", async () => {
    const { end, asked } = await read((_url, count) =>
      json({ items: [run(count)], _links: next("same") }),
    );

    expect(end).toEqual({ kind: "unavailable", reason: "page repeats itself" });
    expect(asked).toHaveLength(2);
  });

  test("the same runs under ever other tokens; each run is handed on once", async () => {
    const { end, pages, asked } = await read((_url, count) =>
      json({ items: [run("a"), run("b")], _links: next(`t${count}`) }),
    );

    expect(end).toEqual({ kind: "unavailable", reason: "page repeats itself" });
    expect(pages).toEqual([[run("a"), run("b")]]);
    expect(asked.length).toBeLessThanOrEqual(12);
  });

  test("empty pages; a few of them are none", async () => {
    const endless = await read((_url, count) => json({ items: [], _links: next(`t${count}`) }));
    const few = await read((_url, count) =>
      count < 6
        ? json({ items: [], _links: next(`t${count}`) })
        : json({ items: [run(1)], _links: {} }),
    );

    expect(endless.end).toEqual({ kind: "unavailable", reason: "page repeats itself" });
    expect(few).toMatchObject({ end: { kind: "complete" }, pages: [[run(1)]] });
  });

  test("ever new runs", async () => {
    const { end, asked } = await read((_url, count) =>
      json({ items: [run(count)], _links: next(`t${count}`) }),
    );

    expect(end).toEqual({ kind: "unavailable", reason: "endless paging" });
    expect(asked).toHaveLength(500);
  });
});

describe("answers that are none", () => {
  test.each<[string, () => Response, string]>([
    ["half of the JSON", () => new Response('{"items":[{"id":'), "not JSON"],
    ["a page of HTML", () => new Response("<html>Maintenance</html>"), "not JSON"],
    ["a text where the list belongs", () => json({ items: "none" }), "no list of runs"],
    ["no list", () => json({ count: 3 }), "no list of runs"],
    ["a list alone", () => json([run(1)]), "no list of runs"],
    ["a number as the link", () => json({ items: [], _links: { next: 7 } }), "no list of runs"],
    [
      "a link without a token",
      () => json({ items: [run(1)], _links: { next: { href: "/runs?limit=1" } } }),
      "next page without a token",
    ],
    ["17 MB", () => new Response("x".repeat(17 * 1024 * 1024)), "too large"],
    ["500", () => json({}, 500), "status 500"],
  ])(
    "%s: tried five times, then given up, and nothing is handed on",
    async (_what, answer, reason) => {
      const { end, asked, pages } = await read(answer);

      expect(end).toEqual({ kind: "unavailable", reason });
      expect(asked).toHaveLength(5);
      expect(pages).toEqual([]);
    },
  );

  test("no connection", async () => {
    const { end } = await read(() => Promise.reject(new AdobeRequestError("no_answer_in_time")));

    expect(end).toEqual({ kind: "unavailable", reason: "no answer in time" });
  });

  test("what passes is read on", async () => {
    const { end, pages } = await read((_url, count) =>
      count === 1 ? json({}, 503) : json({ items: [run(1)] }),
    );

    expect({ end, pages }).toEqual({ end: { kind: "complete" }, pages: [[run(1)]] });
  });

  test("a rate limit's Retry-After is honoured", async () => {
    const { end, waitedMs } = await read((_url, count) =>
      count === 1 ? json({}, 429, { "retry-after": "90" }) : json({ items: [] }),
    );

    expect(end).toEqual({ kind: "complete" });
    expect(waitedMs).toBeGreaterThanOrEqual(90_000);
    expect(waitedMs).toBeLessThan(92_000);
  });

  test.each([
    [400, "status 400"],
    [401, "token not accepted"],
    [403, "status 403"],
    [404, "status 404"],
  ])("%i is not tried again", async (status, reason) => {
    const { end, asked } = await read(() => json({}, status));

    expect(end).toEqual({ kind: "refused", reason });
    expect(asked).toHaveLength(1);
  });

  test("nor is a secret that IMS does not know", async () => {
    const { end, asked } = await read(() =>
      Promise.reject(new AdobeRequestError("no_token", "invalid_client")),
    );

    expect(end).toEqual({ kind: "refused", reason: "no access token: invalid_client" });
    expect(asked).toHaveLength(1);
  });
});

test("stopping ends it at once, also while Adobe does not answer", async () => {
  const stopping = new AbortController();
  const { end } = await read(() => {
    stopping.abort();
    return new Promise(() => undefined);
  }, stopping.signal);

  expect(end).toEqual({ kind: "stopped" });
});
