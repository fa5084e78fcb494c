import { Router } from "express";
import type { PlatformGate } from "../platform-gate.ts";
import type { ListedRun, RunBook, RunListFault } from "./run-book.ts";
import { byOrder, fits, parseRunQuery, type RunQuery } from "./run-query.ts";

const PATH = "/data/foundation/flowservice/runs";

/** `GET /runs`: filtered, ordered, and page by page where there are more than the limit. */
export function createRunList(book: RunBook, gate: PlatformGate): Router {
  const router = Router();
  router.get(
    PATH,
    gate.guard((request, sandbox) => {
      const asked = new URL(request.originalUrl, "http://localhost").searchParams;
      const query = parseRunQuery(asked);
      if (!query.ok) return refused(query.error);
      const found = book
        .list(sandbox)
        .filter((run) => query.filters.every((filter) => fits(run, filter)));
      if (query.count) return { status: 200, json: { count: found.length } };
      const ordered = query.orderby === undefined ? found : found.toSorted(byOrder(query.orderby));
      const from = offsetOf(query.token, asked);
      if (from === undefined) return refused("bad continuationToken");
      return { status: 200, json: pageOf(ordered, { from, query, asked, fault: book.fault() }) };
    }),
  );
  return router;
}

function refused(message: string): { readonly status: number; readonly json: unknown } {
  return { status: 400, json: { errorCode: "1100-400", message } };
}

interface Page {
  readonly from: number;
  readonly query: Extract<RunQuery, { ok: true }>;
  readonly asked: URLSearchParams;
  readonly fault: RunListFault | false;
}

function pageOf(runs: readonly ListedRun[], { from, query, asked, fault }: Page): object {
  const to = from + query.limit;
  const items = runs.slice(from, to);
  const link = (offset: number): string => nextLink(asked, offset);
  switch (fault) {
    case false:
      return { items, _links: to < runs.length ? { next: { href: link(to) } } : {} };
    case "repeat":
      return { items: runs.slice(0, query.limit), _links: { next: { href: link(0) } } };
    case "repeat_renamed":
      return { items: runs.slice(0, query.limit), _links: { next: { href: link(from + 1) } } };
    case "endless":
      return { items: [], _links: { next: { href: link(from + 1) } } };
    case "no_token":
      return { items, _links: { next: { href: "/runs?limit=1" } } };
    case "other_host":
      return {
        items,
        _links: to < runs.length ? { next: { href: `https://attacker.example${link(to)}` } } : {},
      };
  }
}

/** Relative to Flow Service, as Adobe gives it; a token holds for the filters that it was given for. */
function nextLink(asked: URLSearchParams, offset: number): string {
  const token = Buffer.from(JSON.stringify([offset, filtersOf(asked)])).toString("base64url");
  return `/runs?${new URLSearchParams({ continuationToken: token }).toString()}`;
}

function offsetOf(token: string | undefined, asked: URLSearchParams): number | undefined {
  if (token === undefined) return 0;
  try {
    const [offset, filters]: unknown[] = JSON.parse(Buffer.from(token, "base64url").toString());
    return typeof offset === "number" && filters === filtersOf(asked) ? offset : undefined;
  } catch {
    return undefined;
  }
}

function filtersOf(asked: URLSearchParams): string {
  return asked.getAll("property").join("&");
}
