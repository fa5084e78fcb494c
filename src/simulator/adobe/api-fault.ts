import type { Response } from "express";
import type { ApiFault } from "./faults.ts";

const HUGE = "N".repeat(1024 * 1024);
const RETRY_AFTER_SECONDS = 60;

/** A request that would be answered well. */
interface Exchange {
  readonly response: Response;
  /** What would be sent without the fault. */
  readonly json: unknown;
  readonly refuse: () => void;
  readonly whenFaultsChange: (listener: () => void) => () => void;
  readonly isOn: () => boolean;
}

export function writeApiFault(fault: ApiFault, exchange: Exchange): void {
  WRITE[fault](exchange);
}

const WRITE: Readonly<Record<ApiFault, (exchange: Exchange) => unknown>> = {
  down: ({ response }) => response.socket?.destroy(),
  hang: holdBack,
  status500: ({ response }) => response.status(500).json({ message: "Internal Server Error" }),
  rate_limited: ({ response }) =>
    response.set("retry-after", String(RETRY_AFTER_SECONDS)).status(429).json({}),
  redirect: ({ response }) => response.redirect(302, "/elsewhere"),
  refused: ({ refuse }) => refuse(),
  forbidden: ({ response }) =>
    response.status(403).json({ error_code: "403025", message: "Forbidden" }),
  truncated: ({ response, json }) => response.type("json").send(JSON.stringify(json).slice(0, -5)),
  html: ({ response }) => response.type("html").send("<html><body>Maintenance</body></html>"),
  wrong_types: ({ response, json }) => response.json(changed(json, () => 42)),
  huge: ({ response, json }) => response.json(changed(json, () => HUGE)),
};

function holdBack({ response, whenFaultsChange, isOn }: Exchange): void {
  const stop = whenFaultsChange(() => {
    if (isOn()) return;
    stop();
    response.socket?.destroy();
  });
  response.on("close", stop);
}

/** Every text in the answer gets another value. */
function changed(json: unknown, change: (text: string) => unknown): unknown {
  if (typeof json === "string") return change(json);
  if (Array.isArray(json)) return json.map((item: unknown) => changed(item, change));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, changed(value, change)]),
  );
}
