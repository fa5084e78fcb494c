import { z } from "zod";
import { readJson } from "./json-body.ts";

/** What one request for a page of runs came to. `items` are as Flow Service gives them. */
export type RunPage =
  | { readonly kind: "page"; readonly items: readonly unknown[]; readonly token?: string }
  /** May work later. */
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfterMs?: number }
  /** Will not work before somebody changes something. */
  | { readonly kind: "refused"; readonly reason: string };

/** A hundred runs with all their activities and errors stay far below. */
const MAX_BYTES = 16 * 1024 * 1024;

const Next = z.object({ href: z.string().max(20_000) });
const Page = z.object({
  items: z.array(z.unknown()),
  _links: z.object({ next: Next.nullish() }).nullish(),
});

/**
 * Reads a page of `GET /runs`. Of the link to the next page only the continuation token is taken, so it
 * cannot lead anywhere else. A link that cannot be read is no end: that would lose what follows.
 */
export async function readRunPage(response: Response): Promise<RunPage> {
  const body = await readJson(response, MAX_BYTES);
  if (body.kind === "unusable") return { kind: "failed", reason: body.reason };
  const page = Page.safeParse(body.value);
  if (!page.success) return { kind: "failed", reason: "no list of runs" };
  const { items, _links: links } = page.data;
  const href = links?.next?.href ?? "";
  if (href === "") return { kind: "page", items };
  const token = tokenOf(href);
  return token === undefined
    ? { kind: "failed", reason: "next page without a token" }
    : { kind: "page", items, token };
}

function tokenOf(href: string): string | undefined {
  const base = "https://relative.invalid/";
  if (!URL.canParse(href, base)) return undefined;
  const token = new URL(href, base).searchParams.get("continuationToken");
  return token === null || token === "" ? undefined : token;
}
