import { describe, expect, test } from "@jest/globals";
import { createLogger, type Logger, type LogLevel } from "../../src/logger.ts";

const SECRET = "xoxb-1234-very-secret";

function recording({
  level = "debug",
  secrets = [],
}: {
  level?: LogLevel;
  secrets?: string[];
} = {}): { logger: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const logger = createLogger({
    level,
    secrets,
    destination: { write: (line) => lines.push(line) },
  });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? "") };
}

test("a line is one JSON object: level and time in words, fields, a constant message", () => {
  const { logger, lines, last } = recording();

  logger.info({ runId: "run-1", count: 3, nothing: null }, "something happened");

  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith("\n")).toBe(true);
  expect(last()).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    runId: "run-1",
    count: 3,
    nothing: null,
    msg: "something happened",
  });
});

test.each<[LogLevel, string[]]>([
  ["debug", ["debug", "info", "warn", "error"]],
  ["info", ["info", "warn", "error"]],
  ["warn", ["warn", "error"]],
  ["error", ["error"]],
  ["silent", []],
])("level %s lets through %j", (level, expected) => {
  const { logger, lines } = recording({ level });

  logger.debug({}, "one");
  logger.info({}, "two");
  logger.warn({}, "three");
  logger.error({}, "four");

  expect(lines.map((line) => JSON.parse(line).level)).toEqual(expected);
});

test("a child adds its fields to each line", () => {
  const { logger, last } = recording();

  logger.child({ part: "outbox" }).child({ deliveryId: "d-1" }).warn({ attempt: 2 }, "not said");

  expect(last()).toMatchObject({ part: "outbox", deliveryId: "d-1", attempt: 2 });
});

describe("what is named like a secret", () => {
  test.each([
    "token",
    "botToken",
    "signing_secret",
    "clientSecret",
    "password",
    "Authorization",
    "cookie",
    "set-cookie",
    "x-slack-signature",
    "apiKey",
    "api_key",
    "x-api-key",
  ])("%s is not written", (key) => {
    const { logger, lines, last } = recording();

    logger.info({ [key]: SECRET }, "told");

    expect(lines.join("")).not.toContain(SECRET);
    expect(last()[key]).toBe("[secret]");
  });

  test("at any depth, in objects, lists and whole objects of that name", () => {
    const { logger, lines, last } = recording();

    logger.info(
      {
        request: { headers: { authorization: `Bearer ${SECRET}`, accept: "json" } },
        list: [{ token: SECRET }, { fine: 1 }],
        tokens: { first: SECRET },
      },
      "told",
    );

    expect(lines.join("")).not.toContain(SECRET);
    expect(last()).toMatchObject({
      request: { headers: { authorization: "[secret]", accept: "json" } },
      list: [{ token: "[secret]" }, { fine: 1 }],
      tokens: "[secret]",
    });
  });
});

test("what is nested without end is cut off, and a circle does not hang", () => {
  const { logger, lines } = recording();
  const circle: Record<string, unknown> = { name: "circle" };
  circle["self"] = circle;

  logger.info({ circle }, "told");

  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("[deep]");
});

describe("errors", () => {
  test("are told by message and stack, with what their causes say", () => {
    const { logger, last } = recording();
    const cause = new TypeError("no connection");

    logger.error({ err: new Error("the call failed", { cause }) }, "told");

    const told = JSON.stringify(last()["err"]);
    expect(told).toContain("the call failed");
    expect(told).toContain("no connection");
    expect(told).toContain("logger.test");
  });

  test("in other fields are told by type, message, code and stack, with their causes", () => {
    const { logger, last } = recording();
    const cause = Object.assign(new TypeError("no connection"), { code: "ECONNREFUSED" });

    logger.error({ failure: new Error("the call failed", { cause }) }, "told");

    expect(last()["failure"]).toEqual({
      type: "Error",
      message: "the call failed",
      stack: expect.stringContaining("logger.test"),
      cause: {
        type: "TypeError",
        message: "no connection",
        code: "ECONNREFUSED",
        stack: expect.any(String),
      },
    });
  });

  test("lose what a client hangs on them: a whole request may be there", () => {
    const { logger, lines } = recording();
    const error = Object.assign(new Error("status 500"), {
      request: { headers: { "x-custom": SECRET } },
      config: { data: SECRET },
      code: { of: SECRET },
    });

    logger.error({ err: error, nested: { deep: [error] } }, "told");

    expect(lines.join("")).not.toContain(SECRET);
  });

  test("whose causes go in a circle end", () => {
    const { logger, lines } = recording();
    const error = new Error("one");
    error.cause = error;

    logger.error({ err: error }, "told");

    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeLessThan(50_000);
  });

  test("with a cause that is no error are told without it", () => {
    const { logger, last } = recording();

    logger.error({ err: new Error("one", { cause: { token: SECRET } }) }, "told");

    expect(last()["err"]).not.toHaveProperty("cause");
  });
});

describe("known secrets", () => {
  test("are taken out wherever they stand: in texts, messages, stacks, causes and children", () => {
    const { logger, lines } = recording({ secrets: [SECRET, "signing-secret"] });
    const error = new Error(`bad ${SECRET}`, { cause: new Error(`signing-secret ${SECRET}`) });

    logger.error({ err: error, url: `https://a.example/?t=${SECRET}&u=${SECRET}` }, "told");
    logger.child({ detail: SECRET }).info({}, `by mistake ${SECRET}`);

    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toMatch(/very-secret|signing-secret/);
    expect(lines[0]).toContain("https://a.example/?t=[secret]&u=[secret]");
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  test("that are too short to be told from ordinary words are left alone", () => {
    const { logger, last } = recording({ secrets: ["a", ""] });

    logger.info({ word: "banana" }, "told");

    expect(last()["word"]).toBe("banana");
  });
});

test("an error under any key is told with its class, its code and its cause", () => {
  const { logger, last } = recording();
  const cause = Object.assign(new TypeError("no connection"), { code: "ECONNREFUSED" });

  logger.error({ err: new Error("the call failed", { cause }) }, "told");

  expect(last()["err"]).toEqual({
    type: "Error",
    message: "the call failed",
    stack: expect.stringContaining("logger.test"),
    cause: {
      type: "TypeError",
      message: "no connection",
      code: "ECONNREFUSED",
      stack: expect.any(String),
    },
  });
});
