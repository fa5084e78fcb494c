export interface Permalink {
  readonly channel: string;
  readonly ts: string;
}

/** Slack's address of a message: `https://…/archives/C…/p` and the `ts` without its point. */
export function parsePermalink(url: string): Permalink | undefined {
  const match = /^https?:\/\/[^/]+\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:[?#].*)?$/.exec(url);
  if (match === null) return undefined;
  return { channel: match[1] ?? "", ts: `${match[2] ?? ""}.${match[3] ?? ""}` };
}
