import { isRetried, type WebhookAnswer, withRetries } from "../adobe/deliver.ts";
import type { ActionResult } from "./contract.ts";
import type { PageContext } from "./page-context.ts";
import type { MadeFixture } from "./page-options.ts";

/** Adobe waits for minutes; who looks at the demo would not. */
const RETRY_DELAYS_MS = [2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000, 15_000];

/** Signs and sends a notification as often as asked; what is to be tried again is, without the person waiting. */
export async function sendFixture(
  context: PageContext,
  asked: { readonly fixture: string; readonly times: number },
): Promise<ActionResult> {
  const source = context.fixtures.find(({ id }) => id === asked.fixture);
  if (source === undefined) return { ok: false, error: `There is no fixture "${asked.fixture}".` };
  const { imsOrgId, clientId } = context;
  const made = source.make({ now: Date.now(), imsOrgId, clientId });
  if (source.way === "lost") {
    context.adobe.lose(made.body);
    return { ok: true };
  }
  const first = await context.adobe.deliver(made.body, made);
  if (first === undefined) {
    return {
      ok: false,
      error: "Adobe has disabled the registration: it only writes to the journal.",
    };
  }
  const repeated = await Promise.all(
    Array.from({ length: asked.times - 1 }, (_, at) => post(context, made, at + 1)),
  );
  const answers = [first, ...repeated];
  const bad = answers.find(({ status }) => status < 200 || status > 299);
  if (bad === undefined) return { ok: true };
  await context.checkApp();
  if (!isRetried(bad.status)) {
    return { ok: false, error: `The app refused it: ${bad.status} ${bad.body.slice(0, 200)}` };
  }
  tryAgainLater(context, made, bad);
  // 602 and 604 are Adobe's own: nobody there, no answer in time.
  const what = bad.status >= 600 ? "did not answer" : `answered ${bad.status}`;
  return {
    ok: false,
    error: `The app ${what}. Adobe keeps the notification and tries again soon.`,
  };
}

function post(context: PageContext, made: MadeFixture, retryCount: number): Promise<WebhookAnswer> {
  return context.adobe.post(made.body, {
    eventId: made.eventId,
    eventCode: made.eventCode,
    headers: { "x-adobe-retry-count": String(retryCount) },
  });
}

function tryAgainLater(context: PageContext, made: MadeFixture, first: WebhookAnswer): void {
  const { closing } = context;
  const attempt = (retryCount: number): Promise<WebhookAnswer> =>
    retryCount === 0 ? Promise.resolve(first) : post(context, made, retryCount);
  withRetries(attempt, { delaysMs: RETRY_DELAYS_MS, closing }).catch((error: unknown) => {
    // Only the end of the simulator stops the waiting.
    if (!closing.aborted) throw error;
  });
}
