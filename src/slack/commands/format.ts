import type { Command, Subject, Target } from "./command.ts";
import { quote } from "./words.ts";

/** How a person would type the command, without `/flowrun`; parsing it gives the command back. */
export function formatCommand(command: Command): string {
  return wordsOf(command)
    .filter((word) => word !== "")
    .join(" ");
}

function wordsOf(command: Command): string[] {
  switch (command.verb) {
    case "status":
      return ["status", command.target === undefined ? "" : targetWord(command.target)];
    case "list":
      return listWords(command);
    case "show":
      return ["show", targetWord(command.target)];
    case "ack":
    case "unack":
    case "retry":
      return [command.verb, subjectWord(command.subject)];
    case "resolve":
      return ["resolve", subjectWord(command.subject), quote(command.note ?? "")];
    case "help":
      return ["help", command.topic ?? ""];
  }
}

function listWords({ filter, flow, page }: Extract<Command, { verb: "list" }>): string[] {
  return [
    "list",
    filter === "all" ? "" : filter,
    flow === undefined ? "" : nameWord(flow),
    page === 1 ? "" : `page ${page}`,
  ];
}

function targetWord(target: Target): string {
  return target.kind === "alert" ? `#${target.number}` : nameWord(target.text);
}

function subjectWord(subject: Subject): string {
  return subject.kind === "alert" ? `#${subject.number}` : nameWord(subject.runId);
}

/** Long ids are never mistaken for anything else; all other names are. */
function nameWord(name: string): string {
  return /^[A-Za-z0-9][\w.-]{20,}$/.test(name) ? name : quote(name);
}
