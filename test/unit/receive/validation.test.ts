import { beforeEach, expect, test } from "@jest/globals";
import {
  createValidator,
  readValidation,
  VALIDATION_ORIGIN,
  type ValidationOutcome,
  type ValidationResult,
} from "../../../src/receive/validation.ts";
import { aLogger } from "./support.ts";

const ID = "11111111-2222-4333-8444-555555555555";
const CHALLENGE = "66666666-7777-4888-9999-aaaaaaaaaaaa";
const URL_OF = `https://csm.adobe.io/csm/registrations/validate?id=${ID}&challenge=${CHALLENGE}`;
const read = (body: unknown): ReturnType<typeof readValidation> =>
  readValidation(Buffer.from(JSON.stringify(body)), VALIDATION_ORIGIN);

test("Adobe's request is read, to its two ids", () => {
  expect(read({ validationUrl: URL_OF })).toEqual({ id: ID, challenge: CHALLENGE });
});

test.each([
  URL_OF.replace("https:", "http:"),
  URL_OF.replace("csm.adobe.io", "csm.adobe.io."),
  URL_OF.replace("csm.adobe.io", "csm.adobe.io:444"),
  URL_OF.replace("csm.adobe.io", "CSM.adobe.io"),
  URL_OF.replace("csm.adobe.io", "evil.example"),
  URL_OF.replace("csm.adobe.io", "csm.adobe.io@evil.example"),
  URL_OF.replace("https://", "https://user:secret@"),
  URL_OF.replace("/csm/", "/csm/../csm/"),
  URL_OF.replace("validate?", "validate/?"),
  URL_OF.replace(ID, `${ID}%00`),
  URL_OF.replace("id=", "%69d="),
  `${URL_OF}&id=${ID}`,
  `${URL_OF} `,
  "file:///etc/passwd",
])("%s is not Adobe's", (validationUrl) => {
  expect(read({ validationUrl })).toBeUndefined();
});

test("a body with anything more is not Adobe's", () => {
  expect(read({ validationUrl: URL_OF, event: {} })).toBeUndefined();
  expect(read([{ validationUrl: URL_OF }])).toBeUndefined();
  expect(read({ validationUrl: [URL_OF] })).toBeUndefined();
});

const told: ValidationResult[] = [];
beforeEach(() => {
  told.length = 0;
});

interface Asked {
  readonly url: string;
  readonly redirect: RequestInit["redirect"];
}

function aValidator(
  answer: () => Promise<Response>,
  onValidated: (result: ValidationResult) => Promise<void> = async (result) => {
    told.push(result);
  },
) {
  const counted: ValidationOutcome[] = [];
  const asked: Asked[] = [];
  const clock = { now: 0 };
  const { logger, entries } = aLogger();
  const validate = createValidator({
    origin: VALIDATION_ORIGIN,
    now: () => clock.now,
    count: (outcome) => counted.push(outcome),
    onValidated,
    logger,
    fetch: (url, init) => {
      asked.push({ url: String(url), redirect: init?.redirect });
      return answer();
    },
    timeoutMs: 20,
  });
  return { validate, counted, asked, clock, entries };
}

const ok = (): Promise<Response> => Promise.resolve(new Response("{}"));
const nth = (n: number): { id: string; challenge: string } => ({
  id: ID.replace(/^1/, String(n)),
  challenge: CHALLENGE,
});

test("the address that is fetched is our own, and no redirect is followed", async () => {
  const { validate, asked, counted } = aValidator(ok);

  await validate({ id: ID, challenge: CHALLENGE });

  expect(asked).toEqual([{ url: URL_OF, redirect: "manual" }]);
  expect(counted).toEqual(["validation_confirmed"]);
  expect(told).toEqual([{ kind: "registration_confirmed" }]);
});

test("an operator who cannot be told is logged, and nothing else fails", async () => {
  const { validate, counted, entries } = aValidator(ok, () => Promise.reject(new Error("disk")));

  await validate({ id: ID, challenge: CHALLENGE });

  expect(counted).toEqual(["validation_confirmed"]);
  expect(entries).toMatchObject([{ level: "info" }, { level: "error" }]);
});

test.each<[string, () => Promise<Response>, string]>([
  ["a redirect", () => Promise.resolve(new Response(null, { status: 302 })), "Adobe answered 302"],
  ["a refusal", () => Promise.resolve(new Response("no", { status: 404 })), "Adobe answered 404"],
  ["no connection", () => Promise.reject(new TypeError("fetch failed")), "no connection"],
])("%s is told in words", async (_what, answer, reason) => {
  const { validate, counted, entries } = aValidator(answer);

  await validate(nth(1));

  expect(counted).toEqual(["validation_failed"]);
  expect(entries).toMatchObject([{ level: "error", fields: { reason } }]);
  expect(told).toEqual([{ kind: "registration_failed", reason }]);
  expect(JSON.stringify(entries)).not.toContain(CHALLENGE);
});

test("an id is asked for again after five minutes, others after one, not before", async () => {
  const { validate, counted, clock } = aValidator(ok);

  for (const n of [1, 1, 2, 3, 4]) await validate(nth(n));
  clock.now = 60_000;
  await validate(nth(1));
  await validate(nth(4));
  clock.now = 300_000;
  await validate(nth(1));

  expect(counted).toEqual([
    "validation_confirmed",
    "validation_repeated",
    "validation_confirmed",
    "validation_confirmed",
    "validation_limited",
    "validation_repeated",
    "validation_confirmed",
    "validation_confirmed",
  ]);
});
