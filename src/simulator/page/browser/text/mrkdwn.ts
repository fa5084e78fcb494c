import { type Inline, type InlineOptions, parseCode, parseInline } from "./mrkdwn-inline.ts";

export type MrkdwnBlock =
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "pre"; readonly children: readonly Inline[] };

/** Slack's mrkdwn as a tree. It never makes markup: whoever draws it sets text alone. */
export function parseMrkdwn(text: string, options: InlineOptions): readonly MrkdwnBlock[] {
  return text.split(/```([^]*?)```/).flatMap((part, index): readonly MrkdwnBlock[] => {
    if (index % 2 === 1) {
      return [{ kind: "pre", children: parseCode(part.replace(/^\n/, "").replace(/\n$/, "")) }];
    }
    // The line break beside a code block belongs to the block.
    const prose = index === 0 ? part : part.replace(/^\n/, "");
    return proseBlocks(prose.replace(/\n$/, ""), options);
  });
}

const QUOTE = /^(?:>|&gt;) ?/;
const QUOTE_REST = /^(?:>>>|&gt;&gt;&gt;) ?/;

function proseBlocks(prose: string, options: InlineOptions): readonly MrkdwnBlock[] {
  if (prose === "") return [];
  const groups: { kind: "paragraph" | "quote"; lines: string[] }[] = [];
  const lines = prose.split("\n");
  for (const [index, line] of lines.entries()) {
    if (QUOTE_REST.test(line)) {
      const rest = lines.slice(index);
      groups.push({ kind: "quote", lines: [line.replace(QUOTE_REST, ""), ...rest.slice(1)] });
      break;
    }
    const kind = QUOTE.test(line) ? "quote" : "paragraph";
    const content = kind === "quote" ? line.replace(QUOTE, "") : line;
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else groups.push({ kind, lines: [content] });
  }
  return groups.map(({ kind, lines: own }) => ({
    kind,
    children: parseInline(own.join("\n"), options),
  }));
}
