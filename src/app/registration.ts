import { createRegistrationReader, type RegistrationReader } from "../adobe/registration.ts";
import type { Ground } from "./ground.ts";

const TIMEOUT_MS = 10_000;

/** Asks Adobe for the state of the event registration; nothing where it may not be asked. */
export function registrationReader({
  config,
  apis,
  logger,
}: Pick<Ground, "config" | "apis" | "logger">): RegistrationReader {
  const { registrationUrl } = config.adobe;
  const log = logger.child({ part: "registration" });
  if (registrationUrl === undefined) return () => Promise.resolve(undefined);
  if (apis === undefined) {
    log.warn({}, "the registration is not asked for: there is no credential to ask Adobe with");
    return () => Promise.resolve(undefined);
  }
  const request = apis.requestTo(registrationUrl, TIMEOUT_MS);
  return createRegistrationReader({ request, url: new URL(registrationUrl), logger: log });
}
