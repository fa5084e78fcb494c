/** `<@U1|sam>`, `<#C1|general>`, `<https://a.example|a.example>`, without or with a label. */
const MARKUP = /<([@#!]?)([^<>|]{1,500})(?:\|([^<>|]{0,500}))?>/g;

/** What a person typed, out of what Slack made of it: names, links and the three signs of its markup. */
export function plainFromSlack(text: string): string {
  return text
    .replace(MARKUP, (_markup, sign: string, ...names: readonly string[]) => {
      // The label, where there is one: `names` is the target, then the label.
      const shown = [names[1], names[0]].find((name) => name !== undefined && name !== "") ?? "";
      return sign === "" || shown.startsWith(sign) ? shown : `${sign === "!" ? "@" : sign}${shown}`;
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
