import { z } from "zod";

/** A page of a listing of Data Access. */
export interface ListingPage {
  readonly names: readonly string[];
  /** Where the next page begins; absent: this was the last. */
  readonly next?: number | undefined;
}

/** What Adobe asks for and gives at the most. */
export const PAGE_SIZE = 100;

const Listing = z.object({
  data: z.array(z.unknown()),
  _links: z
    .object({ next: z.object({ href: z.string() }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const Entry = z.object({ name: z.string() });

/** The name becomes part of an address and of a card: nothing that means something there. */
const NAME = /^[^\p{C}\p{Zl}\p{Zp}/\\?#%]{1,200}$/u;

/**
 * Of the address of the next page only `start` is taken: its host could be any. Where there is none, a
 * full page means that there may be more; that `start` counts entries is inferred, the specification
 * (data-access.yaml) only calls it the start of the page.
 */
export function readListing(json: unknown, start: number): ListingPage | undefined {
  const listing = Listing.safeParse(json).data;
  if (listing === undefined) return undefined;
  const names = listing.data.slice(0, PAGE_SIZE).flatMap((entry) => {
    const { name = "" } = Entry.safeParse(entry).data ?? {};
    return NAME.test(name) ? [name] : [];
  });
  const stated = startIn(listing._links?.next?.href);
  const isFull = listing.data.length >= PAGE_SIZE;
  return { names, next: stated ?? (isFull ? start + PAGE_SIZE : undefined) };
}

function startIn(href: string | undefined): number | undefined {
  const start = /[?&]start=(\d{1,9})(?:&|$)/.exec(href ?? "")?.[1];
  return start === undefined ? undefined : Number(start);
}
