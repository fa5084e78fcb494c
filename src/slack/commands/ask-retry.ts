import { isRunAlert } from "../../domain/alert.ts";
import type { Retrying } from "../../domain/alert-view.ts";
import type { FlowRunId } from "../../domain/ids.ts";
import { isUnderWay, whyNotRetryable } from "../../domain/retry.ts";
import { findRetrying } from "../../usecases/find-retrying.ts";
import { renderRetryAnswer, renderRetryQuestion } from "../blocks/retry-answer.ts";
import type { Drawn, Listening } from "../listening.ts";
import type { SlackMessage } from "../message.ts";
import type { Subject } from "./command.ts";
import { nothingNamed } from "./nothing-named.ts";

/** `/flowrun retry`: names what would be run again and asks back; the press on its button does it. */
export async function askRetry(subject: Subject, listening: Listening): Promise<Drawn> {
  const answer = await ask(subject, listening);
  return () => answer;
}

async function ask(subject: Subject, listening: Listening): Promise<SlackMessage> {
  const { queries } = listening;
  const named =
    subject.kind === "run" ? subject.runId : await latestRunOf(subject.number, listening);
  const retrying = named === undefined ? undefined : await findRetrying(queries, named);
  if (retrying === undefined) {
    return nothingNamed(subject.kind === "alert" ? `#${subject.number}` : subject.runId);
  }
  return hindrance(retrying, listening) ?? question(retrying, listening);
}

/** Of an alert on one of Adobe's rules: the run that it names, if it names one. */
async function latestRunOf(number: number, { queries }: Listening): Promise<FlowRunId | undefined> {
  const alert = await queries.alerts.findByNumber(number);
  if (alert === undefined) return undefined;
  return isRunAlert(alert) ? alert.latestRunId : alert.runId;
}

function hindrance(
  { run, retry, newRunEnded }: Retrying,
  { adobe, clock }: Listening,
): SlackMessage | undefined {
  const reason = whyNotRetryable(run, { hasCredentials: adobe !== undefined });
  if (reason !== undefined) return renderRetryAnswer({ kind: "not_retryable", reason });
  if (retry === undefined) return undefined;
  if (retry.state === "done" && newRunEnded && retry.newRunId !== undefined) {
    return renderRetryAnswer({ kind: "retried_already", newRunId: retry.newRunId });
  }
  return isUnderWay(retry, { newRunEnded, now: clock.now() })
    ? renderRetryAnswer({ kind: "under_way", retry })
    : undefined;
}

async function question(retrying: Retrying, { queries }: Listening): Promise<SlackMessage> {
  const { run } = retrying;
  const flow = await queries.flows.find(run.flowId);
  const stored = await queries.runs.find(run.runId);
  const alert = stored?.alertId && (await queries.alerts.find(stored.alertId));
  return renderRetryQuestion(retrying, {
    ...(flow?.flowName === undefined ? {} : { flowName: flow.flowName }),
    ...(alert ? { alertNumber: alert.number } : {}),
  });
}
