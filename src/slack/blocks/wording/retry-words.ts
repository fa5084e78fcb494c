import type { RunAlertView } from "../../../domain/alert-view.ts";
import type { Line } from "../../../domain/line.ts";
import { isUnderWay, type NotRetryable, type RetryRefusal } from "../../../domain/retry.ts";
import type { RetryLine } from "../../../domain/retry-line.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";
import { KIND_WORDS } from "./kind-words.ts";

/** Why Adobe started no new run, and what to do. */
const RETRY_REFUSAL_WORDS = {
  "1385":
    "This source cannot be run on demand, so Adobe does not retry it. Wait for the flow's next scheduled run.",
  "1386":
    "A flow with this schedule cannot be run on demand. Wait for its next scheduled run, or change its frequency in Adobe.",
  "1387":
    "Adobe does not retry the run in the state that it is in. Open it in Adobe: it may be running, or was retried there.",
  "1388": "The flow is not enabled in Adobe. Enable it there, then retry.",
  no_token: "Adobe gives Flowrun no access token. Tell your operator; the log says why.",
  token_refused:
    "Adobe did not accept Flowrun's access token. Try once more; if it stays, tell your operator.",
  forbidden:
    "Flowrun's credential may not retry runs. Your operator has to give it the permission for this sandbox, normally Manage Sources.",
  not_found: "Adobe does not know the run in this sandbox, or does not show it to Flowrun.",
  rate_limited: "Adobe takes no more requests just now. Try again in a few minutes.",
  refused: "Adobe gives no reason that Flowrun knows. Retry the run in Adobe.",
  not_reached: "Flowrun could not reach Adobe. Try again in a minute.",
} as const satisfies Record<RetryRefusal, string>;

/** Why no retry is offered. */
export const NOT_RETRYABLE_WORDS = {
  no_credentials:
    "Flowrun has no credentials for Adobe's APIs, so it cannot retry runs. Your operator sets ADOBE_CLIENT_SECRET.",
  not_a_source: "Adobe retries only runs of sources; this is another service's run.",
  streaming: "Adobe retries only batch sources; this run is a streaming source's.",
  not_ended: "Adobe retries a run only after it has failed; this one is not known to have ended.",
  brought_records:
    "Adobe retries only runs that failed or brought no records; this one brought some.",
} as const satisfies Record<NotRetryable, string>;

/** What the card says of a retry that is under way, or whose outcome is unknown. */
export function retryLines({ alert, retrying }: RunAlertView, now: number, room: Room): Prose[] {
  const retry = retrying?.retry;
  if (alert.state === "resolved" || retrying === undefined || retry === undefined) return [];
  const asked: Prose = [" by ", { person: retry.by }, ", ", { instant: retry.requestedAt }];
  if (retry.state === "unknown") {
    const look = ". Look in Adobe whether a new run of the flow started before you retry again";
    return [[{ bold: "Retry with unknown outcome" }, ...asked, look]];
  }
  if (!isUnderWay(retry, { newRunEnded: retrying.newRunEnded, now })) return [];
  const newRun: Prose =
    retry.state === "done" ? newRunWords(retry.newRunId, room) : [": Adobe has not answered yet"];
  return [[{ bold: "Retry started" }, ...asked, ...newRun]];
}

function newRunWords(newRunId: string | undefined, room: Pick<Room, "id">): Prose {
  return newRunId === undefined ? [] : ["; new run ", runCode(newRunId, room)];
}

function runCode(runId: string, room: Pick<Room, "id">): Prose[number] {
  return { code: cut(oneLine(runId), room.id) };
}

/** What came of a retry, for the thread and for the person. */
export function retryLineProse(
  line: RetryLine | Extract<Line, { kind: "retry_ended_otherwise" }>,
  room: Pick<Room, "id">,
): Prose {
  switch (line.kind) {
    case "retried":
      return [
        { person: line.by },
        " ",
        { bold: "retried" },
        " run ",
        runCode(line.runId, room),
        ...newRunWords(line.newRunId, room),
        ", ",
        { instant: line.at },
        line.newRunId === undefined ? ". Adobe did not name the new run." : "",
      ];
    case "retry_refused":
      return [
        { bold: "Retry refused" },
        ": ",
        { person: line.by },
        " asked Adobe to retry run ",
        runCode(line.runId, room),
        ", and no new run was started. ",
        RETRY_REFUSAL_WORDS[line.reason],
      ];
    case "retry_unknown":
      return [
        { bold: "Retry with unknown outcome" },
        ": ",
        { person: line.by },
        " asked Adobe to retry run ",
        runCode(line.runId, room),
        ", and no usable answer came. A new run may have been started. Look at the flow's runs in Adobe; if there is no new one, retry again.",
      ];
    case "retry_ended_otherwise":
      return [
        { bold: `The retry's run: ${KIND_WORDS[line.alertKind].title.toLowerCase()}` },
        ", for another reason. ",
        { person: line.by },
        " started it; run ",
        runCode(line.newRunId, room),
        ` is in Alert #${line.alertNumber}, `,
        { instant: line.at },
      ];
  }
}
