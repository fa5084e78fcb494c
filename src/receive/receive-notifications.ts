import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Notification } from "../domain/notification.ts";
import { type BodyRoom, readRawBody } from "./body.ts";
import { readJson } from "./json.ts";
import type { KeySource } from "./keys.ts";
import type { Refusal } from "./outcomes.ts";
import { type BodyReading, readNotifications } from "./read-notifications.ts";
import type { Addressee } from "./recipient.ts";
import { readSignatureHeaders, verifySignature } from "./signature.ts";
import { MAX_VALIDATION_BYTES, readValidation, type Validation } from "./validation.ts";

interface ReceiveParts {
  readonly us: Addressee;
  readonly keys: KeySource;
  /** Resolves once everything is on disk; rejects on our own trouble. */
  readonly record: (notifications: readonly Notification[]) => Promise<void>;
  readonly now: () => number;
  readonly room: BodyRoom;
  /** Where a registration may be confirmed. */
  readonly validationOrigin: string;
}

/** What was for somebody else: how many elements, and which settings, were they different, would accept them. */
interface Dropped {
  readonly elements: number;
  readonly settings: readonly string[];
}

export type Received =
  | {
      readonly kind: "taken";
      readonly notifications: readonly Notification[];
      readonly dropped: Dropped;
    }
  | { readonly kind: "not_ours"; readonly dropped: Dropped }
  | { readonly kind: "refused"; readonly reason: Refusal; readonly error?: unknown }
  | { readonly kind: "validation"; readonly validation: Validation }
  | { readonly kind: "client_gone" };

const MAX_BODY_BYTES = 3 * 1024 * 1024;

/**
 * From a POST to notifications on disk. The order matters: what costs nothing comes first, nothing
 * but a small body is read that nobody claims to have signed (see `receiveUnsigned`), and nothing
 * else is parsed before it is verified.
 */
export async function receiveNotifications(
  request: IncomingMessage,
  parts: ReceiveParts,
): Promise<Received> {
  const unsupported = unsupportedBody(request.headers);
  if (unsupported !== undefined) return refused(unsupported);
  const signed = readSignatureHeaders(request.headers);
  if (!signed.ok) {
    return signed.reason === "signature_missing"
      ? receiveUnsigned(request, parts)
      : refused(signed.reason);
  }
  const raw = await readRawBody(request, MAX_BODY_BYTES, parts);
  if (raw.kind === "client_gone") return raw;
  if (raw.kind === "no_room") return refused("too_busy");
  if (raw.kind === "too_large") return refused("body_too_large");

  const verdict = await verifySignature(raw.bytes, signed.pairs, parts.keys);
  if (verdict === "keys_unreachable") return refused("keys_unreachable");
  if (verdict === "invalid") return refused("signature_invalid");

  const json = readJson(raw.bytes);
  if (!json.ok) return refused(json.reason);
  const eventCode = request.headers["x-adobe-event-code"];
  const reading = readNotifications(json.value, {
    us: parts.us,
    receivedAt: parts.now(),
    eventCodeHeader: typeof eventCode === "string" ? eventCode : undefined,
  });
  return take(reading, parts.record);
}

/** The one thing that Adobe posts unsigned asks to confirm the registration; all else is refused. */
async function receiveUnsigned(request: IncomingMessage, parts: ReceiveParts): Promise<Received> {
  const size = Number(request.headers["content-length"] ?? 0);
  const isChunked = request.headers["transfer-encoding"] !== undefined;
  if (size > MAX_VALIDATION_BYTES || (size === 0 && !isChunked))
    return refused("signature_missing");
  const raw = await readRawBody(request, MAX_VALIDATION_BYTES, parts);
  if (raw.kind === "client_gone") return raw;
  if (raw.kind === "no_room") return refused("too_busy");
  const validation =
    raw.kind === "complete" ? readValidation(raw.bytes, parts.validationOrigin) : undefined;
  return validation === undefined
    ? refused("signature_missing")
    : { kind: "validation", validation };
}

/** RFC 8259: JSON is UTF-8, whatever `charset` says; the body itself is checked. */
const CONTENT_TYPES = new Set([
  "application/json",
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
]);

function unsupportedBody(headers: IncomingHttpHeaders): Refusal | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!CONTENT_TYPES.has(type)) return "unsupported_content_type";
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  return encoding === "identity" ? undefined : "unsupported_content_encoding";
}

async function take(
  { notifications, others }: BodyReading,
  record: ReceiveParts["record"],
): Promise<Received> {
  const dropped = toDropped(others);
  if (notifications.length === 0 && dropped.elements > 0) return { kind: "not_ours", dropped };
  if (notifications.length > 0) {
    try {
      await record(notifications);
    } catch (error) {
      return { kind: "refused", reason: "record_failed", error };
    }
  }
  return { kind: "taken", notifications, dropped };
}

/** No setting accepts what names nobody. */
function toDropped(others: BodyReading["others"]): Dropped {
  return {
    elements: [...others.values()].reduce((sum, count) => sum + count, 0),
    settings: [
      ...(others.has("another_client") ? ["ADOBE_CLIENT_ID", "ADOBE_ALLOWED_CLIENT_IDS"] : []),
      ...(others.has("another_org") ? ["ADOBE_ORG_ID"] : []),
    ],
  };
}

function refused(reason: Refusal): Received {
  return { kind: "refused", reason };
}
