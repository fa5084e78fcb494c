import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach } from "@jest/globals";
import { listenOn } from "../../../support/listen-on.ts";

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface AdobeServer {
  readonly url: string;
  readonly heard: readonly Heard[];
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on loopback that answers as the test says; closed after the test. */
export async function startAdobeServer(
  answer: (heard: Heard, response: ServerResponse, count: number) => unknown,
): Promise<AdobeServer> {
  const heard: Heard[] = [];
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const one = { method, path: url, headers, body: await text(request) };
    heard.push(one);
    answer(one, response, heard.length);
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const { url, close } = await listenOn(server);
  closing.push(close);
  return { url, heard };
}

export function sendJson(response: ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}
