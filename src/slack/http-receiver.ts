import { ExpressReceiver } from "@slack/bolt";
import type { Express } from "express";
import type { Logger } from "../logger.ts";
import { frameworkLogger } from "./framework-logger.ts";
import type { Transport } from "./transport.ts";

/** Where Slack sends commands, presses and submissions; the manifest names the same path. */
export const SLACK_PATH = "/slack/events";

/** Slack sends to our web server, where this must stand before any body parser. */
export function createHttpReceiver({
  web,
  signingSecret,
  logger,
}: {
  readonly web: Express;
  readonly signingSecret: string;
  readonly logger: Logger;
}): Transport {
  return {
    receiver: new ExpressReceiver({
      app: web,
      signingSecret,
      endpoints: SLACK_PATH,
      // Before the signature is checked the body is held; Slack's own are far smaller.
      bodyLimit: "1mb",
      logger: frameworkLogger(logger),
    }),
    // The web server starts and stops it.
    start: async () => undefined,
    stop: async () => undefined,
  };
}
