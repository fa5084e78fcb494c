import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Changes } from "../../changes.ts";
import type { JsonObject } from "../../page/contract.ts";
import { isObject, parseJson } from "../json.ts";
import type { AppAnswer } from "../requests/app-line.ts";
import { IDENTITY } from "../workspace/identity.ts";
import { acceptWebSocket, refuseUpgrade, type WebSocketPeer } from "./web-socket-server.ts";

export type EnvelopeType = "slash_commands" | "interactive";

/** How Slack ends a connection: with a word before, as it does now and then, or as a broken network. */
export type DisconnectHow = "refresh" | "cut";

/** Socket Mode: the connections that the app has opened. */
export interface AppSocket {
  /** The answer to apps.connections.open: an address for one connection. */
  open(): string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex) => void;
  readonly connections: () => number;
  deliver(type: EnvelopeType, payload: JsonObject): Promise<Omit<AppAnswer, "durationMs">>;
  readonly disconnect: (how: DisconnectHow) => void;
}

export interface AppSocketOptions {
  /** The simulator's own address. */
  readonly urlOf: (path: string) => string;
  readonly acknowledgeMs: number;
  readonly changes: Changes;
  readonly closing: AbortSignal;
}

const PATH = "/link/";
/** Slack's own limit. */
const MAX_CONNECTIONS = 10;
/** Addresses that nobody used; the oldest are forgotten. */
const MAX_TICKETS = 100;
/** Slack's client wants one within 30 s. */
const PING_MS = 10_000;

export function createAppSocket(options: AppSocketOptions): AppSocket {
  const { changes, closing } = options;
  const tickets = new Set<string>();
  const peers = new Set<WebSocketPeer>();
  const waiting = createWaiting(options);

  const pings = setInterval(() => {
    for (const peer of peers) peer.ping();
  }, PING_MS).unref();
  closing.addEventListener("abort", () => {
    clearInterval(pings);
    for (const peer of peers) peer.cut();
  });

  return {
    open() {
      const ticket = randomUUID();
      tickets.add(ticket);
      for (const oldest of tickets) if (tickets.size > MAX_TICKETS) tickets.delete(oldest);
      return `${options.urlOf(PATH).replace(/^http/, "ws")}?ticket=${ticket}`;
    },
    upgrade(request, socket) {
      const ticket = ticketOf(request.url ?? "");
      if (!tickets.delete(ticket)) return refuseUpgrade(socket, "403 Forbidden");
      if (peers.size >= MAX_CONNECTIONS) return refuseUpgrade(socket, "429 Too Many Requests");
      const peer = acceptWebSocket(request, socket, {
        onText: waiting.acknowledge,
        onClosed() {
          if (peer !== undefined) peers.delete(peer);
          changes.touch();
        },
      });
      if (peer === undefined) return;
      peers.add(peer);
      peer.sendText(JSON.stringify(hello(peers.size)));
      changes.touch();
    },
    connections: () => peers.size,
    deliver(type, payload) {
      const peer = [...peers].at(-1);
      if (peer === undefined) return Promise.resolve(NOBODY);
      const envelopeId = randomUUID();
      const answer = waiting.wait(envelopeId);
      peer.sendText(
        JSON.stringify({
          envelope_id: envelopeId,
          type,
          payload,
          accepts_response_payload: payload["type"] !== "block_actions",
        }),
      );
      return answer;
    },
    disconnect(how) {
      for (const peer of peers) {
        if (how === "cut") peer.cut();
        else peer.sendText(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
      }
    },
  };
}

const NOBODY = { status: 0, body: "", contentType: "", failure: "dispatch_failed" } as const;

function ticketOf(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  return pathname === PATH ? (searchParams.get("ticket") ?? "") : "";
}

const hello = (connections: number): JsonObject => ({
  type: "hello",
  num_connections: connections,
  connection_info: { app_id: IDENTITY.appId },
  debug_info: { host: "applink-simulator", approximate_connection_time: 18_060 },
});

interface Waiting {
  wait(envelopeId: string): Promise<Omit<AppAnswer, "durationMs">>;
  readonly acknowledge: (text: string) => void;
}

/** What was delivered and not yet acknowledged. */
function createWaiting({ acknowledgeMs, closing }: AppSocketOptions): Waiting {
  const open = new Map<string, (answer: Omit<AppAnswer, "durationMs">) => void>();
  closing.addEventListener("abort", () => {
    for (const settle of open.values()) settle(NOBODY);
  });
  return {
    wait: (envelopeId) =>
      new Promise((resolve) => {
        const timeOut = setTimeout(() => {
          open.delete(envelopeId);
          resolve({ ...NOBODY, failure: "operation_timeout" });
        }, acknowledgeMs);
        open.set(envelopeId, (answer) => {
          clearTimeout(timeOut);
          resolve(answer);
        });
      }),
    acknowledge(text) {
      const message = parseJson(text);
      if (!isObject(message) || typeof message["envelope_id"] !== "string") return;
      const settle = open.get(message["envelope_id"]);
      open.delete(message["envelope_id"]);
      const payload = message["payload"];
      const isEmpty = !isObject(payload) || Object.keys(payload).length === 0;
      const body = isEmpty ? "" : JSON.stringify(payload);
      settle?.({ status: 200, body, contentType: "application/json" });
    },
  };
}
