import { type Request, type Response, Router } from "express";
import type { AdobeFaults, KeyFault } from "./faults.ts";
import type { KeyPair, KeyRing } from "./keys.ts";

const HUGE_BYTES = 5 * 1024 * 1024;

export interface KeyRouteOptions {
  readonly ring: KeyRing;
  readonly faults: () => AdobeFaults;
  readonly onRequest: (path: string) => void;
  /** Ends what a slow host holds back. */
  readonly whenFaultsChange: (listener: () => void) => () => void;
}

/** `GET /prod/keys/pub-key-<uuid>.pem`. Asks for unknown keys are noted too. */
export function createKeyRoute(options: KeyRouteOptions): Router {
  const router = Router();
  router.get("/prod/keys/:file", (request, response) => {
    options.onRequest(request.path);
    const number = options.ring.find(request.path);
    const { keys, onlyKey } = options.faults();
    const isTouched = onlyKey === undefined || onlyKey === number;
    if (keys !== false && isTouched) writeFault(options, keys, { request, response });
    else if (number === undefined) response.status(404).type("text").send("Not Found");
    else sendKey(response, options.ring.pairs()[number - 1]);
  });
  return router;
}

function sendKey(response: Response, pair: KeyPair | undefined): void {
  response.type("application/x-pem-file").send(pair?.publicPem);
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

function writeFault(options: KeyRouteOptions, fault: KeyFault, exchange: Exchange): void {
  const { request, response } = exchange;
  switch (fault) {
    case "down":
      request.socket.destroy();
      return;
    case "not_found":
      response.status(404).type("text").send("Not Found");
      return;
    case "status500":
      response.status(500).type("text").send("Internal Server Error");
      return;
    case "redirect":
      response.redirect(302, `${request.path}?moved`);
      return;
    case "slow":
      holdBack(options, response);
      return;
    case "huge":
      response.type("text").send(Buffer.alloc(HUGE_BYTES, "A"));
      return;
    case "garbage":
      response
        .type("text")
        .send("-----BEGIN PUBLIC KEY-----\nbm90IGEga2V5\n-----END PUBLIC KEY-----\n");
      return;
    case "rotated":
      sendKey(response, options.ring.stranger());
      return;
  }
}

function holdBack(options: KeyRouteOptions, response: Response): void {
  const stop = options.whenFaultsChange(() => {
    if (options.faults().keys === "slow") return;
    stop();
    response.socket?.destroy();
  });
  response.on("close", stop);
}
