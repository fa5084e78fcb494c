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
