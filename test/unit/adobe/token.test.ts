import type { ServerResponse } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { createTokenSource, type TokenParts } from "../../../src/adobe/token.ts";
import type { Logger } from "../../../src/logger.ts";
import { MINUTE, silentLogger } from "../../support/builders.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { type AdobeServer, sendJson, startAdobeServer } from "./support/adobe-server.ts";

const HOUR = 60 * MINUTE;

function source({ url }: AdobeServer, parts: Partial<TokenParts> = {}) {
  const clock = createFakeClock();
  const tokens = createTokenSource({
    imsUrl: url,
    clientId: "our-client",
    clientSecrets: ["secret-1"],
    scopes: ["openid", "AdobeID"],
    clock,
    random: () => 0,
    logger: silentLogger,
    ...parts,
  });
  return { tokens, clock };
}

/** Issues `token-1`, `token-2`, … */
function issuing(expiresIn: unknown = 86_399) {
  return (_heard: unknown, response: ServerResponse, count: number): void =>
    sendJson(response, { access_token: `token-${count}`, expires_in: expiresIn });
}

describe("a token", () => {
  test("is asked for as OAuth server-to-server wants", async () => {
    const ims = await startAdobeServer(issuing());

    const found = await source(ims).tokens.find();

    expect(found).toEqual({ kind: "token", token: "token-1" });
    const [asked] = ims.heard;
    expect([asked?.method, asked?.path]).toEqual(["POST", "/ims/token/v3"]);
    expect(asked?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "our-client",
      client_secret: "secret-1",
      scope: "openid,AdobeID",
    });
  });

  test("is asked for once by all who want it at the same time", async () => {
    const ims = await startAdobeServer(issuing());
    const { tokens } = source(ims);

    const found = await Promise.all(Array.from({ length: 20 }, () => tokens.find()));

    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(ims.heard).toHaveLength(1);
  });

  test("is kept until five minutes before its end, which is told in seconds", async () => {
    const ims = await startAdobeServer(issuing(3_600));
    const { tokens, clock } = source(ims);
    await tokens.find();

    clock.advance(55 * MINUTE - 1);
    const before = await tokens.find();
    clock.advance(1);
    const after = await tokens.find();

    expect([before, after]).toMatchObject([{ token: "token-1" }, { token: "token-2" }]);
  });

  test.each([0, -5, "soon", null])(
    "that ends at once (%p) does not make us ask all the time",
    async (expiresIn) => {
      const ims = await startAdobeServer(issuing(expiresIn));
      const { tokens, clock } = source(ims);

      await tokens.find();
      clock.advance(29_000);
      await tokens.find();
      expect(ims.heard).toHaveLength(1);

      clock.advance(1_000);
      await tokens.find();
      expect(ims.heard).toHaveLength(2);
    },
  );

  test("is kept for a day at most, whatever is said of it", async () => {
    const ims = await startAdobeServer(issuing(86_399_000));
    const { tokens, clock } = source(ims);
    await tokens.find();

    clock.advance(24 * HOUR);
    await tokens.find();

    expect(ims.heard).toHaveLength(2);
  });

  test("that the platform refused is renewed, but not for every refusal", async () => {
    const ims = await startAdobeServer(issuing());
    const { tokens, clock } = source(ims);
    await tokens.find();

    tokens.discard("token-1");
    const second = await tokens.find();
    tokens.discard("token-1");
    tokens.discard("token-2");
    const same = await tokens.find();
    clock.advance(MINUTE);
    tokens.discard("token-2");
    const third = await tokens.find();

    expect([second, same, third]).toMatchObject([
      { token: "token-2" },
      { token: "token-2" },
      { token: "token-3" },
    ]);
  });

  test("does not last longer when the clock is set back", async () => {
    const ims = await startAdobeServer(issuing());
    const { tokens, clock } = source(ims, {});
    await tokens.find();

    const earlier = createTokenSource({
      imsUrl: ims.url,
      clientId: "c",
      clientSecrets: ["s"],
      scopes: [],
      clock: { now: backwards(clock.now()) },
      random: () => 0,
      logger: silentLogger,
    });
    await earlier.find();
    await earlier.find();

    expect(ims.heard).toHaveLength(3);
  });
});

/** Each look at it shows an earlier time. */
function backwards(start: number): () => number {
  let now = start;
  return () => {
    now -= HOUR;
    return now;
  };
}

describe("two secrets", () => {
  test("are tried in order where the first is not known any more", async () => {
    const ims = await startAdobeServer(({ body }, response) =>
      body.includes("secret-2")
        ? sendJson(response, { access_token: "good", expires_in: 3_600 })
        : sendJson(response, { error: "invalid_client" }, 400),
    );

    const found = await source(ims, { clientSecrets: ["secret-1", "secret-2"] }).tokens.find();

    expect(found).toEqual({ kind: "token", token: "good" });
    expect(ims.heard).toHaveLength(2);
  });

  test("are not both tried for another reason", async () => {
    const ims = await startAdobeServer((_heard, response) =>
      sendJson(response, { error: "invalid_scope" }, 400),
    );

    const found = await source(ims, { clientSecrets: ["secret-1", "secret-2"] }).tokens.find();

    expect(found).toEqual({ kind: "refused", reason: "invalid_scope" });
    expect(ims.heard).toHaveLength(1);
  });
});

describe("trouble", () => {
  test("a refusal is not asked about again for five minutes", async () => {
    const ims = await startAdobeServer((_heard, response) =>
      sendJson(response, { error: "invalid_client" }, 401),
    );
    const { tokens, clock } = source(ims);

    await tokens.find();
    clock.advance(5 * MINUTE - 1);
    const still = await tokens.find();
    expect(ims.heard).toHaveLength(1);
    clock.advance(1);
    await tokens.find();

    expect(still).toEqual({ kind: "refused", reason: "invalid_client" });
    expect(ims.heard).toHaveLength(2);
  });

  test.each([
    ["7", 7_000],
    ["99999", 10 * MINUTE],
    ["Tue, 24 Nov 2026 03:00:20 GMT", 20_000],
  ])("a rate limit with Retry-After %s is honoured for %i ms", async (retryAfter, waitMs) => {
    const ims = await startAdobeServer((_heard, response, count) =>
      count === 1
        ? response.writeHead(429, { "retry-after": retryAfter }).end()
        : issuing()(undefined, response, count),
    );
    const { tokens, clock } = source(ims);

    const first = await tokens.find();
    clock.advance(waitMs - 1);
    const waiting = await tokens.find();
    clock.advance(1);
    const then = await tokens.find();

    expect(first).toEqual({ kind: "unavailable", reason: "status 429" });
    expect(waiting).toEqual(first);
    expect(then).toMatchObject({ kind: "token" });
  });

  test("5xx is asked again after pauses that grow", async () => {
    const ims = await startAdobeServer((_heard, response) => response.writeHead(503).end());
    const { tokens, clock } = source(ims);
    const asked: number[] = [];

    for (let second = 0; second < 20; second += 1) {
      await tokens.find();
      asked.push(ims.heard.length);
      clock.advance(1_000);
    }

    expect(asked.at(-1)).toBeLessThanOrEqual(7);
    expect(asked.at(-1)).toBeGreaterThanOrEqual(5);
  });

  test.each<[string, (response: ServerResponse) => unknown]>([
    ["truncated JSON", (response) => response.end('{"access_token":"abc"')],
    ["a page", (response) => response.end("<html></html>")],
    ["a list", (response) => response.end("[]")],
    ["wrong types", (response) => response.end('{"access_token":7,"expires_in":9}')],
    ["a token with a line break", (response) => response.end('{"access_token":"a\\nb"}')],
    ["1 MB", (response) => response.end(JSON.stringify({ access_token: "x".repeat(1_048_576) }))],
    ["a redirect", (response) => response.writeHead(302, { location: "/elsewhere" }).end()],
    ["nothing", (response) => response.end()],
    ["a dead connection", (response) => response.destroy()],
    ["half an answer", (response) => response.write("{") && setImmediate(() => response.destroy())],
  ])("%s is no token", async (_what, answer) => {
    const ims = await startAdobeServer((_heard, response) => answer(response));

    expect(await source(ims).tokens.find()).toMatchObject({ kind: "unavailable" });
    expect(ims.heard).toHaveLength(1);
  });

  test("no answer is given up", async () => {
    const ims = await startAdobeServer(() => undefined);

    expect(await source(ims, { timeoutMs: 30 }).tokens.find()).toEqual({
      kind: "unavailable",
      reason: "no answer in time",
    });
  });
});

test("neither token nor secret nor Adobe's own words are logged", async () => {
  const lines: unknown[] = [];
  const keep = (...line: unknown[]): void => {
    lines.push(line);
  };
  const logger: Logger = { debug: keep, info: keep, warn: keep, error: keep, child: () => logger };
  const ims = await startAdobeServer((_heard, response, count) =>
    count === 1
      ? sendJson(response, { error: "invalid_client", error_description: "secret-1 is old" }, 400)
      : issuing()(undefined, response, count),
  );
  const { tokens, clock } = source(ims, { logger });

  await tokens.find();
  clock.advance(HOUR);
  await tokens.find();

  const log = JSON.stringify(lines);
  expect(lines).toHaveLength(2);
  expect(log).not.toMatch(/secret-1|token-2|is old/);
});
