import type { UsageError, Verb } from "../commands/command.ts";
import { VERBS, type VerbEntry } from "../commands/table.ts";
import type { SlackMessage } from "../message.ts";
import { cut } from "../mrkdwn.ts";
import { toMessage } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";

const COMMAND = "/flowrun";

/** All commands, or all about one. */
export function renderHelp(topic?: Verb): SlackMessage {
  const entry = VERBS.find(({ verb }) => verb === topic);
  return toMessage("classic", () => ({ parts: entry === undefined ? overview() : about(entry) }));
}

function overview(): Part[] {
  return [
    { kind: "header", text: "What Flowrun understands" },
    {
      kind: "lines",
      lines: VERBS.map(
        (entry): Prose => [{ code: `${COMMAND} ${entry.usage}` }, ` ${entry.summary}`],
      ),
    },
    {
      kind: "small",
      lines: [
        ["Say an alert as #42, a run by its id, a flow by its id or any part of its name."],
        ["Only you see the answers. For examples: ", { code: `${COMMAND} help list` }],
      ],
    },
  ];
}

function about({ verb, aliases, usage, summary, examples }: VerbEntry): Part[] {
  return [
    { kind: "header", text: `${COMMAND} ${verb}` },
    { kind: "lines", lines: [[{ code: `${COMMAND} ${usage}` }, ` ${summary}`]] },
    {
      kind: "lines",
      lines: [
        [{ bold: examples.length === 1 ? "Example" : "Examples" }],
        ...examples.map((example): Prose => [{ code: `${COMMAND} ${example}` }]),
      ],
    },
    {
      kind: "small",
      lines: aliases.length === 0 ? [] : [[`The same: ${aliases.join(", ")}`]],
    },
  ];
}

/** What was wrong and how to say it. */
export function renderUsageError({ message, example, suggestions }: UsageError): SlackMessage {
  const hint: Prose =
    suggestions.length === 0
      ? ["For example: ", { code: example }]
      : ["Did you mean ", ...orList(suggestions), "?"];
  return toMessage("classic", (room) => ({
    parts: [
      { kind: "lines", lines: [[cut(message, room.quote)], hint] },
      { kind: "small", lines: [[{ code: `${COMMAND} help` }, " lists all commands"]] },
    ],
  }));
}

function orList(commands: readonly string[]): Prose {
  return commands.flatMap(
    (command, index): Prose => [index === 0 ? "" : " or ", { code: command }],
  );
}
