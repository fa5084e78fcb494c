export interface Completion {
  readonly text: string;
  readonly hint: string;
}

/** What to offer for what is typed so far; nothing once it is typed in full. */
export function matchCompletions(
  typed: string,
  completions: readonly Completion[],
): readonly Completion[] {
  if (!typed.startsWith("/")) return [];
  const start = typed.toLowerCase();
  const matches = completions.filter(({ text }) => text.toLowerCase().startsWith(start));
  return matches.length === 1 && matches[0]?.text === typed ? [] : matches;
}

/** The `<run>` or `[flow]` of a completion that the person must still fill in: what to select in the box. */
export function placeholderRange(text: string): readonly [number, number] {
  const match = /[<[][^>\]]+[>\]]/.exec(text);
  return match === null ? [text.length, text.length] : [match.index, match.index + match[0].length];
}
