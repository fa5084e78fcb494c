import { type Request, Router } from "express";
import type { Changes } from "../changes.ts";
import type { WireLog } from "../wire-log.ts";

export const REGISTRATION_PATH = "/events/5C1328/5678/9012/registrations/8e7d6c5b";

/** `disabled`: the webhook gets nothing any more, the journal everything. */
export type RegistrationStatus = "verified" | "unstable" | "disabled";

export interface RegistrationSide {
  readonly set: (status: RegistrationStatus) => void;
  readonly status: () => RegistrationStatus;
  /** How often it was asked for. */
  readonly reads: () => number;
}

interface RegistrationOptions {
  readonly changes: Changes;
  readonly wire: WireLog;
  readonly clientId: string;
  readonly journalPath: string;
  readonly accepts: (token: string) => boolean;
}

/** `GET …/registrations/{id}` of the I/O Events API, for the one registration that there is. */
export function createRegistrationSide(options: RegistrationOptions): {
  readonly router: Router;
  readonly registration: RegistrationSide;
} {
  let status: RegistrationStatus = "verified";
  let reads = 0;
  const router = Router();
  router.get(REGISTRATION_PATH, (request, response) => {
    reads += 1;
    const refusal = refusalOf(request, options);
    const outcome = refusal ?? 200;
    options.wire.add({
      side: "adobe",
      what: "GET registration",
      outcome: String(outcome),
      ok: refusal === undefined,
    });
    if (refusal === undefined) {
      response.type("application/hal+json").json(describe(status, options));
    } else response.status(refusal).json({ error_code: String(refusal) });
  });
  return {
    router,
    registration: {
      set: (wanted) => {
        status = wanted;
        options.changes.touch();
      },
      status: () => status,
      reads: () => reads,
    },
  };
}

function refusalOf(
  { headers }: Request,
  { accepts, clientId }: RegistrationOptions,
): number | undefined {
  const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
  if (token === undefined || !accepts(token)) return 401;
  return headers["x-api-key"] === clientId ? undefined : 403;
}

function describe(
  status: RegistrationStatus,
  { clientId, journalPath }: RegistrationOptions,
): object {
  return {
    id: 30_000,
    name: "Flowrun",
    client_id: clientId,
    registration_id: "8e7d6c5b",
    events_of_interest: [
      { event_code: "source_flow_run_error", event_delivery_format: "adobe_io" },
      { event_code: "source_flow_run_info", event_delivery_format: "adobe_io" },
    ],
    webhook_status: status,
    delivery_type: "webhook",
    enabled: status !== "disabled",
    _links: { "rel:events": { href: journalPath }, self: { href: REGISTRATION_PATH } },
  };
}
