import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import http, { type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Logger } from "../../../src/logger.ts";

export const CLIENT_ID = "our-client";
export const ORG_ID = "OUR@AdobeOrg";
export const RECEIVED_AT = Date.UTC(2026, 10, 24, 6, 0, 0);
export const KEY_1 = "/prod/keys/pub-key-11111111-aaaa.pem";
export const KEY_2 = "/prod/keys/pub-key-22222222-bbbb.pem";

export interface TestKey {
  readonly pem: string;
  readonly privateKey: KeyObject;
}

export function aKey(bits = 2_048): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return { pem: publicKey.export({ type: "spki", format: "pem" }).toString(), privateKey };
}

export const key1 = aKey();
export const key2 = aKey();

export function signatureOf(body: string | Uint8Array, key: TestKey): string {
  return sign("RSA-SHA256", Buffer.from(body), key.privateKey).toString("base64");
}

/** Headers of a delivery, signed by both keys. */
export function signedHeaders(body: string | Uint8Array): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-adobe-digital-signature-1": signatureOf(body, key1),
    "x-adobe-public-key1-path": KEY_1,
    "x-adobe-digital-signature-2": signatureOf(body, key2),
    "x-adobe-public-key2-path": KEY_2,
  };
}

export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Running> {
  const server: Server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface KeyServer extends Running {
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** What stands at a path; both test keys stand at theirs from the start. */
  readonly routes: Map<string, RequestListener>;
}

export const serve =
  (text: string): RequestListener =>
  (_request, response) =>
    response.end(text);

export async function startKeyServer(): Promise<KeyServer> {
  const asked: string[] = [];
  const routes = new Map<string, RequestListener>([
    [KEY_1, serve(key1.pem)],
    [KEY_2, serve(key2.pem)],
  ]);
  const running = await listen((request, response) => {
    const at = request.url ?? "";
    asked.push(at);
    const route = routes.get(at);
    if (route === undefined) response.writeHead(404).end("no such key");
    else route(request, response);
  });
  return { ...running, asked, routes };
}

export interface LogEntry {
  readonly level: string;
  readonly msg: string;
  readonly fields: Record<string, unknown>;
}

export function aLogger(): { readonly logger: Logger; readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const at = (level: string) => (fields: object, msg: string) => {
    entries.push({ level, msg, fields: { ...fields } });
  };
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => logger,
  };
  return { logger, entries };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Pieces go out one by one, without a content-length. */
  readonly body?: string | Uint8Array | readonly Uint8Array[];
}

/** `fetch` would set headers of its own and hide early answers. */
export function send(
  url: string,
  { method = "POST", headers = {}, body }: Sending,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    if (Array.isArray(body)) {
      for (const piece of body as readonly Uint8Array[]) request.write(piece);
      request.end();
    } else request.end(body);
  });
}

const FIXTURES = path.join(import.meta.dirname, "../../../fixtures/notifications");

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(path.join(FIXTURES, `${name}.json`), "utf8"));
}

/** Waits for what another part of the test causes, without sleeping for a guessed time. */
export async function until(condition: () => boolean, deadlineMs = 5_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error("the awaited condition did not come true");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
