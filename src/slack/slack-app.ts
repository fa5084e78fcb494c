import { App } from "@slack/bolt";
import type { Express } from "express";
import type { Config } from "../config.ts";
import { SlackUserId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import { handlePress } from "./actions/handle-press.ts";
import { renderNotice } from "./blocks/notice.ts";
import { webClientOptions } from "./client.ts";
import { handleCommand } from "./commands/handle-command.ts";
import { frameworkLogger } from "./framework-logger.ts";
import { createHttpReceiver } from "./http-receiver.ts";
import { createInFlight } from "./in-flight.ts";
import type { Listening, Respond } from "./listening.ts";
import type { LoginWatch } from "./login-watch.ts";
import { createSocketReceiver } from "./socket-receiver.ts";
import type { Transport } from "./transport.ts";
import { handleSubmission } from "./views/handle-submission.ts";

interface Parts extends Listening {
  readonly web: Express;
  readonly config: Config["slack"];
  readonly login: Pick<LoginWatch, "bot">;
  /** Spreads the pauses between attempts to connect. */
  readonly random: () => number;
}

export interface SlackApp {
  /** @throws AppError when Slack refuses the connection that we open to it */
  start(): Promise<void>;
  /** Takes nothing more, and waits for what was acknowledged. */
  stop(): Promise<void>;
  /** What is wrong with the connection that we hold; absent where Slack sends to our web server. */
  readonly connectionProblem?: () => string | undefined;
}

/**
 * Slack's way in. Every request is acknowledged first and worked on after, so neither a slow store
 * nor a slow Slack can let it run into Slack's three seconds.
 */
export async function createSlackApp(parts: Parts): Promise<SlackApp> {
  const { config, client, channel, logger } = parts;
  const inFlight = createInFlight();
  const transport = createTransport(parts);
  const bolt = new App({
    receiver: transport.receiver,
    authorize: async () => ({ botToken: config.botToken, ...parts.login.bot() }),
    clientOptions: webClientOptions(config.apiUrl),
    deferInitialization: true,
    logger: frameworkLogger(logger),
  });

  /** Works on what was acknowledged; a failure is told to the person with an id that the log has too. */
  function afterAck(work: Promise<void>, respond: Respond): void {
    inFlight.track(work.catch((error: unknown) => reportFailure(error, { respond, logger })));
  }

  bolt.command(/.*/, async ({ ack, command, respond }) => {
    await ack();
    const reply: Respond = async ({ text, blocks }) => {
      await respond({ response_type: "ephemeral", text, blocks: [...blocks] });
    };
    afterAck(handleCommand({ ...command, reply }, parts), reply);
  });

  bolt.action(/.*/, async ({ ack, body, action, respond }) => {
    await ack();
    if (body.type !== "block_actions" || !("action_id" in action)) return;
    const by = SlackUserId.parse(body.user.id);
    const reply: Respond = async (content, { replace = false } = {}) => {
      const { text, blocks } = content;
      // A press in a modal has no message to answer at.
      if (Object.hasOwn(body, "response_url")) {
        await respond({ ...privately(replace), text, blocks: [...blocks] });
      } else await client.tell({ channel, user: by, content });
    };
    const value = "value" in action && typeof action.value === "string" ? action.value : "";
    const place = { triggerId: body.trigger_id, viewId: body.view?.id };
    const press = { actionId: action.action_id, value, by, ...place };
    afterAck(handlePress({ ...press, respond: reply }, parts), reply);
  });

  bolt.view(/.*/, async ({ ack, body, view }) => {
    await ack();
    if (body.type !== "view_submission") return;
    const by = SlackUserId.parse(body.user.id);
    const reply: Respond = (content) => client.tell({ channel, user: by, content });
    afterAck(handleSubmission({ view, by, respond: reply }, parts), reply);
  });

  // Nothing of ours sends these, but none may run into Slack's three seconds.
  bolt.shortcut(/.*/, async ({ ack }) => ack());
  bolt.options(/.*/, async ({ ack }) => ack());
  bolt.view({ callback_id: /.*/, type: "view_closed" }, async ({ ack }) => ack());

  bolt.error(async (error) => {
    logger.error({ err: error }, "a Slack request failed before it was acknowledged");
  });
  await bolt.init();
  return {
    start: () => transport.start(),
    async stop() {
      await transport.stop();
      await inFlight.settled();
    },
    ...(transport.problem === undefined ? {} : { connectionProblem: transport.problem }),
  };
}

function createTransport({ web, config, clock, random, logger }: Parts): Transport {
  const { transport, apiUrl } = config;
  switch (transport.kind) {
    case "http":
      return createHttpReceiver({ ...transport, web, logger });
    case "socket":
      return createSocketReceiver({ ...transport, apiUrl, clock, random, logger });
  }
}

function privately(replace: boolean): {
  response_type: "ephemeral";
  replace_original: boolean;
} {
  return { response_type: "ephemeral", replace_original: replace };
}

async function reportFailure(
  error: unknown,
  { respond, logger }: { respond: Respond; logger: Logger },
): Promise<void> {
  const incident = Math.random().toString(36).slice(2, 8);
  logger.error({ incident, err: error }, "a Slack request could not be carried out");
  const words = `Flowrun could not do that just now. Try again in a minute; if it stays, tell your operator "${incident}".`;
  await respond(renderNotice(words)).catch((second: unknown) => {
    logger.error({ incident, err: second }, "the failure could not be told either");
  });
}
