import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createFrameReader, encodeFrame, type Frame } from "./web-socket-frames.ts";

/** One client of a WebSocket, as the server sees it. */
export interface WebSocketPeer {
  sendText(text: string): void;
  ping(): void;
  /** By a close frame, and no further frame. */
  close(status: number): void;
  /** As a network that breaks: no word. */
  cut(): void;
}

export interface PeerEvents {
  readonly onText: (text: string) => void;
  /** Once, however it ended. */
  readonly onClosed: () => void;
}

/** Set by RFC 6455. */
const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Answers a request without upgrading it. */
export function refuseUpgrade(socket: Duplex, statusLine: string): void {
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${statusLine}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** `undefined`: it was not a WebSocket's handshake, and was answered so. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  events: PeerEvents,
): WebSocketPeer | undefined {
  const key = handshakeKey(request);
  if (key === undefined) {
    refuseUpgrade(socket, "400 Bad Request");
    return undefined;
  }
  const accept = createHash("sha1").update(`${key}${KEY_SUFFIX}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  );
  return createPeer(socket, events);
}

function handshakeKey({ method, headers }: IncomingMessage): string | undefined {
  const key = headers["sec-websocket-key"];
  const isHandshake =
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["sec-websocket-version"] === "13";
  return isHandshake && key !== undefined && /^[A-Za-z0-9+/]{22}==$/.test(key) ? key : undefined;
}

function createPeer(socket: Duplex, { onText, onClosed }: PeerEvents): WebSocketPeer {
  const read = createFrameReader();
  let closing = false;

  function close(status: number): void {
    if (closing) return;
    closing = true;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(status);
    socket.end(encodeFrame("close", payload));
  }

  function take({ kind, payload }: Frame): void {
    // An earlier frame of the same bytes may have been the last.
    if (closing) return;
    switch (kind) {
      case "text":
        return onText(payload.toString("utf8"));
      case "binary":
        return close(1003);
      case "ping":
        return write("pong", payload);
      case "pong":
        return;
      case "close":
        return close(payload.length >= 2 ? payload.readUInt16BE(0) : 1000);
    }
  }

  function write(kind: Frame["kind"], payload: Buffer): void {
    if (!closing && socket.writable) socket.write(encodeFrame(kind, payload));
  }

  socket.on("data", (chunk: Buffer) => {
    if (closing) return;
    const { frames, violation } = read(chunk);
    for (const frame of frames) take(frame);
    if (violation !== undefined) close(violation);
  });
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.end());
  socket.on("close", () => {
    closing = true;
    onClosed();
  });

  return {
    sendText: (text) => write("text", Buffer.from(text)),
    ping: () => write("ping", Buffer.from("Ping from Slack")),
    close,
    cut: () => void socket.destroy(),
  };
}
