import { setTimeout as sleep } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { writeApiFault } from "./api-fault.ts";
import type { ApiSurroundings } from "./api-routes.ts";
import type { Ims } from "./ims.ts";

export interface Answer {
  readonly status: number;
  readonly json: unknown;
  /** Sent in the place of `json`, for what is a file. */
  readonly text?: string;
}

export interface PlatformGate {
  /** Lets a request through to what answers it, when all that the platform asks of it is there. */
  readonly guard: (answer: (request: Request, sandbox: string) => Answer) => RequestHandler;
  readonly calls: () => readonly string[];
}

/** What stands before Flow Service and Catalog: token, API key, organisation and sandbox. */
export function createPlatformGate(around: ApiSurroundings, ims: Ims): PlatformGate {
  const calls: string[] = [];

  async function serve(
    request: Request,
    response: Response,
    answer: (request: Request, sandbox: string) => Answer,
  ): Promise<void> {
    calls.push(`${request.method} ${request.path}`);
    const { platformDelayMs, platform } = around.faults();
    if (platformDelayMs > 0) await sleep(platformDelayMs, undefined, { ref: false });
    const refused = refusal(request, around, ims);
    const given = refused ?? answer(request, sandboxOf(request));
    const { status, json, text } = given;
    around.wire.add({
      side: "adobe",
      what: `${request.method} ${resourceOf(request)}`,
      outcome: platform === false ? String(status) : platform,
      ok: platform === false && status === 200,
    });
    if (platform === false || refused !== undefined) {
      if (text === undefined) response.status(status).json(json);
      else response.status(status).type("application/octet-stream").send(Buffer.from(text));
      return;
    }
    writeApiFault(platform, {
      ...around,
      response,
      json,
      text,
      isOn: () => around.faults().platform === "hang",
      refuse: () => response.status(401).json(message("401013", "Oauth token is not valid")),
    });
  }

  return {
    guard: (answer) => async (request, response) => {
      await serve(request, response, answer);
    },
    calls: () => [...calls],
  };
}

/** `/data/foundation/<service>/<resource>/<id>`; of Data Access what is asked of the batch. */
function resourceOf(request: Request): string {
  const [, , , , resource = "", , part] = request.path.split("/");
  return part === undefined ? resource : `${resource} ${part}`;
}

const sandboxOf = (request: Request): string => request.get("x-sandbox-name") ?? "";

const message = (code: string, text: string): Readonly<Record<string, string>> => ({
  error_code: code,
  message: text,
});

function refusal(request: Request, { account }: ApiSurroundings, ims: Ims): Answer | undefined {
  const token = /^Bearer (\S+)$/.exec(request.get("authorization") ?? "")?.[1];
  if (token === undefined) {
    return { status: 401, json: message("401010", "Oauth token is missing") };
  }
  if (!ims.isGood(token)) {
    return { status: 401, json: message("401013", "Oauth token is not valid") };
  }
  if (request.get("x-api-key") !== account.clientId) {
    return { status: 403, json: message("403003", "Api Key is invalid") };
  }
  if (request.get("x-gw-ims-org-id") !== account.imsOrgId) {
    return { status: 403, json: message("403027", "The organization is not that of the token") };
  }
  if (sandboxOf(request) === "") {
    return { status: 400, json: message("400000", "x-sandbox-name is missing") };
  }
  return undefined;
}
