import { type Request, Router } from "express";
import { type Changes, createChanges } from "../../changes.ts";
import type { Json } from "../../page/contract.ts";
import type { WireLog } from "../../wire-log.ts";
import { type Exchange, JOURNAL_PATH, nextAfter, writeNothingNew, writePage } from "./answers.ts";
import { createEntries, type Entries, type JournalEntry, type Place } from "./entries.ts";
import type { JournalFault } from "./faults.ts";
import { type From, parseQuery } from "./query.ts";
import { writeFault } from "./write-fault.ts";

export interface JournalSide {
  /** Puts an entry at the end. `at`: when it happened, for `seek`; absent: now. */
  readonly add: (body: unknown, options?: { readonly at?: number }) => JournalEntry;
  /** Drops the oldest entries: whoever stands before them is answered 410. */
  readonly forget: (count: number) => void;
  readonly count: () => number;
  readonly setFault: (fault: JournalFault | false) => void;
  readonly fault: () => JournalFault | false;
  /** The path and query of every request, oldest first. */
  readonly requests: () => readonly string[];
}

export interface JournalOptions {
  readonly wire: WireLog;
  readonly changes: Changes;
  readonly clientId: string;
  readonly imsOrgId: string;
  readonly accepts: (token: string) => boolean;
  readonly now: () => number;
  /** The most entries on a page. Default: 100. */
  readonly pageSize?: number | undefined;
  /** What it asks for where there is nothing new. Default: 10, as Adobe. */
  readonly retryAfterSeconds?: number | undefined;
}

interface Journal {
  readonly entries: Entries;
  readonly options: JournalOptions;
  readonly fault: () => JournalFault | false;
  readonly whenFaultChanges: Changes["subscribe"];
}

/** Adobe's Journaling API for one registration: what is delivered, kept for whoever comes and reads. */
export function createJournalSide(options: JournalOptions): {
  readonly router: Router;
  readonly journal: JournalSide;
} {
  const entries = createEntries();
  const faultChanges = createChanges();
  const requests: string[] = [];
  let fault: JournalFault | false = false;
  const journal: Journal = {
    entries,
    options,
    fault: () => fault,
    whenFaultChanges: faultChanges.subscribe,
  };
  const router = Router();
  router.get(JOURNAL_PATH, (request, response) => {
    requests.push(request.originalUrl);
    response.on("finish", () => {
      const { statusCode } = response;
      // Asked every few seconds; the log would hold nothing else.
      if (statusCode === NOTHING_NEW) return;
      const outcome = String(statusCode);
      options.wire.add({ side: "adobe", what: "GET journal", outcome, ok: statusCode === 200 });
    });
    answer(journal, { request, response });
    options.changes.touch();
  });
  return {
    router,
    journal: {
      add: (body, { at = options.now() } = {}) => entries.add(toJson(body), at),
      forget: (dropped) => entries.forget(dropped),
      count: () => entries.count(),
      setFault: (wanted) => {
        fault = wanted;
        faultChanges.touch();
        options.changes.touch();
      },
      fault: () => fault,
      requests: () => [...requests],
    },
  };
}

const NOTHING_NEW = 204;

const toJson = (body: unknown): Json => JSON.parse(JSON.stringify(body ?? null));

function answer(journal: Journal, { request, response }: Exchange): void {
  const refusal = refusalOf(request, journal.options);
  if (refusal !== undefined) {
    response.status(refusal.status).json({ error_code: refusal.code });
    return;
  }
  const query = parseQuery(new URL(request.originalUrl, "http://localhost").searchParams);
  if (!query.ok) {
    response.status(400).json({ message: query.error });
    return;
  }
  const place = placeOf(journal, query.from);
  const limit = Math.min(query.limit ?? Infinity, journal.options.pageSize ?? 100);
  const fault = journal.fault();
  if (fault !== false) {
    const { entries, whenFaultChanges } = journal;
    const last = entries.slice(Math.max(0, entries.count() - limit), limit);
    writeFault(fault, { request, response, last, whenFaultChanges });
    return;
  }
  const { entries, options } = journal;
  const { retryAfterSeconds } = options;
  writePlace({ request, response }, { place, limit, entries, retryAfterSeconds });
}

/** Each of the three headers is wanted, and must be right. */
function refusalOf(
  { headers }: Request,
  { accepts, clientId, imsOrgId }: JournalOptions,
): { readonly status: number; readonly code: string } | undefined {
  const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
  if (token === undefined) return { status: 401, code: "401010" };
  if (!accepts(token)) return { status: 401, code: "401013" };
  if (headers["x-api-key"] !== clientId) return { status: 403, code: "403000" };
  return headers["x-ims-org-id"] === imsOrgId ? undefined : { status: 403, code: "403025" };
}

function placeOf({ entries, options }: Journal, from: From): Place {
  switch (from.kind) {
    case "oldest":
      return { kind: "at", index: 0 };
    case "latest":
      return { kind: "at", index: entries.count() };
    case "since":
      return entries.after(from.position);
    case "seek":
      return { kind: "at", index: entries.notBefore(options.now() - from.backMs) };
  }
}

function writePlace(
  { request, response }: Exchange,
  {
    place,
    limit,
    entries,
    retryAfterSeconds,
  }: {
    place: Place;
    limit: number;
    entries: Entries;
    retryAfterSeconds: JournalOptions["retryAfterSeconds"];
  },
): void {
  if (place.kind === "gone") response.status(410).json({ message: "position is gone" });
  else if (place.kind === "unknown") response.status(400).json({ message: "no such position" });
  else {
    const page = entries.slice(place.index, limit);
    const last = page.at(-1);
    if (last === undefined) writeNothingNew({ request, response }, retryAfterSeconds);
    else writePage(response, { page, next: nextAfter(last.position, request) });
  }
}
