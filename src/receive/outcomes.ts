import type { ValidationOutcome } from "./validation.ts";

/** What each refused request is answered: its own status and one line that says why. */
export const REFUSALS = {
  challenge_missing: {
    status: 400,
    error: "Adobe's registration check sends ?challenge=<value>; notifications come by POST.",
  },
  challenge_malformed: {
    status: 400,
    error: "The challenge must be 1 to 200 printable characters.",
  },
  method_not_allowed: { status: 405, error: "Only GET and POST are taken here." },
  unsupported_content_type: { status: 415, error: "The content type must be application/json." },
  unsupported_content_encoding: { status: 415, error: "The body must not be compressed." },
  signature_missing: { status: 401, error: "Adobe's signature headers are missing." },
  signature_malformed: { status: 401, error: "Adobe's signature headers are malformed." },
  key_path_refused: { status: 401, error: "The public key path is not one of Adobe's." },
  body_too_large: { status: 413, error: "The body is larger than 3 MB." },
  signature_invalid: { status: 401, error: "No signature fits the body." },
  not_utf8: { status: 400, error: "The body is not UTF-8." },
  too_deep: { status: 400, error: "The JSON is nested deeper than 64 levels." },
  not_json: { status: 400, error: "The body is not JSON." },
  not_object_or_array: { status: 400, error: "The JSON is neither an object nor an array." },
  wrong_recipient: { status: 403, error: "The notification is not addressed to this receiver." },
  keys_unreachable: { status: 503, error: "Adobe's public keys cannot be fetched at present." },
  record_failed: { status: 503, error: "The notification cannot be stored at present." },
  too_busy: { status: 503, error: "Too much is being received at once." },
  internal_error: { status: 503, error: "The notification cannot be handled at present." },
} as const;
export type Refusal = keyof typeof REFUSALS;

/**
 * What is counted. Per request: every refusal, `challenge_answered`, the `validation_…` ones (Adobe
 * asked for the registration to be confirmed: done, failed, asked twice, asked too often), `client_gone` (it went away
 * before its body was complete) and `nothing_sent` (an empty list). Per notification: `recorded`,
 * `not_understood` (stored, but of no known kind) and `dropped` (for somebody else).
 */
export type ReceiveOutcome =
  | Refusal
  | "challenge_answered"
  | ValidationOutcome
  | "client_gone"
  | "nothing_sent"
  | "recorded"
  | "not_understood"
  | "dropped";
