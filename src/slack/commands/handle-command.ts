import { SlackUserId } from "../../domain/ids.ts";
import { renderHelp, renderUsageError } from "../blocks/help.ts";
import { renderNotice } from "../blocks/notice.ts";
import type { Drawn, Listening, Respond } from "../listening.ts";
import { answerList } from "./answer-list.ts";
import { answerShow, answerStatus } from "./answer-status.ts";
import { askRetry } from "./ask-retry.ts";
import { changeAlertByCommand } from "./change-alert.ts";
import { type Command, isUsageError } from "./command.ts";
import { parseCommand } from "./parse.ts";

/** The one command that we have; the manifest names it. */
export const COMMAND = "/flowrun";

/** One command as Slack sent it, acknowledged already. */
export interface SentCommand {
  readonly command: string;
  readonly text: string;
  readonly user_id: string;
  readonly reply: Respond;
}

/** Answers a slash command privately, whatever was typed. */
export async function handleCommand(sent: SentCommand, listening: Listening): Promise<void> {
  if (sent.command !== COMMAND) {
    await sent.reply(renderNotice(`Flowrun only knows the command ${COMMAND}.`));
    return;
  }
  const command = parseCommand(sent.text);
  const by = SlackUserId.parse(sent.user_id);
  const draw = isUsageError(command)
    ? () => renderUsageError(command)
    : await prepare(command, by, listening);
  // Slack may not take our newer blocks here; the older ones it surely does.
  await sent.reply(draw("rich")).catch(() => sent.reply(draw("classic")));
}

async function prepare(command: Command, by: SlackUserId, listening: Listening): Promise<Drawn> {
  switch (command.verb) {
    case "status":
      return answerStatus(command.target, listening);
    case "list":
      return answerList(command, listening);
    case "show":
      return answerShow(command.target, listening);
    case "ack":
    case "unack":
    case "resolve":
      return changeAlertByCommand(command, by, listening);
    case "retry":
      return askRetry(command.subject, listening);
    case "help":
      return () => renderHelp(command.topic);
  }
}
