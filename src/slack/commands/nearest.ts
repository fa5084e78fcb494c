import { distance } from "fastest-levenshtein";
import type { Verb } from "./command.ts";

interface Named {
  readonly verb: Verb;
  readonly aliases: readonly string[];
}

/** No verb is nearly as long. */
const LONGEST = 20;

/** What a mistyped verb may have meant: the nearest ones, all of them where several are as near. */
export function nearestVerbs(word: string, verbs: readonly Named[]): readonly Verb[] {
  const typed = word.toLowerCase();
  if (typed.length > LONGEST) return [];
  const near = verbs
    .map(({ verb, aliases }) => ({
      verb,
      mistakes: Math.min(...[verb, ...aliases].map((name) => mistakesBetween(typed, name))),
    }))
    .filter(({ mistakes }) => mistakes <= 2 && mistakes < typed.length / 2);
  const least = Math.min(...near.map(({ mistakes }) => mistakes));
  return near.filter(({ mistakes }) => mistakes === least).map(({ verb }) => verb);
}

/** Two letters in the wrong order are one mistake, not two: "lsit". */
function mistakesBetween(typed: string, name: string): number {
  const edits = distance(typed, name);
  const sameLetters = sortedLetters(typed) === sortedLetters(name);
  return edits === 2 && sameLetters ? 1 : edits;
}

function sortedLetters(word: string): string {
  return word.split("").toSorted().join("");
}
