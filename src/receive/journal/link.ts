export type NextLink =
  | { readonly kind: "next"; readonly url: URL }
  | { readonly kind: "absent" }
  /** It leads away from the journal's own host, where our token must not go. */
  | { readonly kind: "elsewhere" };

/** `<target>; name="value"; …`, of which a header may hold several; commas stand within targets too. */
const LINK = /<([^<>]{0,4000})>((?:\s*;\s*[\w*-]{1,40}\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i;

/** The `Link: <…>; rel="next"` of an answer to `asked`, relative or absolute. */
export function nextLink(header: string | null, asked: URL): NextLink {
  const target = [...(header ?? "").matchAll(LINK)].find(([, , rest = ""]) => isNext(rest))?.[1];
  if (target === undefined || !URL.canParse(target, asked.href)) return { kind: "absent" };
  const url = new URL(target, asked);
  const isOurs = url.origin === asked.origin && url.username === "" && url.password === "";
  url.hash = "";
  return isOurs ? { kind: "next", url } : { kind: "elsewhere" };
}

function isNext(parameters: string): boolean {
  const [, quoted, bare] = REL.exec(parameters) ?? [];
  return (quoted ?? bare ?? "").toLowerCase().split(/\s+/).includes("next");
}
