import { describe, expect, test } from "@jest/globals";
import { ACCESS_TOKEN, type Simulator } from "../../../../src/simulator/simulator.ts";
import { flatRun } from "../../../support/flat-run.ts";
import { start } from "../support/with-simulator.ts";

const AT = 1_764_000_000_000;
const RUNS = "/data/foundation/flowservice/runs";

async function headersFor({ imsUrl }: Simulator): Promise<Record<string, string>> {
  const answer = await fetch(new URL("/ims/token/v3", imsUrl), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "the-client",
      client_secret: "p8e-simulated",
      scope: "openid",
    }),
  });
  const { access_token: token } = await answer.json();
  return {
    authorization: `Bearer ${token}`,
    "x-api-key": "the-client",
    "x-gw-ims-org-id": "the-org@AdobeOrg",
    "x-sandbox-name": "prod",
  };
}

async function filled(count: number): Promise<Simulator> {
  const { simulator } = await start();
  for (let index = 1; index <= count; index += 1) {
    simulator.adobe.runBook.add(flatRun({ runId: `r${index}`, at: AT + index * 60_000 }));
  }
  return simulator;
}

async function list(
  simulator: Simulator,
  query: string,
  headers?: Record<string, string>,
): Promise<{ status: number; ids: string[]; next?: string; body: Record<string, unknown> }> {
  const url = new URL(`${RUNS}${query}`, simulator.platformUrl);
  const answer = await fetch(url, { headers: headers ?? (await headersFor(simulator)) });
  const body = await answer.json();
  const ids = (body.items ?? []).map(({ id }: { id: string }) => id);
  return { status: answer.status, ids, next: body._links?.next?.href, body };
}

const startedAfter = (at: number): string => `property=metrics.durationSummary.startedAtUTC>${at}`;
/** `flatRun` starts ten minutes before it ends. */
const STARTED = AT - 10 * 60_000;

describe("Flow Service's list of runs", () => {
  test("gives what fits every filter, without what notifications alone state", async () => {
    const simulator = await filled(4);
    const both = `?${startedAfter(STARTED + 60_000)}&property=id!=r3`;
    const { ids, body } = await list(simulator, encodeURI(both));

    expect(ids).toEqual(["r2", "r4"]);
    expect(JSON.stringify(body)).not.toContain("flowName");
  });

  test("goes page by page; a token holds for its own filters", async () => {
    const simulator = await filled(5);
    const first = await list(simulator, "?limit=2&property=flowId==flow-orders&orderby=-createdAt");
    const token = new URL(first.next ?? "", "http://x").searchParams.get("continuationToken");
    const rest = `limit=2&orderby=-createdAt&continuationToken=${token}`;
    const second = await list(simulator, `?property=flowId==flow-orders&${rest}`);
    const other = await list(simulator, `?property=flowId==other&${rest}`);

    expect([first.ids, second.ids]).toEqual([
      ["r5", "r4"],
      ["r3", "r2"],
    ]);
    expect(other).toMatchObject({ status: 400, body: { message: "bad continuationToken" } });
  });

  test("counts where it is asked to, and knows each run in its sandbox", async () => {
    const simulator = await filled(3);
    const headers = { ...(await headersFor(simulator)), "x-sandbox-name": "dev" };

    expect((await list(simulator, "?count=true")).body).toEqual({ count: 3 });
    expect((await list(simulator, "", headers)).ids).toEqual([]);
  });

  test.each([
    ["since=1", "unknown parameter since"],
    ["property=flowId=x", "bad property"],
    ["property=flowId~x", "bad property"],
    ["property=createdAt>yesterday", "bad property"],
    ["limit=0", "bad limit"],
    ["limit=101", "bad limit"],
    ["orderby=", "bad orderby"],
    ["count=maybe", "bad count"],
    ["continuationToken=made-up", "bad continuationToken"],
  ])("refuses ?%s", async (query, message) => {
    const simulator = await filled(1);

    expect(await list(simulator, `?${encodeURI(query)}`)).toMatchObject({
      status: 400,
      body: { message },
    });
  });

  test("wants the platform's headers", async () => {
    const simulator = await filled(1);
    const { authorization: _none, ...headers } = await headersFor(simulator);

    expect((await list(simulator, "", headers)).status).toBe(401);
  });
});

describe("the registration", () => {
  const read = async ({ registrationUrl }: Simulator, headers: Record<string, string>) =>
    fetch(registrationUrl, { headers });
  const headers = { authorization: `Bearer ${ACCESS_TOKEN}`, "x-api-key": "the-client" };

  test("says whether it is enabled", async () => {
    const { simulator } = await start();
    simulator.adobe.registration.set("disabled");

    expect(await (await read(simulator, headers)).json()).toMatchObject({
      enabled: false,
      webhook_status: "disabled",
      delivery_type: "webhook",
    });
  });

  test("wants token and key", async () => {
    const { simulator } = await start();

    expect((await read(simulator, {})).status).toBe(401);
    expect((await read(simulator, { ...headers, "x-api-key": "other" })).status).toBe(403);
  });

  test("while it is disabled the journal alone is written to", async () => {
    const { simulator, app } = await start();
    const { adobe } = simulator;
    adobe.registration.set("disabled");
    const answer = await adobe.deliver(flatRun());
    adobe.registration.set("unstable");
    const again = await adobe.deliver(flatRun());

    expect(answer).toBeUndefined();
    expect(again?.status).toBe(200);
    expect(adobe.journal.count()).toBe(2);
    expect(app.received).toHaveLength(1);
  });
});
