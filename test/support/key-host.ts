import { createServer, type ServerResponse } from "node:http";
import { listenOn } from "./listen-on.ts";

/** What the host has under `/prod/keys/pub-key-<key>.pem`. */
export const KEY = {
  right: "a1",
  redirect: "a2",
  behindRedirect: "a3",
  huge: "a4",
  stalled: "a5",
  silent: "a6",
  absent: "a7",
  garbage: "a8",
  broken: "a9",
} as const;

/** A host of keys with all that can be wrong with one. `pem`: the right key. */
export async function startKeyHost(pem: () => Promise<string>): Promise<{
  readonly url: string;
  readonly visits: (key: string) => number;
  readonly close: () => Promise<void>;
}> {
  const seen: string[] = [];
  const behaviours = new Map<string, (response: ServerResponse) => unknown>([
    [KEY.right, async (response) => response.end(await pem())],
    [KEY.behindRedirect, async (response) => response.end(await pem())],
    [
      KEY.redirect,
      (response) =>
        response.writeHead(302, { location: `/prod/keys/pub-key-${KEY.behindRedirect}.pem` }).end(),
    ],
    [KEY.huge, async (response) => response.end(`${await pem()}${"\n".repeat(1024 * 1024)}`)],
    [KEY.stalled, async (response) => response.write((await pem()).slice(0, 200))],
    [KEY.silent, () => undefined],
    [KEY.absent, (response) => response.writeHead(404).end()],
    [KEY.garbage, (response) => response.end("no key")],
    [KEY.broken, (response) => response.writeHead(500).end()],
  ]);
  const server = createServer((request, response) => {
    const key = /pub-key-(.+)\.pem/.exec(request.url ?? "")?.[1] ?? "";
    seen.push(key);
    behaviours.get(key)?.(response);
  });
  const { url, close } = await listenOn(server);
  return { url, visits: (key) => seen.filter((each) => each === key).length, close };
}
