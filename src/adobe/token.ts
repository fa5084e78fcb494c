import { z } from "zod";
import type { Clock } from "../clock.ts";
import { backoffMs } from "../domain/delivery.ts";
import type { Logger } from "../logger.ts";
import { createDeadlines } from "./deadlines.ts";
import { readJson } from "./json-body.ts";
import { retryAfterMs } from "./retry-after.ts";

/** `refused`: IMS does not accept our credentials. `unavailable`: it cannot be asked now. */
export type TokenLookup =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

export interface TokenSource {
  /** Never rejects. */
  find(): Promise<TokenLookup>;
  /** The platform did not accept this token; the next `find` asks for a new one. */
  discard(token: string): void;
}

export interface TokenParts {
  readonly imsUrl: string;
  readonly clientId: string;
  /** Tried in this order where IMS does not know the client by the first: two may coexist. */
  readonly clientSecrets: readonly string[];
  readonly scopes: readonly string[];
  readonly fetch?: typeof globalThis.fetch;
  readonly clock: Pick<Clock, "now">;
  readonly random: () => number;
  readonly logger: Logger;
  readonly timeoutMs?: number;
  /** Ends what is under way. */
  readonly closing?: AbortSignal;
}

const TIMEOUT_MS = 5_000;
/** A token is not used for its last five minutes, so that none ends under way. */
const MARGIN_MS = 5 * 60_000;
/** A token that is said to end at once is used so long all the same: IMS throttles who asks all the time. */
const SHORTEST_MS = 30_000;
const LONGEST_MS = 24 * 3_600_000;
/** The platform's refusals may renew a token only so often. */
const DISCARDED_AT_MOST_EVERY_MS = 60_000;
/** Wrong credentials are not mended by asking; a scope that somebody adds is found out after this. */
const REFUSED_FOR_MS = 5 * 60_000;

const Issued = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16000}$/),
  /** Seconds. */
  expires_in: z.coerce.number().nonnegative().catch(0),
});
const Refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

type Asked =
  | { readonly kind: "issued"; readonly token: string; readonly usableMs: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string; readonly waitMs?: number };

/** The access token of OAuth server-to-server: kept until shortly before its end, one request at a time. */
export function createTokenSource(parts: TokenParts): TokenSource {
  const { clock, random, logger } = parts;
  const asking = { ...parts, startDeadline: createDeadlines(parts.closing) };
  let held: { token: string; from: number; until: number } | undefined;
  let pause: { lookup: TokenLookup; until: number } | undefined;
  let underWay: Promise<TokenLookup> | undefined;
  let failures = 0;
  let discardedAt = Number.NEGATIVE_INFINITY;

  async function renew(): Promise<TokenLookup> {
    const asked = await askInOrder(asking);
    const now = clock.now();
    if (asked.kind === "issued") {
      failures = 0;
      held = { token: asked.token, from: now, until: now + asked.usableMs };
      logger.info({ usableMs: asked.usableMs }, "Adobe issued an access token");
      return { kind: "token", token: asked.token };
    }
    const { kind, reason } = asked;
    failures += 1;
    const waitMs = asked.kind === "refused" ? REFUSED_FOR_MS : asked.waitMs;
    const pauseMs = waitMs ?? backoffMs(failures, random);
    pause = { lookup: { kind, reason }, until: now + pauseMs };
    logger.warn({ kind, reason, pauseMs }, "no access token from Adobe's IMS");
    return pause.lookup;
  }

  return {
    find() {
      const now = clock.now();
      // A clock that was set back must not make a token last longer.
      if (held !== undefined && now >= held.from && now < held.until) {
        return Promise.resolve({ kind: "token", token: held.token });
      }
      if (pause !== undefined && now < pause.until) return Promise.resolve(pause.lookup);
      underWay ??= renew().finally(() => (underWay = undefined));
      return underWay;
    },
    discard(token) {
      const now = clock.now();
      if (held?.token !== token || now - discardedAt < DISCARDED_AT_MOST_EVERY_MS) return;
      discardedAt = now;
      held = undefined;
    },
  };
}

type AskParts = TokenParts & { readonly startDeadline: ReturnType<typeof createDeadlines> };

async function askInOrder(parts: AskParts): Promise<Asked> {
  let last: Asked = { kind: "refused", reason: "no client secret is set" };
  for (const secret of parts.clientSecrets) {
    last = await ask(parts, secret);
    if (last.kind !== "refused" || last.reason !== "invalid_client") return last;
  }
  return last;
}

async function ask(parts: AskParts, secret: string): Promise<Asked> {
  const { imsUrl, clientId, scopes, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = parts;
  const deadline = parts.startDeadline(timeoutMs);
  try {
    const response = await fetch(new URL("/ims/token/v3", imsUrl), {
      method: "POST",
      redirect: "manual",
      signal: deadline.signal,
      headers: { accept: "application/json" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: secret,
        scope: scopes.join(","),
      }),
    });
    return await read(response, parts.clock.now());
  } catch {
    // The cause is not told: an HTTP client's error may carry the request, and that the secret.
    return {
      kind: "unavailable",
      reason: deadline.isOver() ? "no answer in time" : "no connection",
    };
  }
}

async function read(response: Response, now: number): Promise<Asked> {
  const { status } = response;
  const body = await readJson(response);
  if (status === 429 || status >= 500) {
    const waitMs = retryAfterMs(response.headers, now);
    const reason = `status ${status}`;
    return { kind: "unavailable", reason, ...(waitMs === undefined ? {} : { waitMs }) };
  }
  if (status >= 400) {
    const refusal = Refusal.safeParse(body.kind === "json" ? body.value : undefined);
    return { kind: "refused", reason: refusal.success ? refusal.data.error : `status ${status}` };
  }
  const issued = Issued.safeParse(body.kind === "json" ? body.value : undefined);
  if (status !== 200 || !issued.success) {
    const reason = body.kind === "unusable" ? body.reason : `status ${status} without a token`;
    return { kind: "unavailable", reason };
  }
  const { access_token: token, expires_in: seconds } = issued.data;
  return { kind: "issued", token, usableMs: usableMs(seconds * 1_000) };
}

function usableMs(lifetimeMs: number): number {
  return Math.min(Math.max(lifetimeMs - MARGIN_MS, SHORTEST_MS), LONGEST_MS);
}
