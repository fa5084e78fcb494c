import { describe, expect, test } from "@jest/globals";
import { createRegistrationReader } from "../../../src/adobe/registration.ts";
import { type AdobeRequest, AdobeRequestError } from "../../../src/adobe/request.ts";
import { deliveryOf } from "../../../src/domain/registration.ts";
import { silentLogger } from "../../support/builders.ts";

const URL_OF_IT = new URL("https://api.example/events/1/2/3/registrations/4");

function reading(request: AdobeRequest): ReturnType<typeof createRegistrationReader> {
  return createRegistrationReader({ request, url: URL_OF_IT, logger: silentLogger });
}

const answering = (value: unknown, status = 200): ReturnType<typeof reading> =>
  reading(async () => new Response(JSON.stringify(value), { status }));

/** As the I/O Events API describes it. */
const REGISTRATION = {
  id: 30_000,
  name: "Flowrun",
  client_id: "abc",
  registration_id: "4",
  webhook_status: "verified",
  delivery_type: "webhook_batch",
  enabled: true,
  events_of_interest: [{ event_code: "a" }, { event_code: "b", event_delivery_format: "adobe_io" }],
};

test("tells what Adobe says", async () => {
  expect(await answering(REGISTRATION)()).toEqual({
    name: "Flowrun",
    enabled: true,
    webhookStatus: "verified",
    statusText: "verified",
    deliveryType: "webhook_batch",
    deliveryFormat: "adobe_io",
  });
});

describe.each([
  [{ enabled: false, webhook_status: "verified" }, "verified", "disabled"],
  [{ enabled: true, webhook_status: "disabled" }, "disabled", "disabled"],
  [{ webhook_status: "UNSTABLE" }, "unstable", "unstable"],
  [{ enabled: true, webhook_status: "active" }, "verified", "active"],
  [{ enabled: true, webhook_status: "hook_unreachable" }, "unreachable", undefined],
  [{ enabled: true, webhook_status: "brand new" }, "unknown", undefined],
  [{ enabled: true }, "unknown", undefined],
] as const)("%j", (json, webhookStatus, delivery) => {
  test(`is ${webhookStatus}, and delivery is ${delivery}`, async () => {
    const state = await answering(json)();

    expect(state).toMatchObject({ webhookStatus });
    expect(state && deliveryOf(state)).toBe(delivery);
  });
});

test("parts of a wrong type are not known", async () => {
  const state = await answering({
    enabled: true,
    webhook_status: ["x"],
    name: { a: 1 },
    delivery_type: "<!channel>",
    events_of_interest: [7, null, { event_delivery_format: 3 }],
  })();

  expect(state).toEqual({ enabled: true, webhookStatus: "unknown" });
});

test("a name is one line of bounded length", async () => {
  const state = await answering({ enabled: true, name: `a\nb\u202E${"x".repeat(100_000)}` })();

  expect(state?.name).toMatch(/^a b xxx/);
  expect(state?.name?.length).toBeLessThanOrEqual(200);
});

test.each([
  ["403", answering({}, 403)],
  ["404", answering({}, 404)],
  ["500", answering({}, 500)],
  ["something else", answering({ hello: "world" })],
  ["a list", answering([REGISTRATION])],
  ["no JSON", reading(async () => new Response("<html>"))],
  ["no connection", reading(() => Promise.reject(new AdobeRequestError("no_connection")))],
])("%s: nothing is told, and nothing is thrown", async (_what, read) => {
  expect(await read()).toBeUndefined();
});
