import { FlowRunId } from "../../domain/ids.ts";
import type { RetryAnswer } from "../../usecases/retry-run.ts";
import { runAlertOf } from "../../usecases/tell-retry.ts";
import { renderNotPermitted } from "../blocks/permission-notice.ts";
import { refusalNotice } from "../blocks/refusal-notice.ts";
import { renderRetryAnswer } from "../blocks/retry-answer.ts";
import type { Listening, Press } from "../listening.ts";
import type { SlackMessage } from "../message.ts";

/** On a card: what came of it shows there and in the thread, so only who came in vain is told. */
export async function retryFromCard(press: Press, listening: Listening): Promise<void> {
  const closed = await closedMeanwhile(press, listening);
  if (closed !== undefined) {
    await press.respond(closed);
    return;
  }
  const answer = await retry(press, listening);
  if (!("kind" in answer)) await press.respond(answer);
  else if (answer.kind !== "settled" || answer.alertNumber === undefined) {
    await press.respond(renderRetryAnswer(answer));
  }
}

/** In the answer to `/flowrun retry`: the outcome takes the question's place. */
export async function retryFromAnswer(press: Press, listening: Listening): Promise<void> {
  const answer = await retry(press, listening);
  const words = "kind" in answer ? renderRetryAnswer(answer) : answer;
  await press.respond(words, { replace: true });
}

/** On a screen that lags behind nobody sees that it needs no retry any more. */
async function closedMeanwhile(
  { value }: Press,
  { queries, clock }: Listening,
): Promise<SlackMessage | undefined> {
  const runId = FlowRunId.safeParse(value);
  const alert = runId.success ? await runAlertOf(queries, runId.data) : undefined;
  return alert?.state === "resolved"
    ? refusalNotice({ kind: "refused", reason: "already_resolved", alert }, clock.now())
    : undefined;
}

/** A message: the person may not. */
async function retry(
  { value, by }: Press,
  { adobe, mayAct }: Listening,
): Promise<RetryAnswer | SlackMessage> {
  if (adobe === undefined) return { kind: "not_retryable", reason: "no_credentials" };
  const runId = FlowRunId.safeParse(value);
  if (!runId.success) return { kind: "not_stored" };
  const permission = await mayAct(by);
  if (permission.kind !== "allowed") return renderNotPermitted(permission);
  return adobe.retryRun({ runId: runId.data, by });
}
