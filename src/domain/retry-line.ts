import type { Line } from "./line.ts";
import type { SettledRetry } from "./retry.ts";

export type RetryLine = Extract<Line, { kind: "retried" | "retry_refused" | "retry_unknown" }>;

/** What the thread is told of a retry. */
export function lineOf(retry: SettledRetry): RetryLine {
  const { by, runId, settledAt: at } = retry;
  switch (retry.state) {
    case "done": {
      const { newRunId } = retry;
      return { kind: "retried", by, runId, at, ...(newRunId === undefined ? {} : { newRunId }) };
    }
    case "refused":
      return { kind: "retry_refused", by, runId, at, reason: retry.reason };
    case "unknown":
      return { kind: "retry_unknown", by, runId, at };
  }
}
