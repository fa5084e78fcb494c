import type { AdobeRequest } from "../../adobe/request.ts";
import type { Clock } from "../../clock.ts";
import { type PageReading, readPage } from "./page.ts";

interface Parts {
  readonly request: AdobeRequest;
  readonly clock: Clock;
  /** Ends a waiting of ours; what is under way is left to itself. */
  readonly stopping: AbortSignal;
}

/** Of one request, with the reading of the page. */
const TIMEOUT_MS = 60_000;

export type Fetched =
  | PageReading
  | { readonly kind: "failed"; readonly reason: string; readonly error: unknown };

/** One page of the journal. Never rejects, never takes longer than a minute, ends at once when stopped. */
export async function fetchPage(url: URL, { request, clock, stopping }: Parts): Promise<Fetched> {
  let settle: () => void = () => undefined;
  const givenUp = new Promise<Fetched>((resolve) => {
    const giveUp = (): void => resolve({ kind: "failed", reason: "no answer in time" });
    const cancel = clock.after(TIMEOUT_MS, giveUp);
    stopping.addEventListener("abort", giveUp, { once: true });
    settle = () => {
      cancel();
      stopping.removeEventListener("abort", giveUp);
    };
  });
  try {
    return await Promise.race([ask(url, request), givenUp]);
  } finally {
    settle();
  }
}

async function ask(url: URL, request: AdobeRequest): Promise<Fetched> {
  try {
    const answer = await request(url, { headers: { accept: "application/json" } });
    return await readPage(answer, url);
  } catch (error) {
    return { kind: "failed", reason: "no connection", error };
  }
}
