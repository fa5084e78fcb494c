import { type Logger, LogLevel } from "@slack/web-api";

/** Slack's packages log request bodies and tokens at their lower levels; we log outcomes ourselves. */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
