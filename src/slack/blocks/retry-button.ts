import type { Retrying, RunAlertView } from "../../domain/alert-view.ts";
import type { FlowRun } from "../../domain/flow-run.ts";
import { isUnderWay, whyNotRetryable } from "../../domain/retry.ts";
import { ACTION } from "../action-ids.ts";
import type { RenderContext } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import type { ButtonSpec, ConfirmSpec } from "./layout/parts.ts";
import { flowLabel } from "./wording/run-words.ts";

/** On the card of an alert that is not resolved, where Adobe allows a retry and none is under way. */
export function cardRetryButton(
  { alert, retrying, flowName }: RunAlertView,
  { asksAdobe = false, now }: RenderContext,
): readonly ButtonSpec[] {
  if (alert.state === "resolved" || retrying === undefined || isHeldUp(retrying, now)) return [];
  const reason = whyNotRetryable(retrying.run, { hasCredentials: asksAdobe });
  if (reason !== undefined) return [];
  const spoken = `Alert #${alert.number}, ${flowLabel({ ...retrying.run, flowName }, 40)}`;
  return [retryButton(ACTION.retryRun, { run: retrying.run, flowName, spoken })];
}

function isHeldUp({ retry, newRunEnded }: Retrying, now: number): boolean {
  return newRunEnded || (retry !== undefined && isUnderWay(retry, { newRunEnded, now }));
}

/** Carries the run that its question names, whatever the card shows when it is pressed. */
export function retryButton(
  actionId: string,
  about: {
    readonly run: FlowRun;
    readonly flowName?: string | undefined;
    readonly spoken: string;
  },
): ButtonSpec {
  return {
    actionId,
    text: "Retry run",
    spoken: `Retry run: ${about.spoken}`,
    value: about.run.runId,
    confirm: question(about.run, about.flowName),
  };
}

function question(run: FlowRun, flowName = run.flowName): ConfirmSpec {
  const flow = flowLabel({ flowId: run.flowId, flowName }, 100);
  const runId = cut(oneLine(run.runId), 60);
  return {
    title: "Retry this run?",
    text: `Adobe starts a new run of "${flow}" that does again what run ${runId} was to do.`,
    confirm: "Retry run",
    deny: "Cancel",
  };
}
