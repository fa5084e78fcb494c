import { describe, expect, test } from "@jest/globals";
import { readJson } from "../../../src/adobe/json-body.ts";
import { type AdobeRequest, createAdobeRequest } from "../../../src/adobe/request.ts";
import type { TokenLookup, TokenSource } from "../../../src/adobe/token.ts";
import { sendJson, startAdobeServer } from "./support/adobe-server.ts";

/** Gives these tokens, the next one after each discard. */
function tokensOf(...lookups: TokenLookup[]): TokenSource & { discarded: string[] } {
  const discarded: string[] = [];
  return {
    discarded,
    find: async () =>
      lookups[Math.min(discarded.length, lookups.length - 1)] ?? {
        kind: "unavailable",
        reason: "none",
      },
    discard: (token) => discarded.push(token),
  };
}

const FIRST: TokenLookup = { kind: "token", token: "first" };
const SECOND: TokenLookup = { kind: "token", token: "second" };

function requestTo(
  hosts: readonly string[],
  parts: Partial<Parameters<typeof createAdobeRequest>[0]> = {},
): AdobeRequest {
  return createAdobeRequest({
    tokens: tokensOf(FIRST),
    clientId: "our-client",
    orgId: "OURS@AdobeOrg",
    hosts,
    ...parts,
  });
}

test("a call carries token, API key, organisation and sandbox, and nothing can take their place", async () => {
  const server = await startAdobeServer((_heard, response) => sendJson(response, { ok: true }));

  const response = await requestTo([server.url])(new URL("/x?y=1", server.url), {
    method: "POST",
    headers: { Authorization: "Bearer other", "x-custom": "1" },
    sandbox: "dev",
  });

  expect(await readJson(response)).toEqual({ kind: "json", value: { ok: true } });
  expect(server.heard[0]).toMatchObject({
    method: "POST",
    path: "/x?y=1",
    headers: {
      authorization: "Bearer first",
      "x-api-key": "our-client",
      "x-gw-ims-org-id": "OURS@AdobeOrg",
      "x-ims-org-id": "OURS@AdobeOrg",
      "x-sandbox-name": "dev",
      "x-custom": "1",
    },
  });
});

describe("the token never goes elsewhere", () => {
  test.each([
    ["another host", "https://evil.example/data"],
    ["another port", "https://platform.adobe.io:8443/data"],
    ["no encryption", "http://platform.adobe.io/data"],
    ["a name before the host", "https://platform.adobe.io@evil.example/"],
  ])("%s", async (_what, url) => {
    let called = 0;
    const request = requestTo(["https://platform.adobe.io"], {
      fetch: async () => {
        called += 1;
        return new Response();
      },
    });

    await expect(request(new URL(url))).rejects.toMatchObject({ fault: "foreign_host" });
    expect(called).toBe(0);
  });

  test("not even to a host that is configured without encryption", async () => {
    const request = requestTo(["http://platform.example"], { fetch: async () => new Response() });

    await expect(request(new URL("http://platform.example/x"))).rejects.toMatchObject({
      fault: "foreign_host",
    });
  });

  test("a redirect is not followed", async () => {
    const other = await startAdobeServer((_heard, response) => response.end());
    const server = await startAdobeServer((_heard, response) =>
      response.writeHead(307, { location: other.url }).end(),
    );

    await expect(requestTo([server.url])(new URL(server.url))).rejects.toMatchObject({
      fault: "redirect",
    });
    expect(other.heard).toHaveLength(0);
  });
});

describe("401", () => {
  test("renews the token, and the call is made once more", async () => {
    const server = await startAdobeServer(({ headers }, response) =>
      sendJson(response, {}, headers.authorization === "Bearer second" ? 200 : 401),
    );
    const tokens = tokensOf(FIRST, SECOND);

    const { status } = await requestTo([server.url], { tokens })(new URL(server.url));

    expect(status).toBe(200);
    expect(tokens.discarded).toEqual(["first"]);
  });

  test("a second time is the answer", async () => {
    const server = await startAdobeServer((_heard, response) => sendJson(response, {}, 401));
    const tokens = tokensOf(FIRST, SECOND);

    const { status } = await requestTo([server.url], { tokens })(new URL(server.url));

    expect(status).toBe(401);
    expect(server.heard).toHaveLength(2);
  });

  test("is the answer where no new token is to be had", async () => {
    const server = await startAdobeServer((_heard, response) => sendJson(response, {}, 401));
    const tokens = tokensOf(FIRST, { kind: "refused", reason: "invalid_client" });

    const { status } = await requestTo([server.url], { tokens })(new URL(server.url));

    expect(status).toBe(401);
  });

  test("is the answer at once where there is no other token", async () => {
    const server = await startAdobeServer((_heard, response) => sendJson(response, {}, 401));

    const { status } = await requestTo([server.url])(new URL(server.url));

    expect(status).toBe(401);
    expect(server.heard).toHaveLength(1);
  });
});

describe("no answer", () => {
  test("without a token nothing is sent", async () => {
    const server = await startAdobeServer((_heard, response) => response.end());
    const tokens = tokensOf({ kind: "refused", reason: "invalid_client" });

    await expect(requestTo([server.url], { tokens })(new URL(server.url))).rejects.toMatchObject({
      fault: "no_token",
    });
    expect(server.heard).toHaveLength(0);
  });

  test("a server that hangs is given up", async () => {
    const server = await startAdobeServer(() => undefined);

    await expect(
      requestTo([server.url], { timeoutMs: 30 })(new URL(server.url)),
    ).rejects.toMatchObject({ fault: "no_answer_in_time" });
  });

  test("the time limit holds for the reading of the answer too", async () => {
    const server = await startAdobeServer((_heard, response) => response.write('{"name":'));

    const response = await requestTo([server.url], { timeoutMs: 100 })(new URL(server.url));

    expect(await readJson(response)).toEqual({ kind: "unusable", reason: "broken off" });
  });

  test("a dead connection, and the error holds no part of the request", async () => {
    const server = await startAdobeServer((_heard, response) => response.destroy());

    const error: unknown = await requestTo([server.url])(new URL(server.url)).catch(
      (each: unknown) => each,
    );

    expect(error).toMatchObject({ fault: "no_connection" });
    expect(error).not.toHaveProperty("cause");
    expect(JSON.stringify(error)).not.toContain("first");
  });

  test("what may be sent only once is not sent again with a new token, which the next call has", async () => {
    const server = await startAdobeServer((_heard, response) => response.writeHead(401).end());
    const discarded: string[] = [];
    const tokens = {
      ...tokensOf({ kind: "token", token: "first" }),
      discard: (token: string) => discarded.push(token),
    };

    const response = await requestTo([server.url], { tokens })(new URL(server.url), { once: true });

    expect(response.status).toBe(401);
    expect(server.heard).toHaveLength(1);
    expect(discarded).toEqual(["first"]);
  });

  test.each([
    ["ECONNREFUSED", "not_reached"],
    ["ENOTFOUND", "not_reached"],
    ["ECONNRESET", "no_connection"],
  ])("%s is told as %s", async (code, fault) => {
    const cause = Object.assign(new Error("no"), { code });
    const fetch = async (): Promise<Response> => {
      throw new TypeError("fetch failed", { cause });
    };

    await expect(
      requestTo(["https://platform.example"], { fetch })(new URL("https://platform.example/x")),
    ).rejects.toMatchObject({ fault });
  });

  test("closing ends what is under way", async () => {
    const closing = new AbortController();
    const server = await startAdobeServer(() => closing.abort());

    await expect(
      requestTo([server.url], { closing: closing.signal })(new URL(server.url)),
    ).rejects.toMatchObject({ fault: "no_connection" });
  });
});

describe("an answer's JSON", () => {
  test.each([
    ["", "not JSON"],
    ['{"a":', "not JSON"],
    ["<html>", "not JSON"],
    [JSON.stringify("x".repeat(512 * 1024)), "too large"],
  ])("%.12j is unusable: %s", async (body, reason) => {
    expect(await readJson(new Response(body))).toEqual({ kind: "unusable", reason });
  });

  test("is read up to 512 KB", async () => {
    const value = "x".repeat(512 * 1024 - 2);

    expect(await readJson(new Response(JSON.stringify(value)))).toEqual({ kind: "json", value });
  });

  test("of an answer without a body is none", async () => {
    expect(await readJson(new Response(null))).toEqual({ kind: "unusable", reason: "not JSON" });
  });
});
