import express, { type Request, type Response, type Router } from "express";
import type { Notification } from "../domain/notification.ts";
import type { Logger } from "../logger.ts";
import { type BodyRoom, createBodyRoom } from "./body.ts";
import type { KeySource } from "./keys.ts";
import { REFUSALS, type ReceiveOutcome, type Refusal } from "./outcomes.ts";
import { type Received, receiveNotifications } from "./receive-notifications.ts";
import type { Addressee } from "./recipient.ts";
import { createValidator, VALIDATION_ORIGIN, type ValidationResult } from "./validation.ts";

export type { ReceiveOutcome } from "./outcomes.ts";

interface AdobeRouterParts {
  readonly us: Addressee;
  readonly keys: KeySource;
  /** Resolves once everything is on disk; rejects on our own trouble. */
  readonly record: (notifications: readonly Notification[]) => Promise<void>;
  readonly now: () => number;
  readonly count: (outcome: ReceiveOutcome, by?: number) => void;
  readonly logger: Logger;
  /** For bodies under way. */
  readonly room?: BodyRoom;
  /** Where a registration may be confirmed; only tests say another. */
  readonly validationOrigin?: string;
  readonly onValidated: (result: ValidationResult) => Promise<void>;
}

const PATH = "/webhooks/adobe";
const RETRY_AFTER_SECONDS = "30";
const MAX_LOGGED = 20;
/** Of bodies under way; many times what Adobe sends at once. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/**
 * Adobe's way in. Must stand before any body parser: the signature is over the raw bytes. Adobe
 * tries again only after 429 and 5xx, so 4xx is for what will never be good, 503 for our own trouble.
 */
export function createAdobeRouter(parts: AdobeRouterParts): Router {
  const { us, keys, record, now, validationOrigin = VALIDATION_ORIGIN } = parts;
  const { room = createBodyRoom(MOST_HELD_BYTES) } = parts;
  const validate = createValidator({ ...parts, origin: validationOrigin });
  const router = express.Router();
  // `all`, because `get` would answer HEAD as well.
  router.all(PATH, async (request, response) => {
    const exchange: Exchange = { request, response, parts, validate };
    const receiving = { us, keys, record, now, room, validationOrigin };
    try {
      if (request.method === "GET") answerChallenge(exchange);
      else if (request.method !== "POST") refuse(exchange, "method_not_allowed");
      else settle(exchange, await receiveNotifications(request, receiving));
    } catch (error) {
      refuse(exchange, "internal_error", errorField(error));
    }
  });
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly parts: AdobeRouterParts;
  readonly validate: ReturnType<typeof createValidator>;
}

/** Letters, marks, digits, punctuation, symbols and spaces: nothing that moves or hides text. */
const CHALLENGE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,200}$/u;

function answerChallenge(exchange: Exchange): void {
  const [, query = ""] = exchange.request.url.split(/\?(.*)/s);
  const challenge = new URLSearchParams(query).get("challenge");
  if (challenge === null) return refuse(exchange, "challenge_missing");
  if (!CHALLENGE.test(challenge)) return refuse(exchange, "challenge_malformed");
  exchange.parts.count("challenge_answered");
  exchange.parts.logger.info({}, "answered Adobe's registration challenge");
  answer(exchange.response, 200, { challenge });
}

function settle(exchange: Exchange, received: Received): void {
  const { request, response, parts } = exchange;
  switch (received.kind) {
    case "refused":
      return refuse(exchange, received.reason, errorField(received.error));
    case "not_ours":
      parts.count("dropped", received.dropped.elements);
      return refuse(exchange, "wrong_recipient", received.dropped);
    case "validation":
      // Answered first: Adobe wants the 200 and the visit, and waits for neither in the other.
      answer(response, 200, { validation: "taken" });
      void exchange.validate(received.validation);
      return;
    case "client_gone":
      parts.count("client_gone");
      parts.logger.info(traceOf(request), "an Adobe request ended before its body was complete");
      return;
    case "taken":
      tell(exchange, received);
      answer(response, 200, { recorded: received.notifications.length });
  }
}

function tell({ request, parts }: Exchange, taken: Extract<Received, { kind: "taken" }>): void {
  const { count, logger } = parts;
  const { notifications, dropped } = taken;
  const notUnderstood = notifications.filter(({ content }) => content.kind === "not_understood");
  const recorded = notifications.length - notUnderstood.length;
  if (recorded > 0) count("recorded", recorded);
  if (notUnderstood.length > 0) count("not_understood", notUnderstood.length);
  if (notifications.length === 0) count("nothing_sent");
  const ids = notifications.slice(0, MAX_LOGGED).map(({ notificationId }) => notificationId);
  logger.info(
    { ...traceOf(request), notificationIds: ids, recorded, notUnderstood: notUnderstood.length },
    "recorded Adobe notifications",
  );
  if (dropped.elements === 0) return;
  count("dropped", dropped.elements);
  logger.warn({ ...traceOf(request), ...dropped }, "dropped Adobe notifications for somebody else");
}

function refuse(exchange: Exchange, reason: Refusal, fields: object = {}): void {
  const { request, response, parts } = exchange;
  const { status, error } = REFUSALS[reason];
  parts.count(reason);
  parts.logger.warn({ ...traceOf(request), reason, status, ...fields }, "refused an Adobe request");
  if (status === 405) response.setHeader("Allow", "GET, POST");
  if (status === 503) response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
  answer(response, status, { error });
}

function errorField(error: unknown): object {
  return error === undefined ? {} : { err: error };
}

/** Adobe's name for this attempt at delivery, by which its debug trace can be found. */
function traceOf(request: Request): { readonly adobeDeliveryId?: string } {
  const given = request.headers["x-adobe-delivery-id"];
  return typeof given === "string" && /^[\w-]{1,64}$/.test(given) ? { adobeDeliveryId: given } : {};
}

/** Not `response.json`, which may turn an answer into a 304 or add a charset to it. */
function answer(response: Response, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Cache-Control", "no-store");
  response.end(JSON.stringify(body));
}
