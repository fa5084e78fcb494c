import { EMOJI } from "./emoji-table.ts";

const table: ReadonlyMap<string, string> = new Map(
  EMOJI.trim()
    .split(/\s+/)
    .flatMap((entry) => {
      const [character = "", names = ""] = entry.split("=");
      return names.split(",").map((name): [string, string] => [name, character]);
    }),
);

export function hasEmoji(name: string): boolean {
  return table.has(name);
}

/** A name that is not in the table shows as Slack shows an unknown one: with its colons. */
export function emojiText(name: string): string {
  return table.get(name) ?? `:${name}:`;
}

/** How a screen reader should say it. */
export function emojiLabel(name: string): string {
  return name.replaceAll("_", " ");
}

export interface EmojiPart {
  readonly text: string;
  /** The emoji's name, where the part is one. */
  readonly emoji?: string;
}

/** Plain text cut at its `:emoji:` names. */
export function splitEmoji(text: string): readonly EmojiPart[] {
  return text.split(/(:[a-z0-9_+'-]{1,64}:)/).flatMap((part): readonly EmojiPart[] => {
    const name = part.length > 2 && part.startsWith(":") ? part.slice(1, -1) : "";
    if (hasEmoji(name)) return [{ text: emojiText(name), emoji: name }];
    return part === "" ? [] : [{ text: part }];
  });
}

/** Plain text with its `:emoji:` names replaced, for places that take text alone. */
export function withEmoji(text: string): string {
  return splitEmoji(text)
    .map((part) => part.text)
    .join("");
}
