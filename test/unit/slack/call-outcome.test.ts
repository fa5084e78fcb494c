import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { AlertId } from "../../../src/domain/ids.ts";
import { classify } from "../../../src/slack/call-outcome.ts";
import { createSlackClient } from "../../../src/slack/client.ts";
import { listenOn } from "../../support/listen-on.ts";

const platform = (error: string): WebAPIPlatformError =>
  new WebAPIPlatformError({ ok: false, error });

const withCode = (code: string, message = code): Error =>
  Object.assign(new Error(message), { code });

/** As `fetch` reports a connection that failed: the reason is the cause. */
const fetchFailed = (cause: Error): WebAPIRequestError =>
  new WebAPIRequestError(new TypeError("fetch failed", { cause }));

describe("surely not said", () => {
  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"])(
    "%s: the connection never came about",
    (code) => {
      expect(classify(fetchFailed(withCode(code)))).toEqual({ kind: "not_said", error: code });
    },
  );

  test.each([
    [new WebAPIRateLimitedError(7), 7_000],
    [new WebAPIRateLimitedError(0), 1_000],
    [new WebAPIRateLimitedError(1e15), 3_600_000],
    [new Error("Retry header did not contain a valid timeout"), 30_000],
    [platform("ratelimited"), 30_000],
    [platform("rate_limited"), 30_000],
    [platform("message_limit_exceeded"), 30_000],
  ])("%s waits %d ms", (error, retryAfterMs) => {
    expect(classify(error)).toEqual({ kind: "rate_limited", retryAfterMs });
  });

  test.each(["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"])(
    "%s: our token",
    (error) => {
      expect(classify(platform(error))).toEqual({ kind: "login_refused", error });
    },
  );

  test.each([
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "missing_scope",
  ])("%s: people can mend it", (error) => {
    expect(classify(platform(error))).toEqual({ kind: "channel_refused", error });
  });

  test("message_not_found: somebody deleted it", () => {
    expect(classify(platform("message_not_found"))).toEqual({ kind: "message_gone" });
  });

  test.each(["msg_too_long", "invalid_blocks", "some_word_of_next_year"])(
    "%s: refused for good",
    (error) => {
      expect(classify(platform(error))).toEqual({ kind: "refused", error });
    },
  );
});

describe("perhaps said", () => {
  test.each(["fatal_error", "internal_error", "service_unavailable", "request_timeout"])(
    "%s: Slack itself is not sure",
    (error) => {
      expect(classify(platform(error))).toEqual({ kind: "unknown", error });
    },
  );

  test.each([
    "<!doctype html><title>Slack</title>",
    "Not Found",
    "",
    "x",
    "a".repeat(100),
    "channel_not_found\n",
  ])("%j is no answer of Slack's", (error) => {
    expect(classify(platform(error))).toEqual({ kind: "unknown", error: "not_slacks_answer" });
  });

  test.each([500, 502, 503, 504, 404, 302])("status %d", (status) => {
    expect(classify(new WebAPIHTTPError(status, "words", {}))).toEqual({
      kind: "unknown",
      error: `http_${status}`,
    });
  });

  test.each(["ECONNRESET", "ETIMEDOUT", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"])(
    "%s: it may have been sent",
    (code) => {
      expect(classify(fetchFailed(withCode(code)))).toEqual({ kind: "unknown", error: code });
    },
  );

  test("a time-out is named", () => {
    const timeout = new DOMException("The operation was aborted", "TimeoutError");

    expect(classify(new WebAPIRequestError(timeout))).toEqual({
      kind: "unknown",
      error: "TimeoutError",
    });
  });

  test.each([
    [new RangeError("odd"), "RangeError"],
    ["a text", "unknown_error"],
    [undefined, "unknown_error"],
    [{ code: "not a system's code" }, "unknown_error"],
  ])("what is no error of Slack's client: %s", (thrown, error) => {
    expect(classify(thrown)).toEqual({ kind: "unknown", error });
  });

  test("a reason that lies too deep is not dug out, and a circle of causes ends", () => {
    const circle = new Error("one");
    circle.cause = circle;

    expect(classify(circle)).toEqual({ kind: "unknown", error: "Error" });
  });
});

test("no outcome carries more than a word: neither Slack's page nor an address", () => {
  const outcomes = [
    classify(platform("<html>xoxb-1234</html>")),
    classify(new WebAPIHTTPError(500, "xoxb-1234", { "x-token": "xoxb-1234" }, "xoxb-1234")),
    classify(fetchFailed(withCode("ECONNRESET", "xoxb-1234"))),
  ];

  expect(JSON.stringify(outcomes)).not.toContain("xoxb");
});

describe("what Slack's client really makes of an answer", () => {
  let host: Awaited<ReturnType<typeof listenOn>> | undefined;

  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  async function outcomeOf(answer: RequestListener) {
    host = await listenOn(createServer(answer));
    return post(`${host.url}/api/`);
  }

  const post = (apiUrl: string) =>
    createSlackClient({ botToken: "xoxb-test", apiUrl }).post({
      channel: "C0FLOWRUNS",
      content: { text: "hello", blocks: [] },
      metadata: {
        deliveryId: "d-1",
        subject: { kind: "alert", alertId: AlertId.parse("a-1") },
        revision: 1,
      },
    });

  const json = (body: object): RequestListener => {
    return (_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
  };

  test.each<[string, RequestListener, object]>([
    ["ok", json({ ok: true, ts: "1764.0001" }), { kind: "said", ts: "1764.0001" }],
    ["ok without ts", json({ ok: true }), { kind: "unknown", error: "answer_without_ts" }],
    [
      "an error",
      json({ ok: false, error: "is_archived" }),
      { kind: "channel_refused", error: "is_archived" },
    ],
    [
      "429",
      (_request, response) => response.writeHead(429, { "retry-after": "12" }).end(),
      { kind: "rate_limited", retryAfterMs: 12_000 },
    ],
    [
      "503",
      (_request, response) => response.writeHead(503).end("busy"),
      { kind: "unknown", error: "http_503" },
    ],
    [
      "a page of HTML",
      (_request, response) => response.end("<!doctype html><p>One moment."),
      { kind: "unknown", error: "not_slacks_answer" },
    ],
  ])("%s", async (_name, answer, expected) => {
    expect(await outcomeOf(answer)).toEqual(expected);
  });
});
