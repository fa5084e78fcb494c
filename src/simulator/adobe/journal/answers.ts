import type { Request, Response } from "express";
import type { JournalEntry } from "./entries.ts";

export const JOURNAL_PATH = "/events/organizations/5C1328/integrations/4f2a9c/8e7d6c5b";

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

export function writeNothingNew({ request, response }: Exchange, retryAfterSeconds = 10): void {
  response
    .status(204)
    .setHeader("retry-after", String(retryAfterSeconds))
    .setHeader("link", linkTo(request.originalUrl))
    .end();
}

export function writePage(
  response: Response,
  { page, next }: { readonly page: readonly JournalEntry[]; readonly next?: string },
): void {
  if (next !== undefined) response.setHeader("link", linkTo(next));
  response.json({
    events: page.map(({ position, event }) => ({ position, event })),
    _page: { last: page.at(-1)?.position ?? "", count: page.length },
  });
}

/** Relative, and among others, as Adobe gives it. */
const linkTo = (next: string): string =>
  `<${JOURNAL_PATH}>; rel="events", <${next}>; rel="next", <${JOURNAL_PATH}?latest=true>; rel="latest"`;

export function nextAfter(position: string, { originalUrl }: Request): string {
  const limit = new URL(originalUrl, "http://localhost").searchParams.get("limit");
  const query = new URLSearchParams({ since: position, ...(limit === null ? {} : { limit }) });
  return `${JOURNAL_PATH}?${query.toString()}`;
}
