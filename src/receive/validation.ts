import { z } from "zod";
import type { Logger } from "../logger.ts";
import { readJson } from "./json.ts";

/** Adobe's host for registrations. */
export const VALIDATION_ORIGIN = "https://csm.adobe.io";
/** Adobe's body has about 170 bytes. */
export const MAX_VALIDATION_BYTES = 1_024;

const PATH = "/csm/registrations/validate";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a registration is confirmed. Both GUIDs together are a secret of the registration. */
export interface Validation {
  readonly id: string;
  readonly challenge: string;
}

const WireValidation = z.strictObject({ validationUrl: z.string().max(500) });

/**
 * Adobe's request to confirm the registration, which it posts unsigned. Whoever posts it can choose
 * every byte, so only two GUIDs are taken out of it; the URL that is fetched is our own.
 */
export function readValidation(bytes: Uint8Array, origin: string): Validation | undefined {
  const json = readJson(bytes);
  const parsed = WireValidation.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success || !URL.canParse(parsed.data.validationUrl)) return undefined;
  const { searchParams } = new URL(parsed.data.validationUrl);
  const validation = {
    id: searchParams.get("id") ?? "",
    challenge: searchParams.get("challenge") ?? "",
  };
  if (!GUID.test(validation.id) || !GUID.test(validation.challenge)) return undefined;
  // Anything more or other than our own spelling (host, port, path, a third parameter) is not Adobe's.
  return urlOf(validation, origin) === parsed.data.validationUrl ? validation : undefined;
}

function urlOf({ id, challenge }: Validation, origin: string): string {
  return `${origin}${PATH}?id=${id}&challenge=${challenge}`;
}

export type ValidationOutcome =
  | "validation_confirmed"
  | "validation_failed"
  | "validation_repeated"
  | "validation_limited";

/** What came of asking Adobe. `reason` is ours, in a few words. */
export type ValidationResult =
  | { readonly kind: "registration_confirmed" }
  | { readonly kind: "registration_failed"; readonly reason: string };

interface ValidatorParts {
  readonly origin: string;
  readonly now: () => number;
  readonly count: (outcome: ValidationOutcome) => void;
  /** Tells the operator. */
  readonly onValidated: (result: ValidationResult) => Promise<void>;
  readonly logger: Logger;
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMs?: number;
}

/** Adobe gives up on a registration that is not confirmed within this. */
const WINDOW_MS = 5 * 60 * 1_000;
const MINUTE_MS = 60 * 1_000;
const MAX_A_MINUTE = 3;
const TIMEOUT_MS = 5_000;

/**
 * Confirms registrations: each id once within five minutes, few a minute, without redirects. Anybody
 * can make us ask Adobe's host, so it must not be often. Never rejects.
 */
export function createValidator(parts: ValidatorParts): (asked: Validation) => Promise<void> {
  const { origin, now, count, logger, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = parts;
  const asked = new Map<string, number>();

  function refusal(id: string): ValidationOutcome | undefined {
    for (const [known, at] of asked) if (Math.abs(now() - at) >= WINDOW_MS) asked.delete(known);
    if (asked.has(id)) return "validation_repeated";
    const lately = [...asked.values()].filter((at) => Math.abs(now() - at) < MINUTE_MS);
    return lately.length >= MAX_A_MINUTE ? "validation_limited" : undefined;
  }

  async function tell(result: ValidationResult): Promise<void> {
    await parts.onValidated(result).catch((err: unknown) => {
      logger.error({ err }, "the operator could not be told what came of the registration");
    });
  }

  return async (validation) => {
    const id = validation.id.toLowerCase();
    const refused = refusal(id);
    if (refused !== undefined) {
      count(refused);
      logger.warn({ reason: refused }, "did not ask Adobe to confirm the registration again");
      return;
    }
    asked.set(id, now());
    const result = await confirm(urlOf(validation, origin), { fetch, timeoutMs });
    if (result === "confirmed") {
      count("validation_confirmed");
      logger.info({}, "confirmed the registration with Adobe; it becomes active");
      await tell({ kind: "registration_confirmed" });
    } else {
      count("validation_failed");
      logger.error(
        { reason: result },
        "could not confirm the registration with Adobe; save it again in the Developer Console",
      );
      await tell({ kind: "registration_failed", reason: result });
    }
  };
}

/** `confirmed`, or why not. The answer's text is not read: nothing depends on it. */
async function confirm(
  url: string,
  { fetch, timeoutMs }: { readonly fetch: typeof globalThis.fetch; readonly timeoutMs: number },
): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { status, body } = await fetch(url, { redirect: "manual", signal });
    await body?.cancel();
    return status >= 200 && status < 300 ? "confirmed" : `Adobe answered ${status}`;
  } catch {
    return signal.aborted ? "no answer in time" : "no connection";
  }
}
