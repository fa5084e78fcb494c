import type { Retrying } from "../../domain/alert-view.ts";
import type { Retry } from "../../domain/retry.ts";
import { lineOf } from "../../domain/retry-line.ts";
import type { RetryAnswer } from "../../usecases/retry-run.ts";
import { ACTION, BLOCK } from "../action-ids.ts";
import type { SlackMessage } from "../message.ts";
import { cut, oneLine } from "../mrkdwn.ts";
import { toMessage } from "./layout/fit.ts";
import type { Prose } from "./layout/prose.ts";
import { renderNotice } from "./notice.ts";
import { retryButton } from "./retry-button.ts";
import { NOT_RETRYABLE_WORDS, retryLineProse } from "./wording/retry-words.ts";
import { flowLabel } from "./wording/run-words.ts";

const ID_LIMIT = 100;

/** What a person who asked for a retry is told. */
export function renderRetryAnswer(answer: RetryAnswer): SlackMessage {
  switch (answer.kind) {
    case "settled": {
      const { alertNumber } = answer;
      const where = alertNumber === undefined ? "" : ` Alert #${alertNumber} tells it too.`;
      return renderNotice([...retryLineProse(lineOf(answer.retry), { id: ID_LIMIT }), where]);
    }
    case "under_way":
      return renderNotice(underWayWords(answer.retry));
    case "retried_already": {
      const newRunId = cut(oneLine(answer.newRunId), ID_LIMIT);
      return renderNotice([
        "This run was retried already, and the new run has ended: ",
        { code: `/flowrun show ${newRunId}` },
      ]);
    }
    case "not_retryable":
      return renderNotice(NOT_RETRYABLE_WORDS[answer.reason]);
    case "not_stored":
      return renderNotice([
        "This run is not stored. ",
        { code: "/flowrun list failed" },
        " shows the failed runs.",
      ]);
  }
}

function underWayWords(retry: Retry): Prose {
  const who: Prose = [{ person: retry.by }, " asked Adobe to retry this run, "];
  const when: Prose = [{ instant: retry.requestedAt }];
  return retry.state === "done" && retry.newRunId !== undefined
    ? [
        ...who,
        ...when,
        "; the new run ",
        { code: cut(oneLine(retry.newRunId), ID_LIMIT) },
        " is not known to have ended. It was not asked a second time.",
      ]
    : [...who, ...when, ". It was not asked a second time."];
}

/** Asks back before anything is done; the button asks once more, as the card's does. */
export function renderRetryQuestion(
  { run, retry }: Retrying,
  { flowName = run.flowName, alertNumber }: { flowName?: string; alertNumber?: number },
): SlackMessage {
  const flow = flowLabel({ flowId: run.flowId, flowName }, 120);
  const alert = alertNumber === undefined ? "" : ` (Alert #${alertNumber})`;
  const spoken = `${flow}${alert}`;
  const unknown =
    retry?.state === "unknown"
      ? "An earlier retry has an unknown outcome: look in Adobe first whether it started a new run."
      : "";
  return toMessage("classic", (room) => ({
    parts: [
      {
        kind: "lines",
        lines: [
          [
            "Retry run ",
            { code: cut(oneLine(run.runId), room.id) },
            " of ",
            { bold: flow },
            `${alert}?`,
          ],
          [unknown],
        ],
      },
      {
        kind: "buttons",
        blockId: BLOCK.retryButtons,
        buttons: [retryButton(ACTION.retryAskedRun, { run, flowName, spoken })],
      },
    ],
  }));
}
