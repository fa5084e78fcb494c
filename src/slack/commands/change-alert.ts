import type { Alert } from "../../domain/alert.ts";
import type { AlertId, SlackUserId } from "../../domain/ids.ts";
import { alertOfRun } from "../../usecases/alert-of-run.ts";
import type { AlertAction, AlertChange } from "../../usecases/change-alert.ts";
import { renderNotice } from "../blocks/notice.ts";
import { refusalNotice } from "../blocks/refusal-notice.ts";
import type { Drawn, Listening } from "../listening.ts";
import type { SlackMessage } from "../message.ts";
import type { Command, Subject } from "./command.ts";
import { nothingNamed } from "./nothing-named.ts";

type Changing = Extract<Command, { verb: "ack" | "unack" | "resolve" }>;

/** `/flowrun ack`, `unack` and `resolve`: the same as the buttons, and the answer says what came of it. */
export async function changeAlertByCommand(
  command: Changing,
  by: SlackUserId,
  listening: Listening,
): Promise<Drawn> {
  const answer = await change(command, by, listening);
  return () => answer;
}

async function change(
  command: Changing,
  by: SlackUserId,
  listening: Listening,
): Promise<SlackMessage> {
  const { subject } = command;
  const named = await findSubject(subject, listening);
  if (named === "no_alert") {
    return renderNotice("This run has no alert: it did not fail.");
  }
  if (named === undefined) {
    return nothingNamed(subject.kind === "alert" ? `#${subject.number}` : subject.runId);
  }
  const changed = await listening.changeAlert({ alertId: named, by, action: actionOf(command) });
  return answerTo(changed, listening);
}

async function findSubject(
  subject: Subject,
  { queries }: Listening,
): Promise<AlertId | "no_alert" | undefined> {
  if (subject.kind === "alert") {
    return (await queries.alerts.findByNumber(subject.number))?.alertId;
  }
  const stored = await queries.runs.find(subject.runId);
  if (stored === undefined) return queries.reports.alertOfRun(subject.runId);
  return (await alertOfRun(queries, stored))?.alertId ?? "no_alert";
}

function actionOf(command: Changing): AlertAction {
  switch (command.verb) {
    case "ack":
      return { kind: "acknowledge" };
    case "unack":
      return { kind: "unacknowledge" };
    case "resolve":
      return command.note === undefined
        ? { kind: "resolve" }
        : { kind: "resolve", note: command.note };
  }
}

const DONE = {
  open: "is open again; its card says so.",
  acknowledged: "is yours; its card says so.",
  resolved: "is resolved; its card says so.",
} satisfies Record<Alert["state"], string>;

function answerTo(changed: AlertChange, { clock }: Listening): SlackMessage {
  if (changed.kind !== "done") return refusalNotice(changed, clock.now());
  return renderNotice(`Alert #${changed.alert.number} ${DONE[changed.alert.state]}`);
}
