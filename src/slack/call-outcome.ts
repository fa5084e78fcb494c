import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import type { CallOutcome } from "../domain/delivery.ts";
import { NEVER_CONNECTED } from "../domain/never-connected.ts";

const LOGIN_ERRORS = new Set([
  "invalid_auth",
  "not_authed",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "not_allowed_token_type",
  "org_login_required",
  "ekm_access_denied",
  "team_access_not_granted",
  "two_factor_setup_required",
  "enterprise_is_restricted",
  "accesslimited",
  "access_denied",
  "no_permission",
]);
/** Wrong about the channel or the app, not about the message: people can mend it. */
const CHANNEL_ERRORS = new Set([
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "restricted_action",
  "missing_scope",
]);
/** Slack says of these that part of the work may have been done. */
const UNSURE_ERRORS = new Set([
  "fatal_error",
  "internal_error",
  "service_unavailable",
  "request_timeout",
]);
const RATE_LIMIT_ERRORS = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);
const DEFAULT_RETRY_AFTER_MS = 30_000;
const LONGEST_RETRY_AFTER_SECONDS = 3_600;

/** Only what is surely known counts as not said; everything else may have been. */
export function classify(error: unknown): Exclude<CallOutcome, { kind: "said" }> {
  if (error instanceof WebAPIRateLimitedError) {
    const seconds = Math.min(Math.max(error.retryAfter, 1), LONGEST_RETRY_AFTER_SECONDS);
    return { kind: "rate_limited", retryAfterMs: Math.ceil(seconds * 1_000) };
  }
  if (isRateLimitWithoutTime(error)) {
    return { kind: "rate_limited", retryAfterMs: DEFAULT_RETRY_AFTER_MS };
  }
  if (error instanceof WebAPIPlatformError) return classifyCode(error.data.error);
  const errno = errnoOf(error);
  if (errno !== undefined && NEVER_CONNECTED.has(errno)) return { kind: "not_said", error: errno };
  if (error instanceof WebAPIHTTPError) {
    return { kind: "unknown", error: `http_${error.statusCode}` };
  }
  return { kind: "unknown", error: errno ?? nameOf(error) };
}

/** Slack's client gives a 429 without a usable Retry-After no class and no code of its own. */
function isRateLimitWithoutTime(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Retry header did not contain");
}

function classifyCode(code: string): Exclude<CallOutcome, { kind: "said" }> {
  // An HTML page answered with status 200 arrives here as the "code".
  if (!/^[a-z][a-z0-9_]{1,79}$/.test(code)) return { kind: "unknown", error: "not_slacks_answer" };
  if (LOGIN_ERRORS.has(code)) return { kind: "login_refused", error: code };
  if (UNSURE_ERRORS.has(code)) return { kind: "unknown", error: code };
  if (RATE_LIMIT_ERRORS.has(code)) {
    return { kind: "rate_limited", retryAfterMs: DEFAULT_RETRY_AFTER_MS };
  }
  if (CHANNEL_ERRORS.has(code)) return { kind: "channel_refused", error: code };
  if (code === "message_not_found") return { kind: "message_gone" };
  return { kind: "refused", error: code };
}

function nameOf(error: unknown): string {
  if (error instanceof WebAPIRequestError) return error.original.name;
  return error instanceof Error ? error.name : "unknown_error";
}

const DEEPEST_CAUSE = 6;

/** The system's own code, wherever it stands in the chain of causes. */
function errnoOf(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < DEEPEST_CAUSE; depth += 1) {
    // Not `instanceof Error`: fetch's errors may come from another realm.
    if (typeof current !== "object" || current === null) return undefined;
    if ("code" in current && typeof current.code === "string" && ERRNO.test(current.code)) {
      return current.code;
    }
    if (current instanceof WebAPIRequestError) current = current.original;
    else current = "cause" in current ? current.cause : undefined;
  }
  return undefined;
}

const ERRNO = /^[A-Z][A-Z0-9_]+$/;
