const PATTERN = /^\d{1,10}(\.\d{1,6})?$/;

/** Slack's message timestamps: seconds, a dot, six digits; each one greater than all before. */
export function createTimestamps(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now()) * 1_000);
    return formatMicros(last);
  };
}

/** Microseconds since 1970: exact, where the timestamp as one floating number is not. `undefined`: not a timestamp. */
export function toMicros(ts: string): number | undefined {
  if (!PATTERN.test(ts)) return undefined;
  const [seconds = "", fraction = ""] = ts.split(".");
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

const formatMicros = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, "0")}`;
