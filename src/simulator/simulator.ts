import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { SLACK_LIMITS } from "../slack/limits.ts";
import {
  type AdobeSide,
  type AdobeSideOptions,
  type AdobeSideParts,
  createAdobeSide,
} from "./adobe/adobe-side.ts";
import { JOURNAL_PATH } from "./adobe/journal/answers.ts";
import { REGISTRATION_PATH } from "./adobe/registration.ts";
import type { Changes } from "./changes.ts";
import { createChanges } from "./changes.ts";
import { listen } from "./http-server.ts";
import { onlyLoopback } from "./page/guard.ts";
import type { PageContext } from "./page/page-context.ts";
import { createPageRouter } from "./page/server.ts";
import {
  DEFAULT_CHANNEL,
  DEFAULT_CLIENT_SECRETS,
  DEFAULT_PEOPLE,
  type SimulatorOptions,
} from "./simulator-options.ts";
import { createSlackSide, type SlackSide, type SlackSideParts } from "./slack/slack-side.ts";
import { createWireLog, type WireLog } from "./wire-log.ts";

export interface Simulator {
  readonly url: string;
  /** Ends in `/api/`. */
  readonly slackApiUrl: string;
  /** Where the key paths of the signature headers lead. */
  readonly keysUrl: string;
  /** Where access tokens are issued. */
  readonly imsUrl: string;
  /** Where Flow Service and Catalog are. */
  readonly platformUrl: string;
  readonly journalUrl: string;
  readonly registrationUrl: string;
  /** Where the app listens: signed requests of both sides go there. */
  readonly connect: (appUrl: string) => void;
  readonly slack: SlackSide;
  readonly adobe: AdobeSide;
  readonly close: () => Promise<void>;
}

/** What the journal wants behind "Bearer". */
export const ACCESS_TOKEN = "simulated-access-token";

/** A stand-in for Slack and Adobe on loopback, and the demo page where one is asked for. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const changes = createChanges();
  const shared: Shared = { changes, wire: createWireLog(changes), end: new AbortController() };
  const { end } = shared;
  const { clientId, imsOrgId, clientSecrets = DEFAULT_CLIENT_SECRETS } = options;
  const account = { clientId, imsOrgId, clientSecrets };
  const adobeParts = createAdobeSide({
    ...shared,
    closing: end.signal,
    account,
    journal: journalOptions(options),
  });
  let url = "";
  const slackParts = createSlack(options, shared, (path) => `${url}${path}`);
  const app = createHttpApp(options, shared, { slackParts, adobeParts });
  const server = await listen(app, options.port ?? 0, slackParts.upgrade);
  url = server.url;
  return {
    url,
    slackApiUrl: `${url}/api/`,
    keysUrl: url,
    imsUrl: url,
    platformUrl: url,
    journalUrl: `${url}${JOURNAL_PATH}`,
    registrationUrl: `${url}${REGISTRATION_PATH}`,
    connect: (appUrl) => {
      slackParts.connect(appUrl);
      adobeParts.connect(appUrl);
      changes.touch();
    },
    slack: slackParts.slack,
    adobe: adobeParts.adobe,
    close: async () => {
      end.abort();
      await server.close();
    },
  };
}

function journalOptions(options: SimulatorOptions): AdobeSideOptions["journal"] {
  return {
    clientId: options.clientId,
    imsOrgId: options.imsOrgId,
    pageSize: options.journalPageSize,
    retryAfterSeconds: options.journalRetryAfterSeconds,
    accepts: (token) => token === ACCESS_TOKEN,
    now: options.now ?? Date.now,
  };
}

interface Shared {
  readonly changes: Changes;
  readonly wire: WireLog;
  /** Aborted when the simulator closes. */
  readonly end: AbortController;
}

const channelOf = ({ channel = DEFAULT_CHANNEL }: SimulatorOptions) => ({
  id: channel.id,
  // People write #name; Slack's names have no such sign.
  name: channel.name.replace(/^#/, ""),
});

function createSlack(
  options: SimulatorOptions,
  { changes, wire, end }: Shared,
  urlOf: (path: string) => string,
): SlackSideParts {
  const { postsPerSecond, burst, updatesPerMinute } = options;
  return createSlackSide({
    signingSecret: options.signingSecret,
    botToken: options.botToken,
    appToken: options.appToken,
    channel: { ...channelOf(options), isPrivate: false, isArchived: false, hasBot: true },
    people: options.people ?? DEFAULT_PEOPLE,
    rates: { postsPerSecond, burst, updatesPerMinute },
    mayPostWithoutJoining: options.mayPostWithoutJoining ?? false,
    acknowledgeMs: options.acknowledgeMs ?? SLACK_LIMITS.acknowledgeMs,
    now: options.now ?? Date.now,
    changes,
    wire,
    closing: end.signal,
    urlOf,
  });
}

function createHttpApp(
  options: SimulatorOptions,
  { changes, wire, end }: Shared,
  { slackParts, adobeParts }: { slackParts: SlackSideParts; adobeParts: AdobeSideParts },
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(onlyLoopback);
  app.use(...slackParts.routers, adobeParts.router);
  if (options.page !== undefined) {
    const context: PageContext = {
      ...options.page,
      slack: slackParts.slack,
      adobe: adobeParts.adobe,
      changes,
      wire,
      people: options.people ?? DEFAULT_PEOPLE,
      channel: channelOf(options),
      imsOrgId: options.imsOrgId,
      clientId: options.clientId,
      isAppOnline: slackParts.isAppOnline,
      checkApp: slackParts.checkApp,
      closing: end.signal,
    };
    app.use(createPageRouter(context));
  }
  app.use(answerError);
  return app;
}

/** Express would print the error; whoever called the simulator is told instead. */
// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
function answerError(
  error: unknown,
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (response.headersSent || response.destroyed) return next(error);
  const status = isObjectWithStatus(error) ? error.status : 500;
  response
    .status(status)
    .type("text")
    .send(error instanceof Error ? error.message : "error");
}

const isObjectWithStatus = (error: unknown): error is { readonly status: number } =>
  typeof error === "object" &&
  error !== null &&
  "status" in error &&
  typeof error.status === "number";
