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

interface Parts {
  readonly request: AdobeRequest;
  readonly platformUrl: string;
  readonly clock: Pick<Clock, "now">;
  readonly logger: Logger;
}

/** Calls at a time; what is more waits its turn. */
const AT_A_TIME = 4;
const UNAUTHORIZED = 401;
const TOO_MANY_REQUESTS = 429;
const DEFAULT_PAUSE_MS = 60_000;

/** Reads from Adobe Experience Platform without ever asking much of it. Never rejects. */
export function createPlatformReader(parts: Parts): PlatformReader {
  const { request, platformUrl, clock, logger } = parts;
  const breaker = createBreaker(clock);
  const inTurn = createTurns(AT_A_TIME);
  const refusals = new Set<string>();

  function failed(reason: string): Lookup<unknown> {
    if (breaker.failed()) {
      logger.warn({ reason }, "Adobe's APIs do not answer; names are not asked for for a while");
    } else logger.debug({ reason }, "Adobe's API gave no usable answer");
    return { kind: "unavailable", asked: true };
  }

  /** Each kind of refusal is worth one line: it is a permission that somebody has to give. */
  function refused(path: string, status: number): Lookup<unknown> {
    const resource = path.split("/").at(-2) ?? "";
    const once = `${resource} ${status}`;
    if (status !== 404 && !refusals.has(once)) {
      refusals.add(once);
      logger.warn({ resource, status }, "Adobe refuses to tell names");
    }
    breaker.succeeded();
    return { kind: "none" };
  }

  async function ask(path: string, sandbox: string): Promise<Lookup<unknown>> {
    if (breaker.isOpen()) return { kind: "unavailable", asked: false };
    try {
      const response = await request(new URL(path, platformUrl), { sandbox });
      const { status } = response;
      if (status !== 200) {
        await response.body?.cancel().catch(() => undefined);
        if (status === TOO_MANY_REQUESTS) {
          breaker.pause(retryAfterMs(response.headers, clock.now()) ?? DEFAULT_PAUSE_MS);
        }
        return isAnswer(status) ? refused(path, status) : failed(`status ${status}`);
      }
      const body = await readJson(response);
      if (body.kind === "unusable") return failed(body.reason);
      breaker.succeeded();
      return { kind: "found", value: body.value };
    } catch (error) {
      if (error instanceof AdobeRequestError) return failed(error.fault);
      throw error;
    }
  }

  return (path, sandbox) => inTurn(() => ask(path, sandbox));
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
