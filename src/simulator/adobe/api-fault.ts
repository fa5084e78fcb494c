import type { Response } from "express";
import type { ApiFault } from "./faults.ts";

const HUGE = "N".repeat(1024 * 1024);
const RETRY_AFTER_SECONDS = 60;

/** A request that would be answered well. */
interface Exchange {
  readonly response: Response;
  /** What would be sent without the fault. */
  readonly json: unknown;
  /** Of a file; its rows are the JSON. */
  readonly text?: string | undefined;
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
  truncated: ({ response, json, text = JSON.stringify(json) }) =>
    response.type("json").send(text.slice(0, -5)),
  html: ({ response }) => response.type("html").send("<html><body>Maintenance</body></html>"),
  wrong_types: (exchange) => sendChanged(exchange, () => 42),
  huge: (exchange) => sendChanged(exchange, () => HUGE),
};

function holdBack({ response, whenFaultsChange, isOn }: Exchange): void {
  const stop = whenFaultsChange(() => {
    if (isOn()) return;
    stop();
    response.socket?.destroy();
  });
  response.on("close", stop);
}

function sendChanged(
  { response, json, text }: Exchange,
  change: (text: string) => unknown,
): unknown {
  if (text === undefined || !Array.isArray(json)) return response.json(changed(json, change));
  const lines = json.slice(0, 3).map((row) => JSON.stringify(changed(row, change)));
  return response.type("application/octet-stream").send(Buffer.from(lines.join("\n")));
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
