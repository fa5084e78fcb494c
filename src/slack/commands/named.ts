import { FlowRunId } from "../../domain/ids.ts";
import type { Subject, Target } from "./command.ts";
import type { Word } from "./words.ts";

/** `#42`, `42` and `A-42` name an alert, and so does "Alert #42" as the card says it. */
const ALERT_NUMBER = /^(?:#|a-)?0{0,9}([1-9]\d{0,8})$/i;

export const NAME_LIMIT = 200;

export function toAlertNumber(word: Word): number | undefined {
  const found = word.quoted ? undefined : ALERT_NUMBER.exec(word.text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** "alert #42" is "#42". */
export function withoutAlertWord(words: readonly Word[]): readonly Word[] {
  const [first, second] = words;
  if (first === undefined || second === undefined) return words;
  const said = !first.quoted && first.text.toLowerCase() === "alert";
  return said && toAlertNumber(second) !== undefined ? words.slice(1) : words;
}

/** `undefined`: longer than any name or id. */
export function toTarget(said: readonly Word[]): Target | undefined {
  const words = withoutAlertWord(said);
  const [only, ...others] = words;
  const number = only === undefined || others.length > 0 ? undefined : toAlertNumber(only);
  if (number !== undefined) return { kind: "alert", number };
  const text = words.map((word) => word.text).join(" ");
  return text.length > NAME_LIMIT ? undefined : { kind: "words", text };
}

/** `undefined`: longer than any id. */
export function toSubject(word: Word): Subject | undefined {
  const number = toAlertNumber(word);
  if (number !== undefined) return { kind: "alert", number };
  const runId = FlowRunId.safeParse(word.text);
  return runId.success ? { kind: "run", runId: runId.data } : undefined;
}
