import { hasEmoji } from "./emoji.ts";
import { type Entity, parseEntity, unescapeSlack } from "./entity.ts";

export type Style = "bold" | "italic" | "strike";
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "styled"; readonly style: Style; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly children: readonly Inline[] }
  | { readonly kind: "emoji"; readonly name: string }
  | { readonly kind: "break" }
  | Entity;

export interface InlineOptions {
  /** Slack makes links of bare addresses and mentions of bare `@here`, unless `verbatim` is set. */
  readonly autolink: boolean;
}

const STYLES: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const isWord = (character: string | undefined): boolean =>
  character !== undefined && WORD.test(character);
const isSpace = (character: string | undefined): boolean =>
  character === undefined || /\s/.test(character);

interface Found {
  readonly node: Inline;
  readonly end: number;
}

export function parseInline(text: string, options: InlineOptions): readonly Inline[] {
  return createParser(options, new Set())(text);
}

/** Inside code only entities and line breaks mean something. */
export function parseCode(text: string): readonly Inline[] {
  return collect(text, (at) => entityAt(text, at) ?? breakAt(text, at));
}

/** A style does not nest in itself, so the depth is three at most, whatever the text. */
function createParser(
  options: InlineOptions,
  within: ReadonlySet<Style>,
): (text: string) => readonly Inline[] {
  return (text) => {
    const closers = createCloserFinder(text);
    return collect(text, (at) => {
      const found =
        entityAt(text, at) ?? breakAt(text, at) ?? codeAt(text, at) ?? emojiAt(text, at);
      if (found !== undefined) return found;
      const style = STYLES[text.charAt(at)];
      if (style !== undefined && !within.has(style)) {
        const end = opens(text, at) ? closers(at) : undefined;
        if (end === undefined) return undefined;
        const children = createParser(
          options,
          new Set([...within, style]),
        )(text.slice(at + 1, end));
        return { node: { kind: "styled", style, children }, end: end + 1 };
      }
      return options.autolink ? (bareLinkAt(text, at) ?? bareBroadcastAt(text, at)) : undefined;
    });
  };
}

function collect(text: string, nodeAt: (at: number) => Found | undefined): readonly Inline[] {
  const nodes: Inline[] = [];
  let plainFrom = 0;
  const flush = (to: number): void => {
    if (to > plainFrom)
      nodes.push({ kind: "text", text: unescapeSlack(text.slice(plainFrom, to)) });
  };
  for (let at = 0; at < text.length; ) {
    const found = nodeAt(at);
    if (found === undefined) {
      at += 1;
      continue;
    }
    flush(at);
    nodes.push(found.node);
    at = found.end;
    plainFrom = at;
  }
  flush(text.length);
  return nodes;
}

function entityAt(text: string, at: number): Found | undefined {
  if (text.charAt(at) !== "<") return undefined;
  const close = /[<>\n]/g;
  close.lastIndex = at + 1;
  const end = close.exec(text);
  if (end?.[0] !== ">") return undefined;
  const node = parseEntity(text.slice(at + 1, end.index));
  return node === undefined ? undefined : { node, end: end.index + 1 };
}

function breakAt(text: string, at: number): Found | undefined {
  return text.charAt(at) === "\n" ? { node: { kind: "break" }, end: at + 1 } : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function codeAt(text: string, at: number): Found | undefined {
  if (text.charAt(at) !== "`" || isWord(text[at - 1])) return undefined;
  const match = matchAt(/`([^`\n]+)`/y, text, at);
  if (match === undefined) return undefined;
  return {
    node: { kind: "code", children: parseCode(match[1] ?? "") },
    end: at + match[0].length,
  };
}

function emojiAt(text: string, at: number): Found | undefined {
  if (text.charAt(at) !== ":") return undefined;
  const match = matchAt(/:([a-z0-9_+'-]{1,64}):(?::skin-tone-[2-6]:)?/y, text, at);
  const name = match?.[1] ?? "";
  if (match === undefined || !hasEmoji(name)) return undefined;
  return { node: { kind: "emoji", name }, end: at + match[0].length };
}

function opens(text: string, at: number): boolean {
  return !isWord(text[at - 1]) && !isSpace(text[at + 1]) && text[at + 1] !== text[at];
}

/** Where the delimiter at `at` is closed on its line. Remembers failures: hostile text stays linear. */
function createCloserFinder(text: string): (at: number) => number | undefined {
  const noneUntil = new Map<string, number>();
  return (at) => {
    const delimiter = text.charAt(at);
    if (at < (noneUntil.get(delimiter) ?? 0)) return undefined;
    for (let index = at + 1; ; index += 1) {
      const character = text.charAt(index);
      if (character === "" || character === "\n") {
        noneUntil.set(delimiter, index);
        return undefined;
      }
      const skipped = codeAt(text, index) ?? entityAt(text, index);
      if (skipped !== undefined) index = skipped.end - 1;
      else if (character === delimiter && index > at + 1 && closes(text, index)) return index;
    }
  };
}

function closes(text: string, at: number): boolean {
  return !isSpace(text[at - 1]) && !isWord(text[at + 1]);
}

function bareLinkAt(text: string, at: number): Found | undefined {
  if (text.charAt(at) !== "h" || isWord(text[at - 1])) return undefined;
  const match = matchAt(/https?:\/\/(?:(?!&lt;|&gt;)[^\s<>|`])+/y, text, at);
  const raw = match?.[0].replace(/[.,;:!?)\]'"*_~]+$/, "") ?? "";
  if (!/^https?:\/\/[^/]/.test(raw)) return undefined;
  return { node: { kind: "link", url: unescapeSlack(raw) }, end: at + raw.length };
}

function bareBroadcastAt(text: string, at: number): Found | undefined {
  if (text.charAt(at) !== "@" || isWord(text[at - 1])) return undefined;
  const match = matchAt(/@(here|channel|everyone)(?![\p{L}\p{N}_])/uy, text, at);
  if (match === undefined) return undefined;
  return { node: { kind: "broadcast", range: match[1] ?? "" }, end: at + match[0].length };
}
