import { setTimeout as sleep } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { writeApiFault } from "./api-fault.ts";
import type { ApiSurroundings } from "./api-routes.ts";
import type { ApiFault } from "./faults.ts";
import type { Ims } from "./ims.ts";

export interface Answer {
  readonly status: number;
  readonly json: unknown;
  /** Sent in the place of `json`, for what is a file. */
  readonly text?: string;
}

type Respond = (request: Request, sandbox: string) => Answer;

export interface PlatformGate {
  /** Lets a request through to what answers it, when all that the platform asks of it is there. */
  readonly guard: (answer: Respond) => RequestHandler;
  /** The same for what Adobe is told to do, which has a fault of its own. */
  readonly guardAction: (answer: Respond) => RequestHandler;
  readonly calls: () => readonly string[];
}

/** What stands before Flow Service and Catalog: token, API key, organisation and sandbox. */
export function createPlatformGate(around: ApiSurroundings, ims: Ims): PlatformGate {
  const calls: string[] = [];

  async function serve(
    request: Request,
    response: Response,
    { answer, isAction }: { readonly answer: Respond; readonly isAction: boolean },
  ): Promise<void> {
    calls.push(`${request.method} ${request.path}`);
    const { platformDelayMs } = around.faults();
    const faultNow = (): ApiFault | false => {
      const { platform, actions } = around.faults();
      return isAction && actions !== false ? actions : platform;
    };
    const fault = faultNow();
    if (platformDelayMs > 0) await sleep(platformDelayMs, undefined, { ref: false });
    const refused = refusal(request, around, ims);
    const isDone = fault === false || !UNDONE.has(fault);
    const given = refused ?? (isDone ? answer(request, sandboxOf(request)) : NOTHING);
    const { status, json, text } = given;
    around.wire.add({
      side: "adobe",
      what: `${request.method} ${resourceOf(request)}`,
      outcome: fault === false ? String(status) : fault,
      ok: fault === false && status === 200,
    });
    if (fault === false || refused !== undefined) {
      if (text === undefined) response.status(status).json(json);
      else response.status(status).type("application/octet-stream").send(Buffer.from(text));
      return;
    }
    writeApiFault(fault, {
      ...around,
      response,
      json,
      text,
      isOn: () => faultNow() === "hang",
      refuse: () => response.status(401).json(message("401013", "Oauth token is not valid")),
    });
  }

  const guard =
    (isAction: boolean) =>
    (answer: Respond): RequestHandler =>
    async (request, response) => {
      await serve(request, response, { answer, isAction });
    };
  return { guard: guard(false), guardAction: guard(true), calls: () => [...calls] };
}

/** Adobe does nothing where it answers so. */
const UNDONE: ReadonlySet<ApiFault> = new Set([
  "status500",
  "rate_limited",
  "redirect",
  "refused",
  "forbidden",
]);
const NOTHING: Answer = { status: 200, json: {} };

/** `/data/foundation/<service>/<resource>/<id>/<what>`: the resource, and what is asked or done of it. */
function resourceOf(request: Request): string {
  const [, , , , resource = "", , what] = request.path.split("/");
  return what === undefined ? resource : `${resource} ${what}`;
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
