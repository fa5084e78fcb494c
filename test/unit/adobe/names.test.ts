import { beforeEach, describe, expect, test } from "@jest/globals";
import { createNameSource, type NameSource } from "../../../src/adobe/names.ts";
import { createPlatformReader } from "../../../src/adobe/platform-reader.ts";
import { type AdobeRequest, AdobeRequestError } from "../../../src/adobe/request.ts";
import { FlowId } from "../../../src/domain/ids.ts";
import type { Logger } from "../../../src/logger.ts";
import { MINUTE, silentLogger } from "../../support/builders.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";

const FLOW = FlowId.parse("flow-1");
const HOUR = 60 * MINUTE;

type Answer = Response | AdobeRequestError | Promise<Response>;

let clock: FakeClock;
let asked: string[];

beforeEach(() => {
  clock = createFakeClock();
  asked = [];
});

/** A platform that answers as the test says; it notes `<resource>/<id> <sandbox>`. */
function namesFrom(
  answer: (resource: string, id: string) => Answer,
  logger: Logger = silentLogger,
): NameSource {
  const request: AdobeRequest = async (url, { sandbox = "" } = {}) => {
    const [resource = "", id = ""] = url.pathname.split("/").slice(-2);
    asked.push(`${resource}/${id} ${sandbox}`);
    const given = answer(resource, id);
    if (given instanceof AdobeRequestError) throw given;
    return given;
  };
  const read = createPlatformReader({
    request,
    platformUrl: "https://platform.adobe.io",
    clock,
    logger,
  });
  return createNameSource({ read, clock });
}

const listOf = (thing: object): Response => Response.json({ items: [thing] });

test.each([
  [{ partialIngestionPercent: 5 }, 5],
  [{ partialIngestionPercent: "0.5" }, 0.5],
  [{ partialIngestionPercent: 0 }, 0],
  [{ partialIngestionPercent: 101 }, undefined],
  [{ partialIngestionPercent: -1 }, undefined],
  [{ partialIngestionPercent: "" }, undefined],
  [{ partialIngestionPercent: "5 %" }, undefined],
  [{ partialIngestionPercent: null }, undefined],
  [{}, undefined],
  ["no object", undefined],
])(
  "of the options %j the share of failed records that is tolerated is %s",
  async (options, percent) => {
    const source = namesFrom(() => listOf({ name: "Loyalty", options }));

    const found = await source.find(FLOW, "prod");

    expect(found).toMatchObject({ kind: "found", names: { flowName: "Loyalty" } });
    expect(found.kind === "found" ? found.names.toleratedPercent : "none").toBe(percent);
  },
);

function everything(resource: string, id: string): Response {
  switch (resource) {
    case "flows":
      return listOf({ name: "Loyalty", sourceConnectionIds: ["s1"], targetConnectionIds: ["t1"] });
    case "sourceConnections":
      return listOf({ name: "Acme drop", connectionSpec: { id: "spec1", version: "1.0" } });
    case "connectionSpecs":
      return listOf({ name: "sftp" });
    case "targetConnections":
      return listOf({ params: { dataSetId: "d1" } });
    default:
      return Response.json({ [id]: { name: "Loyalty members" } });
  }
}

describe("what a flow is called", () => {
  test("comes from Flow Service and Catalog, in the flow's sandbox", async () => {
    const found = await namesFrom(everything).find(FLOW, "dev");

    expect(found).toEqual({
      kind: "found",
      complete: true,
      names: {
        flowName: "Loyalty",
        sourceName: "Acme drop",
        sourceType: "SFTP",
        datasetName: "Loyalty members",
        datasetId: "d1",
      },
    });
    expect(asked.toSorted()).toEqual([
      "connectionSpecs/spec1 dev",
      "dataSets/d1 dev",
      "flows/flow-1 dev",
      "sourceConnections/s1 dev",
      "targetConnections/t1 dev",
    ]);
  });

  test("is read where the answer is the thing itself, too", async () => {
    const names = namesFrom(() => Response.json({ name: "  Loyalty \n flow " }));

    expect(await names.find(FLOW, "prod")).toMatchObject({ names: { flowName: "Loyalty flow" } });
  });

  test.each([
    ["sftp", "SFTP"],
    ["azure-blob", "Azure blob"],
    ["amazon-s3", "Amazon S3"],
    ["Google PubSub", "Google PubSub"],
  ])("the connector %j is written %j", async (name, type) => {
    const names = namesFrom((resource, id) =>
      resource === "connectionSpecs" ? listOf({ name }) : everything(resource, id),
    );

    expect(await names.find(FLOW, "prod")).toMatchObject({ names: { sourceType: type } });
  });

  test("has bounded length, and no half of a character at its end", async () => {
    const names = namesFrom(() => listOf({ name: `${"x".repeat(199)}😀${"y".repeat(100_000)}` }));

    expect(await names.find(FLOW, "prod")).toMatchObject({ names: { flowName: "x".repeat(199) } });
  });

  test.each([
    [{}],
    [{ items: [] }],
    [{ items: "none" }],
    [[]],
    [null],
    [7],
    [{ items: [{ name: 7, sourceConnectionIds: "s1" }] }],
    [{ items: [{ name: "  " }] }],
  ])("is not known from %j", async (json) => {
    expect(await namesFrom(() => Response.json(json)).find(FLOW, "prod")).toEqual({ kind: "none" });
  });

  test.each<[string, string, object]>([
    ["ids that are no list", "flows", { name: "Loyalty", sourceConnectionIds: { a: 1 } }],
    ["an id that is a path", "flows", { name: "Loyalty", sourceConnectionIds: ["../../export"] }],
    ["an id that is a number", "flows", { name: "Loyalty", sourceConnectionIds: [7] }],
    ["a source of a wrong type", "sourceConnections", { name: [], connectionSpec: "sftp" }],
  ])("is told without what is not understood: %s", async (_what, odd, thing) => {
    const names = namesFrom((resource, id) =>
      resource === odd ? listOf(thing) : everything(resource, id),
    );

    const found = await names.find(FLOW, "prod");

    expect(found).toMatchObject({ kind: "found", complete: true, names: { flowName: "Loyalty" } });
    expect(found).not.toHaveProperty("names.sourceType");
    expect(asked.every((path) => !path.includes("export"))).toBe(true);
  });

  test("is told as far as it is known, and that more may come", async () => {
    const names = namesFrom((resource, id) =>
      resource === "dataSets" ? new Response("", { status: 503 }) : everything(resource, id),
    );

    expect(await names.find(FLOW, "prod")).toMatchObject({
      complete: false,
      names: { flowName: "Loyalty", sourceType: "SFTP" },
    });
  });

  test.each(["..", "a/b", "a?b", "%2e%2e", "flow 1"])("is not asked for %j", async (id) => {
    expect(await namesFrom(everything).find(FlowId.parse(id), "prod")).toEqual({ kind: "none" });
    expect(asked).toEqual([]);
  });
});

describe("what was looked up is kept", () => {
  test("for an hour, by the program's own clock", async () => {
    const names = namesFrom(everything);
    await names.find(FLOW, "prod");

    clock.advance(HOUR - 1);
    await names.find(FLOW, "prod");
    expect(asked).toHaveLength(5);

    clock.advance(1);
    await names.find(FLOW, "prod");
    expect(asked).toHaveLength(10);
  });

  test.each([404, 403, 401, 503])("for five minutes where the answer is %i", async (status) => {
    const names = namesFrom(() => new Response("", { status }));
    await names.find(FLOW, "prod");

    clock.advance(5 * MINUTE - 1);
    await names.find(FLOW, "prod");
    expect(asked).toHaveLength(1);

    clock.advance(1);
    await names.find(FLOW, "prod");
    expect(asked).toHaveLength(2);
  });

  test("not for another sandbox", async () => {
    const names = namesFrom(everything);

    await names.find(FLOW, "prod");
    await names.find(FLOW, "dev");

    expect(asked).toHaveLength(10);
  });

  test("and of 1,000 flows at most", async () => {
    const names = namesFrom(() => listOf({ name: "x" }));
    for (let index = 0; index <= 1_000; index += 1) {
      await names.find(FlowId.parse(`flow-${index}`), "prod");
    }

    await names.find(FlowId.parse("flow-1000"), "prod");
    expect(asked).toHaveLength(1_001);
    await names.find(FlowId.parse("flow-0"), "prod");
    expect(asked).toHaveLength(1_002);
  });

  test("one lookup serves all who ask meanwhile", async () => {
    const names = namesFrom(everything);

    await Promise.all(Array.from({ length: 200 }, () => names.find(FLOW, "prod")));

    expect(asked).toHaveLength(5);
  });
});

describe("Adobe is not asked too much", () => {
  test("four calls at a time", async () => {
    const waiting: (() => void)[] = [];
    const names = namesFrom(
      () =>
        new Promise((resolve) => {
          waiting.push(() => resolve(listOf({ name: "x" })));
        }),
    );

    const found = Promise.all(
      Array.from({ length: 10 }, (_, index) => names.find(FlowId.parse(`flow-${index}`), "prod")),
    );
    const atATime: number[] = [];
    for (let answered = 0; answered < 10; answered += 1) {
      await new Promise(setImmediate);
      atATime.push(waiting.length - answered);
      waiting[answered]?.();
    }
    await found;

    expect(Math.max(...atATime)).toBe(4);
  });

  test("after five failures in a row all calls stop for a minute; one success forgets them", async () => {
    let isUp = false;
    const names = namesFrom((resource, id) =>
      isUp ? everything(resource, id) : new AdobeRequestError("no_answer_in_time"),
    );
    const findNew = (index: number) => names.find(FlowId.parse(`flow-${index}`), "prod");

    for (let index = 0; index < 50; index += 1) await findNew(index);
    expect(asked).toHaveLength(5);

    clock.advance(MINUTE - 1);
    expect(await findNew(50)).toEqual({ kind: "unavailable" });
    clock.advance(1);
    await findNew(51);
    await findNew(52);
    expect(asked).toHaveLength(6);

    isUp = true;
    clock.advance(MINUTE);
    expect(await findNew(52)).toMatchObject({ kind: "found" });
    expect(await findNew(50)).toMatchObject({ kind: "found" });
  });

  test.each([
    ["30", 30_000],
    [undefined, MINUTE],
  ])("a rate limit with Retry-After %s stops all calls", async (retryAfter, waitMs) => {
    const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
    let isLimited = true;
    const names = namesFrom((resource, id) =>
      isLimited ? new Response("", { status: 429, headers }) : everything(resource, id),
    );
    await names.find(FLOW, "prod");
    isLimited = false;

    clock.advance(waitMs - 1);
    expect(await names.find(FlowId.parse("flow-2"), "prod")).toEqual({ kind: "unavailable" });
    clock.advance(1);
    expect(await names.find(FlowId.parse("flow-2"), "prod")).toMatchObject({ kind: "found" });
  });

  test("a permission that lacks stops nothing and is logged once", async () => {
    const warned: object[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => warned.push(fields) };
    const names = namesFrom(
      (resource, id) =>
        resource === "dataSets" ? new Response("", { status: 403 }) : everything(resource, id),
      logger,
    );

    for (let index = 0; index < 20; index += 1) {
      await names.find(FlowId.parse(`flow-${index}`), `sandbox-${index}`);
    }

    expect(warned).toEqual([{ what: "names", resource: "catalog/dataSets", status: 403 }]);
    expect(asked).toHaveLength(100);
  });
});
