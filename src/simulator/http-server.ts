import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

const HOST = "127.0.0.1";

export interface HttpServer {
  readonly url: string;
  /** Ends every connection: who has not read the answer by now loses it. May be called again. */
  close(): Promise<void>;
}

/** Listens on loopback; rejects where it cannot, as when the port is taken. */
export async function listen(
  handler: RequestListener,
  port: number,
  onUpgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<HttpServer> {
  const server = createServer(handler);
  if (onUpgrade !== undefined) server.on("upgrade", onUpgrade);
  server.listen(port, HOST);
  await once(server, "listening");
  let closed: Promise<unknown> | undefined;
  return {
    url: `http://${HOST}:${portOf(server.address())}`,
    close: async () => {
      if (closed === undefined) {
        closed = once(server, "close");
        server.close();
        server.closeAllConnections();
      }
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
