import { describe, expect, test } from "@jest/globals";
import { createAdobeRequest } from "../../../src/adobe/request.ts";
import { createRunRetrier, type RunRetrier } from "../../../src/adobe/retry-run.ts";
import type { TokenLookup } from "../../../src/adobe/token.ts";
import { FlowRunId } from "../../../src/domain/ids.ts";
import { silentLogger } from "../../support/builders.ts";
import { sendJson, startAdobeServer } from "./support/adobe-server.ts";

const RUN = FlowRunId.parse("4fb0418e-1804-45d6-8d56-dd51f05c0baf");

function retrierOf(
  platformUrl: string,
  {
    lookup = { kind: "token", token: "first" },
    timeoutMs = 1_000,
  }: {
    lookup?: TokenLookup;
    timeoutMs?: number;
  } = {},
): RunRetrier {
  const tokens = { find: async () => lookup, discard: () => undefined };
  const hosts = [platformUrl];
  const request = createAdobeRequest({ tokens, clientId: "c", orgId: "o", hosts, timeoutMs });
  return createRunRetrier({ request, platformUrl, logger: silentLogger });
}

async function outcomeOf(status: number, json: unknown): Promise<unknown> {
  const server = await startAdobeServer((_heard, response) => sendJson(response, json, status));
  const outcome = await retrierOf(server.url)(RUN, "prod");
  expect(server.heard).toHaveLength(1);
  return outcome;
}

test("asks as Adobe's documents say, once", async () => {
  const server = await startAdobeServer((_heard, response) =>
    sendJson(response, { id: "new-run" }),
  );

  const outcome = await retrierOf(server.url)(RUN, "dev");

  expect(outcome).toEqual({ kind: "started", newRunId: "new-run" });
  expect(server.heard).toMatchObject([
    {
      method: "POST",
      path: `/data/foundation/flowservice/runs/${RUN}/action?op=re-trigger`,
      body: "",
      headers: { "content-type": "application/json", "x-sandbox-name": "dev" },
    },
  ]);
});

describe("an answer", () => {
  test.each([
    [200, { items: [{ id: "new-run" }] }, { kind: "started", newRunId: "new-run" }],
    [200, { id: "../etc" }, { kind: "unknown" }],
    [200, [], { kind: "unknown" }],
    [400, { errorCode: "1385-400" }, { kind: "refused", reason: "1385" }],
    [400, { error_code: "1386-400" }, { kind: "refused", reason: "1386" }],
    [400, { code: 1387 }, { kind: "refused", reason: "1387" }],
    [
      400,
      { type: "http://ns.adobe.com/aep/errors/FLOW-1388-400" },
      { kind: "refused", reason: "1388" },
    ],
    [400, { errorCode: "91387-400" }, { kind: "refused", reason: "refused" }],
    [400, { errorCode: { deep: "1387" } }, { kind: "refused", reason: "refused" }],
    [400, null, { kind: "refused", reason: "refused" }],
    [401, {}, { kind: "refused", reason: "token_refused" }],
    [403, {}, { kind: "refused", reason: "forbidden" }],
    [404, {}, { kind: "refused", reason: "not_found" }],
    [409, {}, { kind: "refused", reason: "refused" }],
    [429, {}, { kind: "refused", reason: "rate_limited" }],
    [500, { errorCode: "1387-400" }, { kind: "unknown" }],
    [503, {}, { kind: "unknown" }],
  ])("%d %j", async (status, json, expected) => {
    expect(await outcomeOf(status, json)).toEqual(expected);
  });
});

describe("no answer", () => {
  test("in time: nobody knows", async () => {
    const server = await startAdobeServer(() => undefined);

    expect(await retrierOf(server.url, { timeoutMs: 50 })(RUN, "prod")).toEqual({
      kind: "unknown",
    });
    expect(server.heard).toHaveLength(1);
  });

  test("the connection was cut: nobody knows", async () => {
    const server = await startAdobeServer((_heard, response) => response.destroy());

    expect(await retrierOf(server.url)(RUN, "prod")).toEqual({ kind: "unknown" });
    expect(server.heard).toHaveLength(1);
  });

  test("without a token nothing is sent", async () => {
    const server = await startAdobeServer((_heard, response) => response.end());
    const lookup = { kind: "refused", reason: "invalid_client" } as const;

    expect(await retrierOf(server.url, { lookup })(RUN, "prod")).toEqual({
      kind: "refused",
      reason: "no_token",
    });
    expect(server.heard).toEqual([]);
  });

  test("a run's id that means something in a path is not sent", async () => {
    const server = await startAdobeServer((_heard, response) => response.end());

    expect(await retrierOf(server.url)(FlowRunId.parse("../flows/x"), "prod")).toEqual({
      kind: "refused",
      reason: "not_found",
    });
    expect(server.heard).toEqual([]);
  });
});
