import { LogLevel, type Logger as SlackLogger } from "@slack/web-api";
import type { Logger } from "../logger.ts";

/** Slack's framework logs requests and bodies at its lower levels; only its warnings and errors are kept. */
export function frameworkLogger(logger: Logger): SlackLogger {
  const words = (parts: readonly unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" ");
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => logger.warn({ detail: words(parts) }, "warning of Slack's framework"),
    error: (...parts) => logger.error({ detail: words(parts) }, "error of Slack's framework"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
