import type { Json } from "../../page/contract.ts";
import type { WireLog } from "../../wire-log.ts";

/** One call of the app to the Web API, or a use of a response_url (method `response_url`). */
export interface Call {
  readonly method: string;
  /** When it came in, by the simulator's clock. */
  readonly at: number;
  /** Without the token. JSON arguments of a form are still strings. */
  readonly args: Readonly<Record<string, Json>>;
  /** `ok`, Slack's error word, or the fault that hit it: `down`, `reply lost`, `status 500`, `html`. */
  readonly outcome: string;
}

export interface CallLog {
  add(call: Omit<Call, "at">): void;
  readonly list: (method?: string) => readonly Call[];
}

export function createCallLog(now: () => number, wire: WireLog): CallLog {
  const calls: Call[] = [];
  return {
    add: (call) => {
      calls.push({ ...call, at: now() });
      const { method, outcome } = call;
      wire.add({ side: "slack", what: method, outcome, ok: outcome === "ok" });
    },
    list: (method) =>
      method === undefined ? [...calls] : calls.filter((call) => call.method === method),
  };
}
