/** Splits what a person typed into words; quotes keep a name with blanks together. */

export interface Word {
  readonly text: string;
  /** Stands as it is: never an alert's number, a filter or a page. */
  readonly quoted: boolean;
  /** Where the text after the word begins. */
  readonly end: number;
}

/** Phones type the curly ones by themselves. A closing quote stands before a blank or at the end. */
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["“", "”"],
  ["„", "“"],
  ["«", "»"],
  ["‘", "’"],
  ["'", "'"],
]);

export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const word = quotedWord(text, at) ?? plainWord(text, at);
    if (word.text !== "") words.push(word);
    at = skipBlanks(text, word.end);
  }
  return words;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) === " ") at += 1;
  return at;
}

function quotedWord(text: string, start: number): Word | undefined {
  const closing = QUOTES.get(text.charAt(start));
  if (closing === undefined) return undefined;
  for (let at = text.indexOf(closing, start + 1); at >= 0; at = text.indexOf(closing, at + 1)) {
    const next = text.charAt(at + 1);
    if (next === "" || next === " ") {
      return { text: text.slice(start + 1, at).trim(), quoted: true, end: at + 1 };
    }
  }
  return undefined;
}

/** A quote that nothing closes is dropped at the start of a word, and kept within it ("Bob's"). */
function plainWord(text: string, start: number): Word {
  const blank = text.indexOf(" ", start);
  const end = blank < 0 ? text.length : blank;
  const from = text.charAt(start) !== "'" && QUOTES.has(text.charAt(start)) ? start + 1 : start;
  return { text: text.slice(from, end), quoted: false, end };
}

/** In quotes that the text does not close by itself; nothing for nothing. */
export function quote(text: string): string {
  if (text === "") return "";
  const pair = [...QUOTES].find(([, closing]) => !text.includes(closing));
  if (pair === undefined) return `"${text.replaceAll('"', "'")}"`;
  return `${pair[0]}${text}${pair[1]}`;
}
