import type { RunFilter } from "../../usecases/list-runs.ts";
import { type Command, NOTE_LIMIT, type UsageError, type Verb } from "./command.ts";
import { NAME_LIMIT, toSubject, toTarget, withoutAlertWord } from "./named.ts";
import { nearestVerbs } from "./nearest.ts";
import { splitWords, type Word } from "./words.ts";

/** What is typed after the verb. */
interface Rest {
  readonly words: readonly Word[];
  readonly text: string;
}

/** Everything about one verb; parsing, help, suggestions and the documentation read it here. */
export interface VerbEntry {
  readonly verb: Verb;
  readonly aliases: readonly string[];
  readonly usage: string;
  readonly summary: string;
  /** The first is shown with every usage error. */
  readonly examples: readonly [string, ...string[]];
  readonly parse: (rest: Rest) => Command | UsageError;
}

const FILTERS = ["failed", "open", "all"] as const satisfies readonly RunFilter[];

export const VERBS: readonly VerbEntry[] = [
  {
    verb: "status",
    aliases: [],
    usage: "status [flow, run or alert]",
    summary: "what is open, what runs and the last 24 hours; or all about one flow, run or alert",
    examples: ["status", "status Nightly CRM import", "status #42"],
    parse({ words }) {
      if (words.length === 0) return { verb: "status" };
      const target = toTarget(words);
      return target === undefined ? tooLong("status") : { verb: "status", target };
    },
  },
  {
    verb: "list",
    aliases: ["recent"],
    usage: "list [failed, open or all] [flow] [page 2]",
    summary: "recent runs as a table, newest first",
    examples: ["list failed", "list", "list open Nightly CRM import", "list all page 2"],
    parse: parseList,
  },
  {
    verb: "show",
    aliases: [],
    usage: "show <run, alert, flow or notification>",
    summary: "one run in full: cause, activities, figures, ids, times",
    examples: ["show #42", "show d9024c32-2174-4271-824c-322174627101"],
    parse({ words }) {
      if (words.length === 0)
        return usageError("show", "show needs a run's id or an alert's number.");
      const target = toTarget(words);
      return target === undefined ? tooLong("show") : { verb: "show", target };
    },
  },
  {
    verb: "ack",
    aliases: ["acknowledge"],
    usage: "ack <alert or run>",
    summary: "take an alert: the card says that you work on it",
    examples: ["ack #42"],
    parse: ({ words }) => parseTaking("ack", words),
  },
  {
    verb: "unack",
    aliases: ["unacknowledge"],
    usage: "unack <alert or run>",
    summary: "give an alert back: it is open again",
    examples: ["unack #42"],
    parse: ({ words }) => parseTaking("unack", words),
  },
  {
    verb: "resolve",
    aliases: ["close"],
    usage: "resolve <alert or run> [what fixed it]",
    summary: "close an alert; the next alert with this cause will show your note",
    examples: ["resolve #42 rotated the SFTP key", "resolve #42"],
    parse: parseResolve,
  },
  {
    verb: "retry",
    aliases: ["rerun"],
    usage: "retry <run or alert>",
    summary: "have Adobe run it again, after a question: a failed run, or one without records",
    examples: ["retry #42", "retry d9024c32-2174-4271-824c-322174627101"],
    parse: ({ words }) => parseTaking("retry", words),
  },
  {
    verb: "help",
    aliases: ["?", "-h", "--help"],
    usage: "help [command]",
    summary: "these lines, or more about one command",
    examples: ["help", "help list"],
    parse: parseHelp,
  },
];

/** By its name or another one, in whatever case. */
export function findVerb(word: string): VerbEntry | undefined {
  const name = word.toLowerCase();
  return VERBS.find(({ verb, aliases }) => verb === name || aliases.includes(name));
}

export function verbsLike(word: string): readonly Verb[] {
  return nearestVerbs(word, VERBS);
}

function parseList({ words }: Rest): Command | UsageError {
  const [first] = words;
  const filter = FILTERS.find(
    (name) => first !== undefined && !first.quoted && first.text.toLowerCase() === name,
  );
  const { page, others } = takePage(filter === undefined ? words : words.slice(1));
  if (page === undefined) return usageError("list", "A page is a number from 1 on.", "list page 2");
  const flow = others.map((word) => word.text).join(" ");
  if (flow.length > NAME_LIMIT) return tooLong("list");
  return { verb: "list", filter: filter ?? "all", page, ...(flow === "" ? {} : { flow }) };
}

/**
 * `page 2` at the end. "Landing page clicks" is a name: only a number, or `page` in front of everything,
 * makes it a page. No page: one that does not exist.
 */
function takePage(words: readonly Word[]): { page: number | undefined; others: readonly Word[] } {
  const at = words.findLastIndex((word) => !word.quoted && word.text.toLowerCase() === "page");
  const said = words[at + 1]?.text ?? "";
  const isPage = at >= 0 && at + 2 >= words.length && (at === 0 || /^\d+$/.test(said));
  if (!isPage) return { page: 1, others: words };
  const page = /^[1-9]\d{0,5}$/.test(said) ? Number(said) : undefined;
  return { page, others: words.slice(0, at) };
}

function parseTaking(verb: "ack" | "unack" | "retry", said: readonly Word[]): Command | UsageError {
  const [first, ...others] = withoutAlertWord(said);
  if (first === undefined) {
    return usageError(verb, `${verb} needs an alert's number or a run's id.`);
  }
  if (others.length > 0) return usageError(verb, `${verb} takes one alert or run at a time.`);
  const subject = toSubject(first);
  return subject === undefined ? tooLong(verb) : { verb, subject };
}

function parseResolve({ words, text }: Rest): Command | UsageError {
  const [first] = withoutAlertWord(words);
  if (first === undefined) {
    return usageError("resolve", "resolve needs an alert's number or a run's id.");
  }
  const subject = toSubject(first);
  if (subject === undefined) return tooLong("resolve");
  const note = unquoted(text.slice(first.end).trim());
  if (note.length > NOTE_LIMIT) {
    return usageError(
      "resolve",
      `A note has at most ${NOTE_LIMIT} characters; this one has ${note.length}.`,
    );
  }
  return { verb: "resolve", subject, ...(note === "" ? {} : { note }) };
}

/** A note in quotes as a whole loses them. */
function unquoted(note: string): string {
  const [only, ...others] = splitWords(note);
  return only?.quoted === true && others.length === 0 ? only.text : note;
}

function parseHelp({ words }: Rest): Command | UsageError {
  const [first] = words;
  if (first === undefined) return { verb: "help" };
  const entry = findVerb(first.text.replace(/^\//, ""));
  if (entry !== undefined) return { verb: "help", topic: entry.verb };
  return {
    message: `There is no command "${first.text.slice(0, 40)}".`,
    example: "/flowrun help",
    suggestions: verbsLike(first.text).map((verb) => `/flowrun help ${verb}`),
  };
}

function tooLong(verb: Verb): UsageError {
  return usageError(verb, `No name or id is longer than ${NAME_LIMIT} characters.`);
}

function usageError(verb: Verb, message: string, example?: string): UsageError {
  const first = VERBS.find((entry) => entry.verb === verb)?.examples[0];
  return { message, example: `/flowrun ${example ?? first ?? "help"}`, suggestions: [] };
}
