import { SocketModeReceiver } from "@slack/bolt";
import type { Clock } from "../clock.ts";
import { AppError } from "../domain/errors.ts";
import type { Logger } from "../logger.ts";
import { classify } from "./call-outcome.ts";
import { webClientOptions } from "./client.ts";
import { quietLogger } from "./quiet-logger.ts";
import { createReconnectPauses, type ReconnectPauses } from "./reconnect-pauses.ts";
import type { Transport } from "./transport.ts";

interface Options {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** From asking for an address until Slack's hello; beyond it the attempt has failed. */
const CONNECT_MS = 15_000;
/** Slack's side may never answer our close. */
const CLOSE_MS = 2_000;

/** `connected`, or why not: Slack's or the system's own word. */
type Link =
  | { readonly kind: "connected" }
  | { readonly kind: "refused" | "lost"; readonly error: string };

type Ended = { readonly link: Exclude<Link, { kind: "connected" }>; readonly waitMs?: number };

/**
 * Slack sends over a connection that we open and keep open. The attempts are our own: Slack's client
 * gives up on the first network error, by a rejection that nobody can catch.
 */
export function createSocketReceiver(options: Options): Transport {
  const { clock, logger } = options;
  const receiver = createReceiver(options);
  const { client } = receiver;
  const pauses: ReconnectPauses = createReconnectPauses(options);
  let link: Link = { kind: "lost", error: "not_tried_yet" };
  let stopped = false;
  let attempt: Promise<void> | undefined;
  let cancelNext: (() => void) | undefined;

  function ended(end: Ended): void {
    if (stopped || cancelNext !== undefined) return;
    report(link, end.link, logger);
    link = end.link;
    cancelNext = clock.after(pauses.next(end.waitMs), () => {
      cancelNext = undefined;
      attempt = connect();
    });
  }

  async function connect(): Promise<void> {
    const cancelDeadline = clock.after(CONNECT_MS, () => void client.disconnect());
    try {
      await client.start();
      // Slack may answer only after we were asked to stop.
      if (stopped) void client.disconnect();
    } catch (error) {
      // Nothing: the connection closed before Slack's hello, and "disconnected" has told of it.
      if (error !== undefined) ended(endOf(error));
    } finally {
      cancelDeadline();
    }
  }

  client.on("connected", () => {
    link = { kind: "connected" };
    pauses.connected();
    logger.info({}, "connected to Slack's socket");
  });
  client.on("disconnected", () => ended({ link: { kind: "lost", error: "connection_closed" } }));

  return {
    receiver,
    async start() {
      attempt = connect();
      await attempt;
      if (link.kind !== "refused") return;
      stopped = true;
      cancelNext?.();
      throw refusal(link.error);
    },
    async stop() {
      stopped = true;
      cancelNext?.();
      const closed = Promise.all([client.disconnect(), attempt]);
      let cancelDeadline: () => void = () => undefined;
      const tooLate = new Promise<void>((resolve) => {
        cancelDeadline = clock.after(CLOSE_MS, resolve);
      });
      await Promise.race([closed, tooLate]);
      cancelDeadline();
    },
    problem: () => problemOf(link),
  };
}

function createReceiver({ appToken, apiUrl, logger }: Options): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    // Of its own: Slack's client writes its retries into what it is given.
    installerOptions: { clientOptions: webClientOptions(apiUrl) },
    logger: quietLogger,
    async processEventErrorHandler({ error }) {
      logger.error({ err: error }, "a Slack request could not be read");
      return false;
    },
  });
  guardReading(receiver.client, logger);
  return receiver;
}

/** Slack's client reads in an async listener: what it cannot read would end the process. */
function guardReading(client: SocketModeReceiver["client"], logger: Logger): void {
  const readers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (...message: unknown[]) => {
    for (const read of readers) {
      Promise.resolve(read(...message)).catch((error: unknown) => {
        logger.error({ err: error }, "a message of Slack's socket could not be read");
      });
    }
  });
}

function endOf(error: unknown): Ended {
  const outcome = classify(error);
  switch (outcome.kind) {
    case "login_refused":
    case "refused":
    case "channel_refused":
      return { link: { kind: "refused", error: outcome.error } };
    case "rate_limited":
      return { link: { kind: "lost", error: outcome.kind }, waitMs: outcome.retryAfterMs };
    case "message_gone":
      // Of chat.update alone.
      return { link: { kind: "lost", error: outcome.kind } };
    case "not_said":
    case "unknown":
      return { link: { kind: "lost", error: outcome.error } };
  }
}

/** Once for each change, not for each attempt. */
function report(before: Link, now: Ended["link"], logger: Logger): void {
  if (before.kind === now.kind && before.error === now.error) return;
  if (now.kind === "lost") logger.warn({ error: now.error }, "Slack's socket is not connected");
  else logger.error({ error: now.error }, "Slack does not accept the app token");
}

function refusal(error: string): AppError {
  return new AppError(
    "slack_app_token_refused",
    `Slack does not accept SLACK_APP_TOKEN (${error}). Switch Socket Mode on in the app's settings, and make an App-Level Token with the scope connections:write (Basic Information).`,
  );
}

function problemOf(link: Link): string | undefined {
  switch (link.kind) {
    case "connected":
      return undefined;
    case "refused":
      return `Slack does not accept SLACK_APP_TOKEN (${link.error}); commands and buttons do not work. Make a new App-Level Token with connections:write and set it.`;
    case "lost":
      return `The connection for commands and buttons is down (${link.error}); it is tried again by itself.`;
  }
}
