import { z } from "zod";
import type { RegistrationState } from "../domain/registration.ts";
import type { Logger } from "../logger.ts";
import { readJson } from "./json-body.ts";
import { type AdobeRequest, AdobeRequestError } from "./request.ts";

/** Nothing where Adobe does not tell. Never rejects. */
export type RegistrationReader = () => Promise<RegistrationState | undefined>;

interface Parts {
  readonly request: AdobeRequest;
  /** `…/registrations/{id}` of the I/O Events API. */
  readonly url: URL;
  readonly logger: Logger;
}

const Word = z
  .string()
  .regex(/^[\w .-]{1,60}$/)
  .optional()
  .catch(undefined);
const Name = z
  .string()
  .transform((text) =>
    text
      .slice(0, 200)
      .replaceAll(/[\s\p{C}]+/gu, " ")
      .trim(),
  )
  .refine((text) => text !== "")
  .optional()
  .catch(undefined);
const Event = z.object({ event_delivery_format: Word }).catch({ event_delivery_format: undefined });

/** Read tolerantly, but `enabled` or `webhook_status` must be there, or it is no registration. */
const Registration = z
  .object({
    name: Name,
    enabled: z.boolean().optional().catch(undefined),
    webhook_status: Word,
    delivery_type: Word,
    events_of_interest: z.array(Event).max(1_000).catch([]),
  })
  .refine(({ enabled, webhook_status: status }) => (enabled ?? status) !== undefined);

/** Adobe publishes no list; these are the words of its documents and its console. */
const STATUSES: readonly (readonly [RegExp, RegistrationState["webhookStatus"]])[] = [
  [/^(verified|active)$/, "verified"],
  [/^(hook_)?unreachable$/, "unreachable"],
  [/^unstable$/, "unstable"],
  [/^disabled$/, "disabled"],
];

export function createRegistrationReader({ request, url, logger }: Parts): RegistrationReader {
  const untold = (reason: string): undefined => {
    logger.warn({ reason }, "Adobe does not tell the state of the registration");
  };
  return async () => {
    try {
      const response = await request(url, { headers: { accept: "application/hal+json" } });
      if (response.status !== 200) {
        await response.body?.cancel().catch(() => undefined);
        return untold(`status ${response.status}`);
      }
      const body = await readJson(response);
      if (body.kind === "unusable") return untold(body.reason);
      return toRegistration(body.value) ?? untold("no registration");
    } catch (error) {
      if (!(error instanceof AdobeRequestError)) throw error;
      return untold(error.tokenRefusal ?? error.fault.replaceAll("_", " "));
    }
  };
}

function toRegistration(json: unknown): RegistrationState | undefined {
  const parsed = Registration.safeParse(json);
  if (!parsed.success) return undefined;
  const { name, enabled, webhook_status: statusText, delivery_type: deliveryType } = parsed.data;
  const deliveryFormat = parsed.data.events_of_interest
    .map(({ event_delivery_format: format }) => format)
    .find((format) => format !== undefined);
  const word = (statusText ?? "").toLowerCase();
  return {
    webhookStatus: STATUSES.find(([pattern]) => pattern.test(word))?.[1] ?? "unknown",
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(statusText === undefined ? {} : { statusText }),
    ...(deliveryType === undefined ? {} : { deliveryType }),
    ...(deliveryFormat === undefined ? {} : { deliveryFormat }),
  };
}
