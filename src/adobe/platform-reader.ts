import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { createBreaker } from "./breaker.ts";
import { readJson } from "./json-body.ts";
import { type AdobeRequest, AdobeRequestError } from "./request.ts";
import { retryAfterMs } from "./retry-after.ts";

/** `none`: Adobe has it not, or not for us. `unavailable`: worth asking again later. */
export type Lookup<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "none" }
  | { readonly kind: "unavailable"; readonly asked: boolean };

export type PlatformReader = (path: string, sandbox: string) => Promise<Lookup<unknown>>;

/** What was made of an answer's body. */
export type Taken<T> =
  | { readonly kind: "taken"; readonly value: T }
  | { readonly kind: "unusable"; readonly reason: string };

export type PlatformAsker = <T>(
  question: { readonly path: string; readonly sandbox: string },
  take: (response: Response) => Promise<Taken<T>>,
) => Promise<Lookup<T>>;

interface Parts {
  readonly request: AdobeRequest;
  readonly platformUrl: string;
  readonly clock: Pick<Clock, "now">;
  readonly logger: Logger;
  /** What it is asked for, for the log. */
  readonly what?: "names" | "diagnostics";
  /** Calls at a time; what is more waits its turn. */
  readonly atATime?: number;
}

const AT_A_TIME = 4;
const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;
const DEFAULT_PAUSE_MS = 60_000;

/** Asks for JSON. Never rejects. */
export function createPlatformReader(parts: Parts): PlatformReader {
  const ask = createPlatformAsker(parts);
  return (path, sandbox) => ask({ path, sandbox }, takeJson);
}

export async function takeJson(response: Response): Promise<Taken<unknown>> {
  const body = await readJson(response);
  return body.kind === "unusable" ? body : { kind: "taken", value: body.value };
}

/** Asks Adobe Experience Platform without ever asking much of it. Never rejects. */
export function createPlatformAsker(parts: Parts): PlatformAsker {
  const { request, platformUrl, clock, logger, what = "names", atATime = AT_A_TIME } = parts;
  const breaker = createBreaker(clock);
  const inTurn = createTurns(atATime);
  const refusals = new Set<string>();

  function failed(reason: string): Lookup<never> {
    if (breaker.failed()) {
      logger.warn({ what, reason }, "Adobe's APIs do not answer; they are not asked for a while");
    } else logger.debug({ what, reason }, "Adobe's API gave no usable answer");
    return { kind: "unavailable", asked: true };
  }

  /** Each kind of refusal is worth one line: it is a permission that somebody has to give. */
  function refused({ pathname }: URL, status: number): Lookup<never> {
    const resource = pathname.split("/").slice(3, 5).join("/");
    const once = `${resource} ${status}`;
    if (status !== 404 && !refusals.has(once)) {
      refusals.add(once);
      logger.warn({ what, resource, status }, "Adobe refuses an answer");
    }
    breaker.succeeded();
    return { kind: "none" };
  }

  const ask: PlatformAsker = async ({ path, sandbox }, take) => {
    if (breaker.isOpen()) return { kind: "unavailable", asked: false };
    try {
      const url = new URL(path, platformUrl);
      const response = await request(url, { sandbox });
      const { status } = response;
      if (status !== 200) {
        await response.body?.cancel().catch(() => undefined);
        if (status === TOO_MANY_REQUESTS) {
          breaker.pause(retryAfterMs(response.headers, clock.now()) ?? DEFAULT_PAUSE_MS);
        }
        return isAnswer(status) ? refused(url, status) : failed(`status ${status}`);
      }
      const body = await take(response);
      if (body.kind === "unusable") return failed(body.reason);
      breaker.succeeded();
      return { kind: "found", value: body.value };
    } catch (error) {
      if (error instanceof AdobeRequestError) return failed(error.fault);
      throw error;
    }
  };

  return (question, take) => inTurn(() => ask(question, take));
}

/** All else is trouble that passes, or a token that may be accepted later. */
function isAnswer(status: number): boolean {
  return status >= 400 && status < 500 && status !== UNAUTHORIZED && status !== TOO_MANY_REQUESTS;
}

function createTurns(atATime: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= atATime) await new Promise<void>((resolve) => waiting.push(resolve));
    else working += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}
