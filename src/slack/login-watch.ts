import type { Clock } from "../clock.ts";
import { AppError } from "../domain/errors.ts";
import type { Logger } from "../logger.ts";
import type { Login, SlackClient } from "./client.ts";

export interface LoginWatch {
  /**
   * Logs in once. When Slack cannot be reached it is tried again in the background: alerts can be
   * recorded meanwhile.
   * @throws AppError `slack_login_refused` when Slack answers that it does not accept the token
   */
  start(): Promise<void>;
  stop(): void;
  /** What is wrong with our login, in words for the operator. */
  problem(): string | undefined;
  workspaceUrl(): string | undefined;
  bot(): { readonly botId?: string; readonly botUserId?: string };
}

const RETRY_MS = 15_000;
const CHECK_MS = 5 * 60_000;

export function createLoginWatch({
  client,
  clock,
  logger,
}: {
  readonly client: Pick<SlackClient, "login">;
  readonly clock: Clock;
  readonly logger: Logger;
}): LoginWatch {
  let last: Login = { kind: "unreachable", error: "not_tried_yet" };
  let known: Extract<Login, { kind: "ok" }> | undefined;
  let stopped = false;
  let cancelTimer: () => void = () => undefined;

  async function check(): Promise<void> {
    const login = await client.login();
    if (login.kind !== last.kind) report(login, logger);
    last = login;
    if (login.kind === "ok") known = login;
    if (stopped) return;
    cancelTimer = clock.after(login.kind === "ok" ? CHECK_MS : RETRY_MS, () => void check());
  }

  return {
    async start() {
      await check();
      if (last.kind !== "refused") return;
      cancelTimer();
      throw new AppError(
        "slack_login_refused",
        `Slack does not accept SLACK_BOT_TOKEN (${last.error}). Install the app to the workspace again and copy its Bot User OAuth Token.`,
      );
    },
    stop() {
      stopped = true;
      cancelTimer();
    },
    problem: () => problemOf(last),
    workspaceUrl: () => known?.workspaceUrl,
    bot: () => ({
      ...(known?.botId === undefined ? {} : { botId: known.botId }),
      ...(known === undefined ? {} : { botUserId: known.botUserId }),
    }),
  };
}

function report(login: Login, logger: Logger): void {
  switch (login.kind) {
    case "ok":
      logger.info({ botUserId: login.botUserId, team: login.team }, "logged in to Slack");
      return;
    case "refused":
      logger.error({ error: login.error }, "Slack does not accept the bot token");
      return;
    case "unreachable":
      logger.warn({ error: login.error }, "Slack cannot be reached; alerts wait");
      return;
  }
}

function problemOf(login: Login): string | undefined {
  switch (login.kind) {
    case "ok":
      return undefined;
    case "refused":
      return `Slack does not accept SLACK_BOT_TOKEN (${login.error}); alerts wait. Install the app again and set the new token.`;
    case "unreachable":
      return `Slack cannot be reached (${login.error}); alerts wait.`;
  }
}
