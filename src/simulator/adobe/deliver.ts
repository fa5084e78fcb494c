import { setTimeout as sleep } from "node:timers/promises";

/** Of one attempt, with the making of the connection. */
const TIMEOUT_MS = 10_000;
/** Adobe's own numbers where there is no answer. */
const CANNOT_CONNECT = 602;
const TIMED_OUT = 604;

export interface WebhookAnswer {
  /** The app's, or Adobe's own: 602 cannot connect, 604 no answer in 10 s. */
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebhookRequest {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export async function callWebhook(
  request: WebhookRequest,
  closing: AbortSignal,
): Promise<WebhookAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.any([timeout, closing]),
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: new Uint8Array(request.body) }),
    });
    return {
      status: response.status,
      body: await response.text(),
      headers: Object.fromEntries(response.headers),
    };
  } catch {
    return { status: timeout.aborted ? TIMED_OUT : CANNOT_CONNECT, body: "", headers: {} };
  }
}

/** Adobe tries again after 429, 5xx but 505, and its own 6xx; after all else the notification is lost. */
export const isRetried = (status: number): boolean =>
  status === 429 || (status >= 500 && status !== 505);

export interface RetryOptions {
  /** Adobe waits 1, 2, 4 and 8 minutes and then 15 minutes each time. */
  readonly delaysMs: readonly number[];
  readonly closing: AbortSignal;
}

/** `attempt` is told how many came before it. Gives the last answer. */
export async function withRetries(
  attempt: (retryCount: number) => Promise<WebhookAnswer>,
  { delaysMs, closing }: RetryOptions,
): Promise<WebhookAnswer> {
  let answer = await attempt(0);
  for (const [index, delayMs] of delaysMs.entries()) {
    if (!isRetried(answer.status)) break;
    await sleep(delayMs, undefined, { signal: closing, ref: false });
    answer = await attempt(index + 1);
  }
  return answer;
}
