import { randomUUID, sign as signBytes } from "node:crypto";
import type { Json } from "../page/contract.ts";
import { isObject, parseJson, toText } from "../slack/json.ts";
import type { KeyPair, KeyRing } from "./keys.ts";

export interface SignOptions {
  /** Absent: the one that the body states, or a new one. */
  readonly eventId?: string | undefined;
  readonly eventCode?: string | undefined;
  /** 0 or absent: the first attempt, which has no such header. */
  readonly retryCount?: number | undefined;
}

/** Every header that Adobe sends with a notification. The signatures cover the raw bytes and nothing else. */
export function signNotification(
  ring: KeyRing,
  body: Buffer | string,
  options: SignOptions = {},
): Record<string, string> {
  const bytes = Buffer.from(body);
  const [first, second] = ring.pairs();
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Adobe/1.0",
    "x-adobe-provider": "aep_observability_catalog_events",
    "x-adobe-event-id": options.eventId ?? eventIdOf(bytes),
    "x-adobe-event-code": options.eventCode ?? eventCodeOf(bytes),
    "x-adobe-delivery-id": randomUUID(),
    "x-request-id": randomUUID(),
    "x-adobe-public-key1-path": first.path,
    "x-adobe-public-key2-path": second.path,
    "x-adobe-digital-signature-1": signatureOf(first, bytes),
    "x-adobe-digital-signature-2": signatureOf(second, bytes),
    ...(options.retryCount ? { "x-adobe-retry-count": String(options.retryCount) } : {}),
  };
}

const signatureOf = (pair: KeyPair, bytes: Buffer): string =>
  signBytes("RSA-SHA256", bytes, pair.privateKey).toString("base64");

/** The one that the body states, or a new one. */
export function eventIdOf(bytes: Buffer): string {
  const body = parseJson(bytes.toString("utf8"));
  return toText(field(body, "eventid")) || toText(field(body, "event_id")) || randomUUID();
}

function eventCodeOf(bytes: Buffer): string {
  const body = parseJson(bytes.toString("utf8"));
  const header = field(field(body, "event") ?? body, "header");
  return toText(field(field(header, "_adobeio"), "eventCode")) || "source_flow_run_error";
}

const field = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) ? value[key] : undefined;
