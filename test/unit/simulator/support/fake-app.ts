import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** Of a form; interactions have theirs in `payload`. */
  readonly form: Record<string, string>;
  // Tests read deep into payloads whose shape is what they check.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly payload: any;
}

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** Of a redirect. */
  readonly location?: string;
}

export interface FakeApp {
  readonly url: string;
  readonly received: Received[];
  /** `"never"` leaves the request without an answer. */
  readonly answerWith: (answer: (request: Received) => Answer | "never") => void;
  /** May be called again. */
  readonly close: () => Promise<void>;
}

/** An app that records what it is sent, and answers 200 with nothing unless told otherwise. */
export async function startFakeApp(): Promise<FakeApp> {
  const received: Received[] = [];
  let respond: (request: Received) => Answer | "never" = () => ({});
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const form = Object.fromEntries(new URLSearchParams(raw));
      const entry: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        raw,
        form,
        payload: form["payload"] === undefined ? undefined : JSON.parse(form["payload"]),
      };
      received.push(entry);
      const answer = respond(entry);
      if (answer === "never") return;
      const type = answer.json === undefined ? "text/plain" : "application/json";
      const location = answer.location === undefined ? {} : { location: answer.location };
      response.writeHead(answer.status ?? 200, { "content-type": type, ...location });
      response.end(answer.json === undefined ? answer.text : JSON.stringify(answer.json));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith: (answer) => {
      respond = answer;
    },
    close: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
