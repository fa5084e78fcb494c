import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A client of a WebSocket that may break every rule. */
export interface RawWebSocket {
  readonly socket: Socket;
  /** The answer to the handshake. */
  readonly status: string;
  send(frame: Buffer): void;
  /** Waits for so many bytes behind the handshake's answer. */
  read(count: number): Promise<Buffer>;
  readonly closed: Promise<unknown>;
}

const HANDSHAKE: Readonly<Record<string, string>> = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

export async function openRaw(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawWebSocket> {
  const { port, pathname, search, host } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  const lines = Object.entries({ host, ...HANDSHAKE, ...headers }).map(([k, v]) => `${k}: ${v}`);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);

  let received = Buffer.alloc(0);
  const more = new Set<() => void>();
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (const look of more) look();
  });
  function waitFor<T>(probe: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = probe();
        if (found === undefined) return;
        more.delete(look);
        resolve(found);
      };
      more.add(look);
      socket.on("close", () => reject(new Error(`closed; there is ${received.toString("hex")}`)));
      look();
    });
  }
  const head = await waitFor(() => {
    const end = received.indexOf("\r\n\r\n");
    return end < 0 ? undefined : received.subarray(0, end).toString();
  });
  received = received.subarray(head.length + 4);
  return {
    socket,
    status: head,
    closed,
    send: (frame) => void socket.write(frame),
    read: (count) =>
      waitFor(() => {
        if (received.length < count) return undefined;
        const taken = received.subarray(0, count);
        received = received.subarray(count);
        return taken;
      }),
  };
}

/** As a client sends it: masked. `first`: the frame's first byte. */
export function masked(first: number, payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  const mask = Buffer.from([1, 2, 3, 4]);
  const head =
    bytes.length < 126
      ? Buffer.from([first, 0x80 | bytes.length])
      : Buffer.from([first, 0x80 | 126, bytes.length >> 8, bytes.length & 0xff]);
  const body = bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([head, mask, body]);
}
