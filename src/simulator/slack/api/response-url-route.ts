import express, { type Request, type Response, Router } from "express";
import type { JsonObject } from "../../page/contract.ts";
import { isObject, parseJson, toText } from "../json.ts";
import type { ResponseUrls } from "../workspace/response-urls.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CallLog } from "./call-log.ts";
import { findHit, refuseWhenDown, waitWhileSlow } from "./fault-gate.ts";
import type { FaultSwitches } from "./faults.ts";
import { Refusal } from "./refusal.ts";
import { takeReply } from "./reply.ts";

const METHOD = "response_url";

export interface ResponseUrlOptions {
  readonly workspace: Workspace;
  readonly faults: FaultSwitches;
  readonly calls: CallLog;
  readonly responseUrls: ResponseUrls;
  readonly closing: AbortSignal;
}

/** `POST /response/<id>`: no token; whoever has the address may speak. */
export function createResponseUrlRoute(options: ResponseUrlOptions): Router {
  const { faults, calls } = options;
  const router = Router();
  router.post(
    "/response/:id",
    refuseWhenDown({ faults, calls, methodOf: () => METHOD }),
    express.text({ type: () => true, limit: "8mb" }),
    async (request, response) => {
      await handle(options, request, response);
    },
  );
  return router;
}

async function handle(
  options: ResponseUrlOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const faults = options.faults.of(METHOD);
  const body: unknown = request.body;
  const parsed = typeof body === "string" ? parseJson(body) : undefined;
  const args = isObject(parsed) ? parsed : {};

  await waitWhileSlow(faults, options.closing);
  const hit = findHit(faults);
  if (hit !== undefined) {
    hit.write(response);
    options.calls.add({ method: METHOD, args, outcome: hit.outcome });
    return;
  }
  const { status, error } = take(options, toText(request.params["id"]), args);
  if (faults.loseReplies) response.socket?.destroy();
  else if (error === undefined) response.type("text").send("ok");
  else response.status(status).json({ ok: false, error });
  options.calls.add({
    method: METHOD,
    args,
    outcome: faults.loseReplies ? "reply lost" : (error ?? "ok"),
  });
}

function take(
  options: ResponseUrlOptions,
  id: string,
  args: JsonObject,
): { status: number; error?: string } {
  const state = options.responseUrls.use(id);
  if (state.kind !== "good") return { status: 404, error: state.kind };
  try {
    const message = takeReply(options, state.place, args);
    if (message !== undefined && state.place.originalTs === undefined) {
      options.responseUrls.setOriginal(id, message.ts);
    }
    return { status: 200 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 400, error: error.slackError };
  }
}
