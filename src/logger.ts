import {
  type DestinationStream,
  destination as fileDestination,
  pino,
  stdTimeFunctions,
} from "pino";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** One JSON object per line; the message is constant text, data goes into fields. */
export interface Logger {
  debug(fields: object, msg: string): void;
  info(fields: object, msg: string): void;
  warn(fields: object, msg: string): void;
  error(fields: object, msg: string): void;
  child(fields: Record<string, unknown>): Logger;
}

interface LoggerOptions {
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
  /** Values that must never be written, wherever they turn up. */
  readonly secrets?: readonly string[];
}

export function createLogger({ level, destination, secrets = [] }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      // Errors are described below; pino's own way would describe the description.
      serializers: { err: (described: unknown) => described },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields),
      },
    },
    guarded(destination ?? fileDestination({ dest: 1, sync: true }), secrets),
  );
}

const SECRET_KEY = /token|secret|password|authorization|cookie|signature|api[-_]?key/i;
const DEEPEST = 6;

/** pino's own redaction knows paths, not keys at any depth. */
function withoutSecrets(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, cleaned(key, value, depth)]),
  );
}

function cleaned(key: string, value: unknown, depth: number): unknown {
  if (SECRET_KEY.test(key)) return "[secret]";
  if (value instanceof Error) return describeError(value, depth);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "[deep]";
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned("", item, depth + 1));
  return withoutSecrets(Object.fromEntries(Object.entries(value)), depth + 1);
}

/** Only what is needed to find the fault: an HTTP client's error may carry a whole request. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === "string" ? { code } : {}),
    stack: error.stack,
    ...(error.cause instanceof Error && depth < DEEPEST
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/** The last line of defence: a secret inside a message or a stack. */
function guarded(destination: DestinationStream, secrets: readonly string[]): DestinationStream {
  const known = secrets.filter((secret) => secret.length >= 8);
  if (known.length === 0) return destination;
  return {
    write(line) {
      destination.write(known.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line));
    },
  };
}
