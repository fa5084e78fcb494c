import { NEVER_CONNECTED } from "../domain/never-connected.ts";
import { isSecureOrLoopback } from "../domain/secure-address.ts";
import { createDeadlines } from "./deadlines.ts";
import type { TokenSource } from "./token.ts";

export interface AdobeRequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sandbox?: string;
  /** For what must not be done twice: it is sent once, whatever the answer. */
  readonly once?: boolean;
}

/** One call of an Adobe API with our credentials. @throws AdobeRequestError where there is no answer */
export type AdobeRequest = (url: URL, options?: AdobeRequestOptions) => Promise<Response>;

type AdobeRequestFault =
  | "foreign_host"
  | "no_token"
  | "no_answer_in_time"
  | "no_connection"
  /** The connection never came about: surely nothing was sent. */
  | "not_reached"
  | "redirect";

/** Holds nothing of the request: that has the token in it. */
export class AdobeRequestError extends Error {
  readonly fault: AdobeRequestFault;
  /** IMS does not accept our credentials, and says why; asking again does not help. */
  readonly tokenRefusal: string | undefined;

  constructor(fault: AdobeRequestFault, tokenRefusal?: string) {
    super(`Adobe's API gave no answer: ${fault}`);
    this.name = "AdobeRequestError";
    this.fault = fault;
    this.tokenRefusal = tokenRefusal;
  }
}

interface Parts {
  readonly tokens: TokenSource;
  readonly clientId: string;
  readonly orgId: string;
  /** The token goes to these addresses only; their paths do not matter. */
  readonly hosts: readonly string[];
  readonly fetch?: typeof globalThis.fetch;
  /** For all of a call, with the reading of the answer. */
  readonly timeoutMs?: number;
  /** Ends what is under way. */
  readonly closing?: AbortSignal;
}

const TIMEOUT_MS = 5_000;
const UNAUTHORIZED = 401;

/**
 * Adds what Adobe's APIs want to know; a token that is refused is renewed and the call made again, once, unless
 * it may be made only once.
 */
export function createAdobeRequest(parts: Parts): AdobeRequest {
  const { tokens } = parts;
  const sending = { ...parts, startDeadline: createDeadlines(parts.closing) };
  const origins = new Set(parts.hosts.map((host) => new URL(host).origin));

  return async (url, options = {}) => {
    if (!origins.has(url.origin) || !isSecureOrLoopback(url)) {
      throw new AdobeRequestError("foreign_host");
    }
    const token = await tokenOf(tokens);
    const response = await send(sending, url, { ...options, token });
    if (response.status !== UNAUTHORIZED) return response;
    tokens.discard(token);
    if (options.once === true) return response;
    const renewed = await tokens.find();
    if (renewed.kind !== "token" || renewed.token === token) return response;
    await response.body?.cancel().catch(() => undefined);
    return send(sending, url, { ...options, token: renewed.token });
  };
}

async function tokenOf(tokens: TokenSource): Promise<string> {
  const lookup = await tokens.find();
  if (lookup.kind === "token") return lookup.token;
  throw new AdobeRequestError("no_token", lookup.kind === "refused" ? lookup.reason : undefined);
}

type SendParts = Parts & { readonly startDeadline: ReturnType<typeof createDeadlines> };

async function send(
  parts: SendParts,
  url: URL,
  options: AdobeRequestOptions & { readonly token: string },
): Promise<Response> {
  const { fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = parts;
  const deadline = parts.startDeadline(timeoutMs);
  const response = await fetch(url, {
    method: options.method ?? "GET",
    redirect: "manual",
    signal: deadline.signal,
    headers: headersOf(parts, options),
  }).catch((error: unknown) => {
    throw new AdobeRequestError(deadline.isOver() ? "no_answer_in_time" : faultOf(error));
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel().catch(() => undefined);
    throw new AdobeRequestError("redirect");
  }
  return response;
}

/** The error itself is not passed on: it may carry the request, and that the token. */
function faultOf(error: unknown): AdobeRequestFault {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : "";
  return typeof code === "string" && NEVER_CONNECTED.has(code) ? "not_reached" : "no_connection";
}

function headersOf(
  { clientId, orgId }: Parts,
  { headers, sandbox, token }: AdobeRequestOptions & { readonly token: string },
): Headers {
  const all = new Headers({ accept: "application/json", ...headers });
  all.set("authorization", `Bearer ${token}`);
  all.set("x-api-key", clientId);
  // Flow Service and Catalog read the one, I/O Events the other.
  all.set("x-gw-ims-org-id", orgId);
  all.set("x-ims-org-id", orgId);
  if (sandbox !== undefined) all.set("x-sandbox-name", sandbox);
  return all;
}
