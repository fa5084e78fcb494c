/** What stands between `<` and `>` in Slack's mrkdwn. */
export type Entity =
  | { readonly kind: "user"; readonly id: string; readonly label?: string }
  | { readonly kind: "channel"; readonly id: string; readonly label?: string }
  | { readonly kind: "usergroup"; readonly id: string; readonly label?: string }
  | { readonly kind: "broadcast"; readonly range: string }
  | { readonly kind: "link"; readonly url: string; readonly label?: string }
  | DateEntity;

export interface DateEntity {
  readonly kind: "date";
  readonly unixSeconds: number;
  readonly format: string;
  readonly url?: string;
  readonly fallback: string;
}

/** Slack escapes these three and no other; decoding once, `&amp;` last, cannot make a new entity. */
export function unescapeSlack(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The addresses that Slack makes a link of. */
function isLinkable(url: string): boolean {
  return /^(https?:\/\/|mailto:)\S+$/i.test(url);
}

/** `undefined`: not an entity; the text is shown as it stands. */
export function parseEntity(inner: string): Entity | undefined {
  const bar = inner.indexOf("|");
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? {} : { label: unescapeSlack(inner.slice(bar + 1)) };
  if (target.startsWith("!")) return parseSpecial(target.slice(1), label.label);
  const mention = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (mention !== null) {
    return { kind: mention[1] === "@" ? "user" : "channel", id: mention[2] ?? "", ...label };
  }
  const url = unescapeSlack(target);
  return isLinkable(url) ? { kind: "link", url, ...label } : undefined;
}

function parseSpecial(command: string, label: string | undefined): Entity | undefined {
  if (/^(here|channel|everyone)$/.test(command)) return { kind: "broadcast", range: command };
  const group = /^subteam\^([A-Z0-9]+)$/.exec(command);
  if (group !== null) {
    return { kind: "usergroup", id: group[1] ?? "", ...(label === undefined ? {} : { label }) };
  }
  return parseDate(command, label ?? "");
}

function parseDate(command: string, fallback: string): DateEntity | undefined {
  const [name, unix = "", format = "", url = ""] = command.split("^");
  if (name !== "date" || !/^\d{1,12}$/.test(unix) || format === "") return undefined;
  return {
    kind: "date",
    unixSeconds: Number(unix),
    format: unescapeSlack(format),
    ...(isLinkable(unescapeSlack(url)) ? { url: unescapeSlack(url) } : {}),
    fallback,
  };
}
