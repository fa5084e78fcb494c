import { describe, expect, test } from "@jest/globals";
import { ACCESS_TOKEN, type Simulator } from "../../../../src/simulator/simulator.ts";
import { CLIENT_ID, ORG_ID } from "../../../support/start-flowrun.ts";
import { start } from "../support/with-simulator.ts";

const NOW = 1_764_000_000_000;
const HEADERS = {
  authorization: `Bearer ${ACCESS_TOKEN}`,
  "x-api-key": CLIENT_ID,
  "x-ims-org-id": ORG_ID,
};

async function get(
  { journalUrl }: Simulator,
  query = "",
  headers: Record<string, string> = HEADERS,
): Promise<{ status: number; events: unknown[]; next: string; retryAfter: string | null }> {
  const url = query.startsWith("/") ? new URL(query, journalUrl) : `${journalUrl}${query}`;
  const answer = await fetch(url, { headers });
  const [, next = ""] = /<([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "") ?? [];
  const text = await answer.text();
  const body = answer.status === 200 ? JSON.parse(text) : { events: [] };
  return {
    status: answer.status,
    events: body.events.map(({ event }: { event: unknown }) => event),
    next,
    retryAfter: answer.headers.get("retry-after"),
  };
}

async function filled(count: number): Promise<Simulator> {
  const { simulator } = await start({ clientId: CLIENT_ID, imsOrgId: ORG_ID, journalPageSize: 2 });
  for (let index = 1; index <= count; index += 1) simulator.adobe.journal.add(index);
  return simulator;
}

describe("the journal", () => {
  test("gives pages from the oldest on, then nothing new until something is added", async () => {
    const simulator = await filled(3);

    const first = await get(simulator);
    const second = await get(simulator, first.next);
    const end = await get(simulator, second.next);
    simulator.adobe.journal.add("later");
    const more = await get(simulator, end.next);

    expect([first.events, second.events, more.events]).toEqual([[1, 2], [3], ["later"]]);
    expect(end).toMatchObject({ status: 204, retryAfter: "10", next: second.next });
  });

  test("takes limit, latest and seek", async () => {
    const simulator = await filled(0);
    simulator.adobe.journal.add("old", { at: NOW - 3 * 3_600_000 });
    simulator.adobe.journal.add("new");

    expect((await get(simulator, "?limit=1")).events).toEqual(["old"]);
    expect((await get(simulator, "?latest=true")).status).toBe(204);
    expect((await get(simulator, "?seek=-PT2H")).events).toEqual(["new"]);
    expect((await get(simulator, "?seek=-P1DT1M")).events).toEqual(["old", "new"]);
  });

  test("a place before what is kept is gone", async () => {
    const simulator = await filled(4);
    const { next } = await get(simulator, "?limit=1");
    const { next: later } = await get(simulator, "?limit=2");
    simulator.adobe.journal.forget(2);

    expect((await get(simulator, next)).status).toBe(410);
    expect((await get(simulator, later)).events).toEqual([3, 4]);
    expect((await get(simulator)).events).toEqual([3, 4]);
  });

  test.each([
    ["?since=nonsense"],
    ["?since=panda:zz.0"],
    ["?seek=2h"],
    ["?seek=-P"],
    ["?seek=-PT2H&since=panda:1.0"],
    ["?latest=yes"],
    ["?limit=0"],
    ["?page=2"],
  ])("%s is refused", async (query) => {
    expect((await get(await filled(1), query)).status).toBe(400);
  });

  test.each([
    ["authorization", 401],
    ["x-api-key", 403],
    ["x-ims-org-id", 403],
  ])("wants the right %s", async (name, status) => {
    const simulator = await filled(1);
    const { [name]: _left, ...without } = HEADERS as Record<string, string>;

    expect((await get(simulator, "", without)).status).toBe(status);
    expect((await get(simulator, "", { ...HEADERS, [name]: "Bearer other" })).status).toBe(status);
  });
});
