import { z } from "zod";
import { readBounded } from "../../bounded-body.ts";
import { readJson } from "../json.ts";
import { type NextLink, nextLink } from "./link.ts";

/** What one request to the journal came to. */
export type PageReading =
  | { readonly kind: "page"; readonly entries: readonly unknown[]; readonly next: NextLink }
  | { readonly kind: "nothing_new"; readonly next: NextLink; readonly retryAfterMs?: number }
  /** The place that was asked for is older than what Adobe keeps. */
  | { readonly kind: "gone" }
  /** May work later. */
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfterMs?: number }
  /** Will not work before somebody changes something. */
  | { readonly kind: "refused"; readonly reason: string };

/** Adobe's pages have at most 1.5 MB. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

const Page = z.object({ events: z.array(z.unknown()) });
const Entry = z.object({ event: z.unknown() });

/** Never rejects but where the connection breaks. */
export async function readPage(response: Response, asked: URL): Promise<PageReading> {
  const { status, headers } = response;
  const next = nextLink(headers.get("link"), asked);
  const pause = retryAfter(headers.get("retry-after"));
  if (status === 200) return readEntries(await readBounded(response, MAX_PAGE_BYTES), next);
  await response.body?.cancel();
  if (status === 204) return { kind: "nothing_new", next, ...pause };
  if (status === 410) return { kind: "gone" };
  const reason = `status ${status}`;
  const passing = status === 408 || status === 429 || status >= 500;
  return passing ? { kind: "failed", reason, ...pause } : { kind: "refused", reason };
}

function readEntries(bytes: Uint8Array | undefined, next: NextLink): PageReading {
  if (bytes === undefined) return { kind: "failed", reason: "page too large" };
  const json = readJson(bytes);
  if (!json.ok) return { kind: "failed", reason: json.reason };
  const page = Page.safeParse(json.value);
  if (!page.success) return { kind: "failed", reason: "no list of events" };
  // An entry of another shape is handed on whole: it will be kept as not understood.
  const entries = page.data.events.map((entry) => {
    const parsed = Entry.safeParse(entry);
    return parsed.success && parsed.data.event !== undefined ? parsed.data.event : entry;
  });
  return { kind: "page", entries, next };
}

const LONGEST_RETRY_AFTER_S = 3_600;

/** Adobe gives seconds, never a date. */
function retryAfter(header: string | null): { retryAfterMs?: number } {
  if (header === null || !/^\d{1,9}(\.\d+)?$/.test(header.trim())) return {};
  return { retryAfterMs: Math.min(Number(header), LONGEST_RETRY_AFTER_S) * 1_000 };
}
