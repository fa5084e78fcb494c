import express, { type Request, type Response, Router } from "express";
import type { JsonObject } from "../../page/contract.ts";
import { toText } from "../json.ts";
import type { MethodContext } from "../methods/method.ts";
import { METHODS } from "../methods/method-table.ts";
import { createArguments, parseBody } from "./arguments.ts";
import type { CallLog } from "./call-log.ts";
import { answer, findHit, rateLimitHit, refuseWhenDown, waitWhileSlow } from "./fault-gate.ts";
import { judgeToken, type Tokens } from "./judge-token.ts";
import type { RateLimit } from "./rate-limit.ts";
import { Refusal } from "./refusal.ts";

const SCOPES =
  "chat:write,commands,channels:history,channels:read,groups:history,groups:read,usergroups:read,users:read";

export interface WebApiOptions {
  readonly tokens: Tokens;
  readonly context: MethodContext;
  readonly calls: CallLog;
  /** By method; the key is the channel for chat.postMessage and the workspace for all others. */
  readonly rateLimits: ReadonlyMap<string, RateLimit>;
  readonly closing: AbortSignal;
}

/** `POST /api/<method>`: Slack's Web API, as strict as Slack. */
export function createWebApi(options: WebApiOptions): Router {
  const { calls, context } = options;
  const methodOf = (request: Request): string => toText(request.params["method"]);
  const router = Router();
  router.post(
    "/api/:method",
    refuseWhenDown({ faults: context.faults, calls, methodOf }),
    express.text({ type: () => true, limit: "8mb" }),
    async (request, response) => {
      await handle(options, { request, response, method: methodOf(request) });
    },
  );
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly method: string;
}

async function handle(options: WebApiOptions, exchange: Exchange): Promise<void> {
  const { request, response, method } = exchange;
  const { context, calls } = options;
  const faults = context.faults.of(method);
  const { args, refusal } = readArguments(request);
  const { token: _token, ...shown } = args;

  await waitWhileSlow(faults, options.closing);
  const hit = findHit(faults) ?? overLimit(options, method, args);
  if (hit !== undefined) {
    hit.write(response);
    calls.add({ method, args: shown, outcome: hit.outcome });
    return;
  }
  const body = refusal ?? run(options, exchange, args);
  if (method === "auth.test") response.set("x-oauth-scopes", SCOPES);
  calls.add({ method, args: shown, outcome: answer(response, body, faults) });
}

function readArguments(request: Request): { args: JsonObject; refusal?: JsonObject } {
  const body: unknown = request.body;
  try {
    const text = typeof body === "string" ? body : "";
    return { args: parseBody(request.get("content-type") ?? "", text) };
  } catch (error) {
    return { args: {}, refusal: toRefusal(error) };
  }
}

function run(options: WebApiOptions, { request, method }: Exchange, args: JsonObject): JsonObject {
  const handler = METHODS.get(method);
  if (handler === undefined) return { ok: false, error: "unknown_method", req_method: method };
  const authError = judgeToken(request.get("authorization"), method, options.tokens);
  if (authError !== undefined) return { ok: false, error: authError };
  try {
    return { ok: true, ...handler(createArguments(args), options.context) };
  } catch (error) {
    return toRefusal(error);
  }
}

function overLimit(options: WebApiOptions, method: string, args: JsonObject) {
  const key = method === "chat.postMessage" ? toText(args["channel"]) : "workspace";
  const seconds = options.rateLimits.get(method)?.take(key);
  return seconds === undefined ? undefined : rateLimitHit(seconds);
}

function toRefusal(error: unknown): JsonObject {
  if (!(error instanceof Refusal)) throw error;
  return { ok: false, error: error.slackError, ...error.details };
}
