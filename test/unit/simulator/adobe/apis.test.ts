import { describe, expect, test } from "@jest/globals";
import type { Simulator } from "../../../../src/simulator/simulator.ts";
import { start } from "../support/with-simulator.ts";

const FORM = {
  grant_type: "client_credentials",
  client_id: "the-client",
  client_secret: "p8e-simulated",
  scope: "openid,AdobeID",
};

function askToken({ imsUrl }: Simulator, form: Record<string, string> = FORM): Promise<Response> {
  return fetch(new URL("/ims/token/v3", imsUrl), {
    method: "POST",
    body: new URLSearchParams(form),
  });
}

async function tokenOf(simulator: Simulator): Promise<string> {
  const { access_token: token } = await (await askToken(simulator)).json();
  return token;
}

async function headersFor(simulator: Simulator): Promise<Record<string, string>> {
  return {
    authorization: `Bearer ${await tokenOf(simulator)}`,
    "x-api-key": "the-client",
    "x-gw-ims-org-id": "the-org@AdobeOrg",
    "x-sandbox-name": "prod",
  };
}

const FLOWS = "/data/foundation/flowservice/flows/";

function askFlow(
  { platformUrl }: Simulator,
  id: string,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(new URL(`${FLOWS}${id}`, platformUrl), { headers, redirect: "manual" });
}

describe("IMS", () => {
  test("issues a token for a day, in seconds", async () => {
    const { simulator } = await start();

    const response = await askToken(simulator);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      token_type: "bearer",
      access_token: expect.stringMatching(/^eyJ/),
      expires_in: 86_399,
    });
  });

  test("knows a client by either of two secrets", async () => {
    const { simulator } = await start({ clientSecrets: ["old", "new"] });

    const statuses = await Promise.all(
      ["old", "new", "other"].map(
        async (secret) => (await askToken(simulator, { ...FORM, client_secret: secret })).status,
      ),
    );

    expect(statuses).toEqual([200, 200, 400]);
  });

  test.each([
    ["grant_type", "authorization_code", "unsupported_grant_type"],
    ["client_id", "another", "invalid_client"],
    ["client_secret", "wrong", "invalid_client"],
    ["scope", "", "invalid_scope"],
  ])("refuses %s %j with %s", async (field, value, error) => {
    const { simulator } = await start();

    const response = await askToken(simulator, { ...FORM, [field]: value });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  test("wants a form, and POST", async () => {
    const { simulator } = await start();
    const url = new URL("/ims/token/v3", simulator.imsUrl);

    const json = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(FORM),
    });

    expect(json.status).toBe(400);
    expect((await fetch(url)).status).toBe(405);
  });
});

describe("the platform", () => {
  test("tells a flow, its connections and its dataset in their sandbox", async () => {
    const { simulator } = await start();
    simulator.adobe.flows.define({ flowId: "f1", sandbox: "dev", name: "Loyalty" });
    const headers = await headersFor(simulator);

    const inDev = await askFlow(simulator, "f1", { ...headers, "x-sandbox-name": "dev" });
    const inProd = await askFlow(simulator, "f1", headers);

    expect(await inDev.json()).toMatchObject({ items: [{ id: "f1", name: "Loyalty" }] });
    expect(inProd.status).toBe(404);
    expect(simulator.adobe.platformCalls()).toEqual([`GET ${FLOWS}f1`, `GET ${FLOWS}f1`]);
  });

  test.each([
    ["authorization", undefined, 401],
    ["authorization", "Bearer made-up", 401],
    ["authorization", "Basic abc", 401],
    ["x-api-key", undefined, 403],
    ["x-api-key", "another", 403],
    ["x-gw-ims-org-id", undefined, 403],
    ["x-gw-ims-org-id", "other@AdobeOrg", 403],
    ["x-sandbox-name", undefined, 400],
  ])("wants the header %s; %j is answered %i", async (name, value, status) => {
    const { simulator } = await start();
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty" });
    const { [name]: _right, ...others } = await headersFor(simulator);

    const response = await askFlow(
      simulator,
      "f1",
      value === undefined ? others : { ...others, [name]: value },
    );

    expect(response.status).toBe(status);
  });

  test("accepts no token that was revoked", async () => {
    const { simulator } = await start();
    const headers = await headersFor(simulator);

    simulator.adobe.revokeTokens();

    expect((await askFlow(simulator, "f1", headers)).status).toBe(401);
    expect((await askFlow(simulator, "f1", await headersFor(simulator))).status).toBe(404);
  });
});

describe("faults", () => {
  test.each([
    ["status500", 500],
    ["rate_limited", 429],
    ["redirect", 302],
    ["refused", 401],
    ["forbidden", 403],
  ] as const)("%s is answered %i", async (platform, status) => {
    const { simulator } = await start();
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty" });
    const headers = await headersFor(simulator);

    simulator.adobe.setFaults({ platform });

    expect((await askFlow(simulator, "f1", headers)).status).toBe(status);
  });

  test("bodies are cut, a page, of wrong types or huge", async () => {
    const { simulator } = await start();
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty" });
    const headers = await headersFor(simulator);
    const bodyUnder = async (platform: "truncated" | "html" | "wrong_types" | "huge") => {
      simulator.adobe.setFaults({ platform });
      return (await askFlow(simulator, "f1", headers)).text();
    };

    const truncated = await bodyUnder("truncated");
    expect(() => JSON.parse(truncated)).toThrow(SyntaxError);
    expect(await bodyUnder("html")).toContain("<html>");
    expect(JSON.parse(await bodyUnder("wrong_types"))).toMatchObject({ items: [{ name: 42 }] });
    expect((await bodyUnder("huge")).length).toBeGreaterThan(1024 * 1024);
  });

  test("what hangs ends with the fault, and what is down has no answer", async () => {
    const { simulator } = await start();
    const headers = await headersFor(simulator);
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty" });

    simulator.adobe.setFaults({ platform: "hang" });
    const held = askFlow(simulator, "f1", headers);
    await simulator.slack.waitFor(() => simulator.adobe.platformCalls().length > 0);
    simulator.adobe.setFaults({ platform: "down" });

    await expect(held).rejects.toThrow("fetch failed");
    await expect(askFlow(simulator, "f1", headers)).rejects.toThrow("fetch failed");
  });

  test("a delay holds for each answer", async () => {
    const { simulator } = await start();
    const headers = await headersFor(simulator);
    simulator.adobe.setFaults({ platformDelayMs: 40 });

    const before = performance.now();
    await askFlow(simulator, "f1", headers);

    expect(performance.now() - before).toBeGreaterThan(35);
  });
});

describe("a retry", () => {
  async function retryIn(
    simulator: Simulator,
    { op = "re-trigger", runId = "r1", ...more }: Record<string, string> = {},
  ): Promise<Response> {
    const headers = {
      ...(await headersFor(simulator)),
      "content-type": "application/json",
      ...more,
    };
    const path = `/data/foundation/flowservice/runs/${runId}/action?op=${op}`;
    return fetch(new URL(path, simulator.platformUrl), { method: "POST", headers });
  }
  const RUN = { runId: "r1", flowId: "f1", status: "failed" };

  test("of a failed run starts a new one, which is under way", async () => {
    const { simulator } = await start();
    simulator.adobe.runs.define(RUN);

    const answer = await (await retryIn(simulator)).json();

    expect(answer).toMatchObject({ id: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(simulator.adobe.runs.started()).toMatchObject([
      { runId: answer.id, retryOf: "r1", status: "inProgress", flowId: "f1" },
    ]);
    expect((await retryIn(simulator, { runId: answer.id })).status).toBe(400);
  });

  test("of a success without records too, and of what was told in a notification", async () => {
    const { simulator } = await start();
    const recordSummary = { inputRecordCount: 0 };
    const metrics = { statusSummary: { status: "success" }, recordSummary };
    await simulator.adobe.post([{ event: { body: { id: "r1", flowId: "f1", metrics } } }]);

    expect((await retryIn(simulator)).status).toBe(200);
  });

  test.each([
    [{ ...RUN, streaming: true }, {}, "1385-400"],
    [RUN, { frequency: "once" as const }, "1386-400"],
    [{ ...RUN, status: "success", records: 1 }, {}, "1387-400"],
    [{ ...RUN, status: "inProgress" }, {}, "1387-400"],
    [RUN, { state: "disabled" as const }, "1388-400"],
    [{ ...RUN, sandbox: "dev" }, {}, "1101-404"],
  ])("%j of a flow %j is refused with %s", async (run, flow, errorCode) => {
    const { simulator } = await start();
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty", ...flow });
    simulator.adobe.runs.define(run);

    const response = await retryIn(simulator);

    expect(response.status).toBe(Number(errorCode.slice(-3)));
    expect(await response.json()).toMatchObject({ errorCode });
    expect(simulator.adobe.runs.started()).toEqual([]);
  });

  test.each([
    [{ op: "" }, 400],
    [{ op: "retry" }, 400],
    [{ "content-type": "text/plain" }, 415],
    [{ "x-sandbox-name": "" }, 400],
  ])("wants %j otherwise", async (more, status) => {
    const { simulator } = await start();
    simulator.adobe.runs.define(RUN);

    expect((await retryIn(simulator, more)).status).toBe(status);
    expect(simulator.adobe.runs.started()).toEqual([]);
  });

  test.each([
    ["forbidden", 0],
    ["rate_limited", 0],
    ["status500", 0],
    ["down", 1],
    ["truncated", 1],
  ] as const)("under the fault %s starts %i", async (actions, started) => {
    const { simulator } = await start();
    simulator.adobe.runs.define(RUN);
    simulator.adobe.setFaults({ actions });

    await retryIn(simulator).catch(() => undefined);

    expect(simulator.adobe.runs.started()).toHaveLength(started);
  });
});

describe("a test of a connection", () => {
  test.each([true, false])("tells whether it works: %s", async (works) => {
    const { simulator } = await start();
    const source = { name: "Drop", type: "sftp", works };
    simulator.adobe.flows.define({ flowId: "f1", name: "Loyalty", source });
    const headers = await headersFor(simulator);
    const ask = async (path: string): Promise<Record<string, string>> =>
      (
        await fetch(new URL(`/data/foundation/flowservice/${path}`, simulator.platformUrl), {
          headers,
        })
      ).json();
    const only = async (path: string): Promise<Record<string, string>> => {
      const { items } = Object(await ask(path));
      return items[0];
    };

    const { sourceConnectionIds } = await only("flows/f1");
    const { baseConnectionId } = await only(`sourceConnections/${sourceConnectionIds?.[0]}`);

    expect(await ask(`connections/${baseConnectionId}/test`)).toEqual({ result: works });
    expect(await ask("connections/nobody/test")).toMatchObject({ errorCode: "1101-404" });
  });
});
