import { setTimeout as sleep } from "node:timers/promises";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { JsonObject } from "../../page/contract.ts";
import type { CallLog } from "./call-log.ts";
import type { FaultSwitches, Faults } from "./faults.ts";

export interface GateOptions {
  readonly faults: FaultSwitches;
  readonly calls: CallLog;
  readonly methodOf: (request: Request) => string;
}

/** Stands before the body is read. */
export function refuseWhenDown({ faults, calls, methodOf }: GateOptions): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    const method = methodOf(request);
    if (!faults.of(method).down) return next();
    request.socket.destroy();
    calls.add({ method, args: {}, outcome: "down" });
  };
}

export interface Hit {
  readonly outcome: string;
  readonly write: (response: Response) => void;
}

/** The fault that takes the place of the answer, if one does. Stands before the call is acted on. */
export function findHit(faults: Faults): Hit | undefined {
  if (faults.rateLimited !== false) return rateLimitHit(faults.rateLimited);
  if (faults.status500) {
    return {
      outcome: "status 500",
      write: (response) => void response.status(500).type("text").send("Internal Server Error"),
    };
  }
  if (faults.html200) {
    return {
      outcome: "html",
      write: (response) =>
        void response.type("html").send("<!doctype html><title>Slack</title><p>One moment."),
    };
  }
  const { error } = faults;
  return error === undefined
    ? undefined
    : { outcome: error, write: (response) => void response.json({ ok: false, error }) };
}

export const rateLimitHit = (seconds: number): Hit => ({
  outcome: "ratelimited",
  write: (response) =>
    void response
      .status(429)
      .set("retry-after", String(seconds))
      .json({ ok: false, error: "ratelimited" }),
});

/** Rejects when the simulator closes meanwhile. */
export async function waitWhileSlow(faults: Faults, closing: AbortSignal): Promise<void> {
  if (faults.slowMs > 0) await sleep(faults.slowMs, undefined, { signal: closing, ref: false });
}

export function answer(response: Response, body: JsonObject, faults: Faults): string {
  if (faults.loseReplies) {
    response.socket?.destroy();
    return "reply lost";
  }
  response.json(body);
  return typeof body["error"] === "string" ? body["error"] : "ok";
}
