import { randomBytes } from "node:crypto";
import { type Request, type Response, Router, urlencoded } from "express";
import { z } from "zod";
import { writeApiFault } from "./api-fault.ts";
import type { ApiSurroundings } from "./api-routes.ts";

const LIFETIME_SECONDS = 86_399;
const FORM = "application/x-www-form-urlencoded";

const Asked = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  scope: z.string().optional(),
});

export interface Ims {
  readonly router: Router;
  readonly calls: () => number;
  readonly isGood: (token: string) => boolean;
  readonly revoke: () => void;
}

/** `POST /ims/token/v3`, as OAuth server-to-server asks: a form, the client's id and secret, the scopes. */
export function createIms(around: ApiSurroundings): Ims {
  const tokens = new Set<string>();
  let calls = 0;
  const router = Router();
  router.post("/ims/token/v3", urlencoded({ extended: false }), (request, response) => {
    calls += 1;
    const refuse = (error: string): void => {
      log("400");
      response.status(400).json({ error, error_description: "see the simulator" });
    };
    const log = (outcome: string): void => {
      around.wire.add({ side: "adobe", what: "POST token", outcome, ok: outcome === "200" });
    };
    const error = faultIn(request, around);
    if (error !== undefined) return refuse(error);
    const { ims } = around.faults();
    const json = issue(ims === false || ims === "hang" ? tokens : new Set());
    if (ims === false) {
      log("200");
      response.json(json);
      return;
    }
    if (ims !== "refused") log(ims);
    const isOn = (): boolean => around.faults().ims === "hang";
    writeApiFault(ims, { ...around, response, json, isOn, refuse: () => refuse("invalid_client") });
  });
  router.all("/ims/token/v3", (_request: Request, response: Response) => {
    response.status(405).json({ error: "method_not_allowed" });
  });
  return {
    router,
    calls: () => calls,
    isGood: (token) => tokens.has(token),
    revoke: () => tokens.clear(),
  };
}

function faultIn(request: Request, { account }: ApiSurroundings): string | undefined {
  if (request.is(FORM) === false) return "unsupported_content_type";
  const asked = Asked.safeParse(request.body).data;
  if (asked?.grant_type !== "client_credentials") return "unsupported_grant_type";
  const isKnown =
    asked.client_id === account.clientId &&
    account.clientSecrets.includes(asked.client_secret ?? "");
  if (!isKnown) return "invalid_client";
  return (asked.scope ?? "") === "" ? "invalid_scope" : undefined;
}

function issue(tokens: Set<string>): Readonly<Record<string, unknown>> {
  const token = `eyJ${randomBytes(48).toString("base64url")}.${randomBytes(24).toString("base64url")}`;
  tokens.add(token);
  return { access_token: token, token_type: "bearer", expires_in: LIFETIME_SECONDS };
}
