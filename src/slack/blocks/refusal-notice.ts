import type { Alert, Refusal } from "../../domain/alert.ts";
import type { AlertChange } from "../../usecases/change-alert.ts";
import type { SlackMessage } from "../message.ts";
import { duration } from "../words.ts";
import type { Prose } from "./layout/prose.ts";
import { renderNotice } from "./notice.ts";
import { noteWords, withdrawnWords } from "./wording/alert-words.ts";

const NOTE_LIMIT = 300;

/** Why a press or a command came too late: "Alert #42 was already resolved by @Sam 5 min ago: rotated the key". */
export function refusalNotice(
  change: Exclude<AlertChange, { kind: "done" }>,
  now: number,
): SlackMessage {
  return change.kind === "not_found"
    ? renderNotice([
        "This alert is no longer stored. ",
        { code: "/flowrun status" },
        " shows what is open.",
      ])
    : renderNotice(refusalWords(change.reason, change.alert, now));
}

function refusalWords(reason: Refusal, alert: Alert, now: number): Prose {
  const name = `Alert #${alert.number}`;
  switch (reason) {
    case "already_resolved":
      return [`${name} `, ...resolutionWords(alert, now)];
    case "already_acknowledged":
      return alert.state === "acknowledged"
        ? [
            `${name} is already acknowledged, by `,
            { person: alert.acknowledgement.by },
            ` ${ago(alert.acknowledgement.at, now)}.`,
          ]
        : [`${name} is already acknowledged.`];
    case "not_acknowledged":
      return [`${name} is not acknowledged, so there is nothing to take back.`];
  }
}

function resolutionWords(alert: Alert, now: number): Prose {
  if (alert.state !== "resolved") return ["is already resolved."];
  const { resolution } = alert;
  const when = ago(resolution.at, now);
  switch (resolution.kind) {
    case "recovered":
      return [`is already closed: the flow recovered ${when}.`];
    case "person":
      return [
        "was already resolved by ",
        { person: resolution.by },
        ` ${when}`,
        ...noteWords(resolution.note, NOTE_LIMIT),
      ];
    case "withdrawn":
      return [`is already withdrawn: ${withdrawnWords(resolution.instead)}.`];
    case "ceased":
      return [`is already over: Adobe's rule ceased to fire ${when}.`];
    case "run_ended":
      return [`is already closed: its run ended ${when}.`];
  }
}

function ago(at: number, now: number): string {
  return now - at < 60_000 ? "just now" : `${duration(now - at)} ago`;
}
