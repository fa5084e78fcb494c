import type { Clock } from "../clock.ts";
import { backoffMs } from "../domain/delivery.ts";
import type { Logger } from "../logger.ts";
import { type AdobeRequest, AdobeRequestError } from "./request.ts";
import { retryAfterMs } from "./retry-after.ts";
import { type RunPage, readRunPage } from "./run-page.ts";

/** Runs that started at or after `from` and before `until`; instants. */
export interface RunSpan {
  readonly sandbox: string;
  readonly from: number;
  readonly until: number;
}

/** How the reading of a span ended; `reason` is a few words for the log. */
export type RunsEnd =
  | { readonly kind: "complete" }
  /** May work later. */
  | { readonly kind: "unavailable"; readonly reason: string }
  /** Will not work before somebody changes something. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped" };

/** Hands on page after page, as Flow Service gives them; what `onPage` throws comes out. */
export type RunReader = (
  span: RunSpan,
  onPage: (items: readonly unknown[]) => Promise<void>,
  stopping: AbortSignal,
) => Promise<RunsEnd>;

interface Parts {
  /** Each call within a time limit of its own. */
  readonly request: AdobeRequest;
  readonly platformUrl: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

const PATH = "/data/foundation/flowservice/runs";
const PER_PAGE = 100;
/** Of one span: 50,000 runs. */
const MAX_PAGES = 500;
/** In a row, with nothing in them that was not there before. */
const MAX_VAIN_PAGES = 10;
const TRIES = 5;
const UNAUTHORIZED = 401;

/**
 * Reads Flow Service's list of runs, page by page. The work is bounded whatever the answers: so many
 * pages, so few without anything new, so many tries each, with the pauses that Adobe asks for.
 */
export function createRunReader(parts: Parts): RunReader {
  return async (span, onPage, stopping) => {
    const seen = { tokens: new Set<string>(), ids: new Set<string>(), vainPages: 0 };
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await readPage(parts, addressOf(parts, span, token), { span, stopping });
      if (read.kind !== "page") return conclude(parts, span, read);
      const fresh = read.items.filter((item) => isNew(item, seen.ids));
      if (fresh.length > 0) await onPage(fresh);
      if (read.token === undefined) return { kind: "complete" };
      seen.vainPages = fresh.length > 0 ? 0 : seen.vainPages + 1;
      if (seen.tokens.has(read.token) || seen.vainPages > MAX_VAIN_PAGES) {
        return conclude(parts, span, { kind: "failed", reason: "page repeats itself" });
      }
      token = read.token;
      seen.tokens.add(token);
    }
    return conclude(parts, span, { kind: "failed", reason: "endless paging" });
  };
}

function addressOf({ platformUrl }: Parts, span: RunSpan, token: string | undefined): URL {
  const url = new URL(PATH, platformUrl);
  const started = "metrics.durationSummary.startedAtUTC";
  url.searchParams.append("property", `${started}>${span.from - 1}`);
  url.searchParams.append("property", `${started}<${span.until}`);
  url.searchParams.set("limit", String(PER_PAGE));
  if (token !== undefined) url.searchParams.set("continuationToken", token);
  return url;
}

/** What has no id is handed on: whoever reads it judges. */
function isNew(item: unknown, ids: Set<string>): boolean {
  const id = typeof item === "object" && item !== null && "id" in item ? item.id : undefined;
  if (typeof id !== "string") return true;
  if (ids.has(id)) return false;
  ids.add(id);
  return true;
}

type Ended = Exclude<RunPage, { kind: "page" }> | { readonly kind: "stopped" };

function conclude({ logger }: Parts, { sandbox }: RunSpan, end: Ended): RunsEnd {
  if (end.kind === "stopped") return end;
  const { kind, reason } = end;
  logger.warn({ sandbox, kind, reason }, "Adobe's list of runs cannot be read");
  return kind === "refused" ? { kind, reason } : { kind: "unavailable", reason };
}

/** Tries again what may work later. */
async function readPage(
  parts: Parts,
  url: URL,
  { span, stopping }: { readonly span: RunSpan; readonly stopping: AbortSignal },
): Promise<RunPage | { readonly kind: "stopped" }> {
  for (let attempt = 1; ; attempt += 1) {
    const asking = ask(parts, url, span.sandbox);
    const page = await orStopped(asking, stopping);
    if (page.kind !== "failed" || attempt >= TRIES) return page;
    const pauseMs = page.retryAfterMs ?? backoffMs(attempt, parts.random);
    parts.logger.debug({ reason: page.reason, pauseMs }, "Adobe's list of runs is asked for again");
    const waiting = new Promise<{ kind: "waited" }>((resolve) => {
      parts.clock.after(pauseMs, () => resolve({ kind: "waited" }));
    });
    if ((await orStopped(waiting, stopping)).kind === "stopped") return { kind: "stopped" };
  }
}

async function ask({ request, clock }: Parts, url: URL, sandbox: string): Promise<RunPage> {
  try {
    const response = await request(url, { sandbox });
    const { status, headers } = response;
    if (status === 200) return await readRunPage(response);
    await response.body?.cancel().catch(() => undefined);
    const reason = `status ${status}`;
    if (status === 408 || status === 429 || status >= 500) {
      const pause = retryAfterMs(headers, clock.now());
      return { kind: "failed", reason, ...(pause === undefined ? {} : { retryAfterMs: pause }) };
    }
    return { kind: "refused", reason: status === UNAUTHORIZED ? "token not accepted" : reason };
  } catch (error) {
    if (!(error instanceof AdobeRequestError)) throw error;
    return error.tokenRefusal === undefined
      ? { kind: "failed", reason: error.fault.replaceAll("_", " ") }
      : { kind: "refused", reason: `no access token: ${error.tokenRefusal}` };
  }
}

/** What is under way is left to itself: it has a time limit of its own. */
async function orStopped<T>(
  work: Promise<T>,
  stopping: AbortSignal,
): Promise<T | { readonly kind: "stopped" }> {
  if (stopping.aborted) return { kind: "stopped" };
  let onAbort: () => void = () => undefined;
  const stopped = new Promise<{ readonly kind: "stopped" }>((resolve) => {
    onAbort = () => resolve({ kind: "stopped" });
    stopping.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    stopping.removeEventListener("abort", onAbort);
  }
}
