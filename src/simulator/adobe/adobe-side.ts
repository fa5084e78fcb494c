import type { Router } from "express";
import { type Changes, createChanges } from "../changes.ts";
import { parseJson } from "../slack/json.ts";
import type { WireLog } from "../wire-log.ts";
import { type Account, type ApiControls, createApiRoutes } from "./api-routes.ts";
import { callWebhook, type WebhookAnswer, withRetries } from "./deliver.ts";
import { type AdobeFaults, NO_ADOBE_FAULTS } from "./faults.ts";
import { JOURNAL_PATH } from "./journal/answers.ts";
import { createJournalSide, type JournalOptions, type JournalSide } from "./journal/journal.ts";
import { createKeyRoute } from "./key-route.ts";
import { createKeyRing, type KeyRing } from "./keys.ts";
import { createRegistrationSide, type RegistrationSide } from "./registration.ts";
import { eventIdOf, type SignOptions, signNotification } from "./sign.ts";
import { createStreams, type Streams } from "./streams.ts";
import { createValidationSide, type ValidationAnswer, type ValidationSide } from "./validation.ts";

const WEBHOOK = "/webhooks/adobe";

export interface PostOptions {
  readonly eventId?: string | undefined;
  readonly eventCode?: string | undefined;
  /** Over those of the signature; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent in the place of what was signed. */
  readonly raw?: Buffer | string;
  /** How long Adobe waits before each further try. Default: it does not try again. */
  readonly retryDelaysMs?: readonly number[];
}

export interface AdobeSide extends ApiControls, Streams {
  readonly sign: (body: Buffer | string, options?: SignOptions) => Record<string, string>;
  /** Signs and sends. Bytes go as they are, all else as JSON. */
  readonly post: (body: unknown, options?: PostOptions) => Promise<WebhookAnswer>;
  readonly registration: RegistrationSide;
  readonly challenge: (
    value: string,
  ) => Promise<{ readonly status: number; readonly body: string; readonly contentType: string }>;
  /** Asks to confirm the registration, as Adobe does where the challenge was not answered: unsigned. */
  readonly validate: (origin: string) => Promise<ValidationAnswer>;
  /** How often the app has confirmed one. */
  readonly validations: () => number;
  readonly faults: () => AdobeFaults;
  readonly setFaults: (faults: Partial<AdobeFaults>) => void;
  /** Paths that were asked for, oldest first. */
  readonly keyRequests: () => readonly string[];
  readonly rotateKeys: () => void;
  readonly journal: JournalSide;
}

export interface AdobeSideOptions {
  readonly changes: Changes;
  readonly wire: WireLog;
  readonly closing: AbortSignal;
  readonly account: Account;
  readonly journal: Omit<JournalOptions, "changes" | "wire">;
}

export interface AdobeSideParts {
  readonly adobe: AdobeSide;
  readonly router: Router;
  readonly connect: (appUrl: string) => void;
}

interface Line {
  readonly ring: KeyRing;
  readonly options: AdobeSideOptions;
  readonly webhook: (query?: Readonly<Record<string, string>>) => URL;
}

export function createAdobeSide(options: AdobeSideOptions): AdobeSideParts {
  const ring = createKeyRing();
  const faultChanges = createChanges();
  const requests: string[] = [];
  let faults = NO_ADOBE_FAULTS;
  let appUrl: string | undefined;

  const webhook: Line["webhook"] = (query = {}) => {
    if (appUrl === undefined) throw new Error("no app to send to: call connect(appUrl) first");
    return new URL(
      `${WEBHOOK}?${new URLSearchParams(query).toString()}`.replace(/\?$/, ""),
      appUrl,
    );
  };
  const line: Line = { ring, options, webhook };
  const router = createKeyRoute({
    ring,
    faults: () => faults,
    whenFaultsChange: faultChanges.subscribe,
    onRequest: (path) => {
      requests.push(path);
      logKeyRequest(options.wire, faults);
    },
  });
  const apis = createApiRoutes({
    account: options.account,
    wire: options.wire,
    faults: () => faults,
    whenFaultsChange: faultChanges.subscribe,
  });
  const validation = createValidationSide();
  const events = createEventsSide(line, apis);
  router.use(apis.router, validation.router, ...events.routers);
  return {
    router,
    connect: (url) => {
      appUrl = url;
    },
    adobe: {
      sign: (body, signOptions) => signNotification(ring, body, signOptions),
      post(body, postOptions) {
        apis.learn(Buffer.isBuffer(body) ? parseJson(body.toString("utf8")) : body);
        return post(line, body, postOptions);
      },
      challenge: (value) => challenge(line, value),
      validate: (origin) => validate(line, validation.open(origin)),
      validations: validation.visits,
      faults: () => faults,
      setFaults: (partial) => {
        faults = { ...faults, ...partial };
        faultChanges.touch();
        options.changes.touch();
      },
      keyRequests: () => [...requests],
      rotateKeys: () => ring.rotate(),
      ...apis.controls,
      ...events.controls,
    },
  };
}

/** I/O Events: the journal and the registration, for whoever has a token. */
function createEventsSide(
  line: Line,
  { isIssued, learn, controls: { runBook } }: ReturnType<typeof createApiRoutes>,
): {
  readonly controls: Streams & Pick<AdobeSide, "journal" | "registration">;
  readonly routers: readonly Router[];
} {
  const { options } = line;
  const accepts = (token: string): boolean => options.journal.accepts(token) || isIssued(token);
  const { journal, router } = createJournalSide({ ...options, ...options.journal, accepts });
  const { registration, router: registrationRouter } = createRegistrationSide({
    ...options,
    clientId: options.account.clientId,
    journalPath: JOURNAL_PATH,
    accepts,
  });
  const learning: JournalSide = {
    ...journal,
    add(body, entryOptions) {
      learn(body);
      return journal.add(body, entryOptions);
    },
  };
  const streams = createStreams({ journal: learning, registration, runBook }, (...sent) =>
    post(line, ...sent),
  );
  return {
    controls: { journal: learning, registration, ...streams },
    routers: [router, registrationRouter],
  };
}

function logKeyRequest(wire: WireLog, { keys }: AdobeFaults): void {
  const ok = keys === false;
  wire.add({ side: "adobe", what: "GET public key", outcome: ok ? "200" : String(keys), ok });
}

async function challenge(line: Line, value: string): ReturnType<AdobeSide["challenge"]> {
  const { status, body, headers } = await call(line, { challenge: value });
  return { status, body, contentType: headers["content-type"] ?? "" };
}

async function call(
  { options, webhook }: Line,
  query: Readonly<Record<string, string>>,
): Promise<WebhookAnswer> {
  const answer = await callWebhook({ url: webhook(query), method: "GET" }, options.closing);
  logAnswer(options.wire, `GET ${WEBHOOK}`, answer);
  return answer;
}

async function validate(
  { options, webhook }: Line,
  { url, visited }: ReturnType<ValidationSide["open"]>,
): Promise<ValidationAnswer> {
  const answer = await callWebhook(
    {
      url: webhook(),
      method: "POST",
      headers: { "content-type": "application/json" },
      body: toBytes({ validationUrl: url }),
    },
    options.closing,
  );
  logAnswer(options.wire, `POST ${WEBHOOK} validationUrl`, answer);
  return { status: answer.status, visited };
}

function post(line: Line, body: unknown, options: PostOptions = {}): Promise<WebhookAnswer> {
  const { ring, webhook } = line;
  const { closing, wire } = line.options;
  const bytes = toBytes(body);
  const sent = options.raw === undefined ? bytes : Buffer.from(options.raw);
  const eventId = options.eventId ?? eventIdOf(bytes);
  const attempt = async (retryCount: number): Promise<WebhookAnswer> => {
    const signed = signNotification(ring, bytes, {
      eventId,
      eventCode: options.eventCode,
      retryCount,
    });
    const headers = dropAbsent({ ...signed, ...options.headers });
    const answer = await callWebhook(
      { url: webhook(), method: "POST", headers, body: sent },
      closing,
    );
    logAnswer(wire, `POST ${WEBHOOK}`, answer);
    return answer;
  };
  return withRetries(attempt, { delaysMs: options.retryDelaysMs ?? [], closing });
}

function toBytes(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

const dropAbsent = (
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

function logAnswer(wire: WireLog, what: string, { status }: WebhookAnswer): void {
  wire.add({ side: "adobe", what, outcome: String(status), ok: status >= 200 && status < 300 });
}
