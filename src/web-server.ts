import { createServer, type Server } from "node:http";
import type { Express, NextFunction, Request, Response } from "express";
import type { Clock } from "./clock.ts";
import { AppError } from "./domain/errors.ts";
import type { Logger } from "./logger.ts";

export interface WebServer {
  readonly port: number;
  /** Takes no new connection, ends the idle ones, and waits for requests under way; then it ends them. */
  close(): Promise<void>;
}

interface Address {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Adobe gives up after 10 s and Slack after 3 s; who sends more slowly only holds a connection. */
const TIMEOUTS = {
  requestTimeout: 12_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};
const MOST_CONNECTIONS = 1_000;

/** How long a request may still take once we are stopping. */
const LAST_REQUESTS_MS = 5_000;

/** @throws AppError `port_in_use` or `cannot_listen` */
export async function listen(
  web: Express,
  address: Address,
  { clock }: { readonly clock: Clock },
): Promise<WebServer> {
  const server = createServer(TIMEOUTS, web);
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(inWords(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return { port: bound.port, close: () => close(server, clock) };
}

function close(server: Server, clock: Clock): Promise<void> {
  const cancel = clock.after(LAST_REQUESTS_MS, () => server.closeAllConnections());
  return new Promise((resolve) => {
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function inWords(error: NodeJS.ErrnoException, { host, port }: Address): AppError {
  if (error.code === "EADDRINUSE") {
    return new AppError(
      "port_in_use",
      `Port ${port} is in use by another program. Stop it, or set PORT to another port.`,
      { cause: error },
    );
  }
  return new AppError(
    "cannot_listen",
    `Cannot listen on ${host}, port ${port} (${error.code ?? error.message}). Check HOST and PORT.`,
    { cause: error },
  );
}

/** Answers what no router took, and what a router let fall. Must be mounted last. */
export function answerTheRest(web: Express, logger: Logger): void {
  web.use((_request: Request, response: Response) => {
    response.status(404).json({ error: "There is nothing here." });
  });
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  web.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    logger.error({ err: error }, "a request failed");
    if (!response.headersSent) response.status(500).json({ error: "Flowrun failed; see its log." });
  });
}
