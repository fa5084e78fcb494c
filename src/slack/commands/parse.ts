import { cut, visible } from "../mrkdwn.ts";
import { type Command, isUsageError, type UsageError } from "./command.ts";
import { toAlertNumber } from "./named.ts";
import { plainFromSlack } from "./slack-text.ts";
import { findVerb, verbsLike } from "./table.ts";
import { splitWords } from "./words.ts";

/** The longest command has an id and a note of 500 characters. */
const TEXT_LIMIT = 2_000;

/**
 * Reads what stands after `/flowrun`, as Slack sends it. Every text has an answer: a command, or what was
 * wrong and how to say it. Nothing at all is `status`.
 */
export function parseCommand(sent: string): Command | UsageError {
  const text = visible(plainFromSlack(sent.slice(0, TEXT_LIMIT + 1))).trim();
  if (sent.length > TEXT_LIMIT) {
    return {
      message: `A command has at most ${TEXT_LIMIT} characters.`,
      example: "/flowrun help",
      suggestions: [],
    };
  }
  const [first, ...words] = splitWords(text);
  if (first === undefined) return { verb: "status" };
  const entry = first.quoted ? undefined : findVerb(first.text);
  return entry === undefined ? unknownVerb(first, text) : entry.parse({ words, text });
}

function unknownVerb(first: ReturnType<typeof splitWords>[number], text: string): UsageError {
  const rest = text.slice(first.end);
  const near = first.quoted ? [] : verbsLike(first.text);
  return {
    message: `"${cut(first.text, 40)}" is not a command.`,
    example: "/flowrun help",
    suggestions:
      near.length > 0
        ? near.map((verb) => `/flowrun ${verb}${cut(rest, 100)}`)
        : asQuestion(first, text),
  };
}

/** Somebody who types only a number, an id or a name wants to know about it. */
function asQuestion(first: ReturnType<typeof splitWords>[number], text: string): readonly string[] {
  const number = toAlertNumber(first);
  if (number !== undefined) return [`/flowrun show #${number}`];
  const command = `status ${text}`;
  return command.length > 100 || isUsageError(parseCommand(command)) ? [] : [`/flowrun ${command}`];
}
