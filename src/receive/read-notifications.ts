import { createHash } from "node:crypto";
import { NotificationId } from "../domain/ids.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import { type Addressee, type Recipient, recipientOf } from "./recipient.ts";
import { type Element, eachElement } from "./wire/elements.ts";
import { familyOf } from "./wire/families.ts";
import { isJsonObject, type JsonObject } from "./wire/json-object.ts";
import type { ReadContext } from "./wire/read-context.ts";

export interface BodyReading {
  readonly notifications: readonly Notification[];
  /** How many elements are for whom, ours left out. */
  readonly others: ReadonlyMap<Exclude<Recipient, "us">, number>;
}

interface ReadingContext {
  /** `token`: Adobe handed it to the holder of our access token, so it is ours, whatever it names. */
  readonly us: Addressee | "token";
  readonly receivedAt: number;
  /** Not signed, so it decides nothing. */
  readonly eventCodeHeader?: string | undefined;
}

/** Adobe puts at most 20 notifications in a body; a list far beyond that is kept, not taken apart. */
const MAX_ELEMENTS = 1_000;

/** A verified body → what it holds for us. Never throws, whatever the JSON. */
export function readNotifications(body: unknown, context: ReadingContext): BodyReading {
  const ours: Element[] = [];
  const others = new Map<Exclude<Recipient, "us">, number>();
  eachElement(body, (element) => {
    const recipient = context.us === "token" ? "us" : recipientOf(element, context.us);
    if (recipient === "us") ours.push(element);
    else others.set(recipient, (others.get(recipient) ?? 0) + 1);
  });
  if (ours.length <= MAX_ELEMENTS) {
    return { notifications: ours.map((element) => toNotification(element, context)), others };
  }
  const all = { around: [], own: [], payload: ours.map(outermost) };
  const form = `more than ${MAX_ELEMENTS} elements`;
  return { notifications: [toNotification(all, context, form)], others };
}

/**
 * A notification that an earlier version kept without understanding it. It was found to be ours
 * then; only where it now proves to hold several is each judged, as far as it states a recipient and
 * the webhook brought it.
 */
export function readKept(kept: KeptText, us: Addressee): readonly Notification[] {
  const elements: Element[] = [];
  eachElement(JSON.parse(kept.body), (element) => elements.push(element));
  const fromJournal = kept.source === "journal";
  const context = {
    us: fromJournal ? ("token" as const) : us,
    receivedAt: kept.receivedAt,
    eventCodeHeader: kept.eventCode,
  };
  const [only] = elements;
  if (elements.length > MAX_ELEMENTS) {
    const form = `more than ${MAX_ELEMENTS} elements`;
    return [{ ...kept, content: { kind: "not_understood", form } }];
  }
  if (only !== undefined && elements.length === 1) {
    return [{ ...toNotification(only, context), ...kept }];
  }
  const ours = new Set<Recipient>(["us", "nobody"]);
  return elements
    .filter((element) => fromJournal || ours.has(recipientOf(element, us)))
    .map((element) => toNotification(element, context));
}

interface KeptText {
  readonly notificationId: NotificationId;
  readonly receivedAt: number;
  readonly source: Notification["source"];
  readonly eventCode?: string;
  readonly body: string;
}

function toNotification(element: Element, context: ReadingContext, form?: string): Notification {
  const { receivedAt, eventCodeHeader } = context;
  const body = JSON.stringify(outermost(element));
  // The innermost is the payload's own word.
  const statedCode = element.own.map(statedEventCode).findLast((code) => code !== undefined);
  const eventCode = statedCode ?? toEventCode(eventCodeHeader);
  return {
    notificationId: toNotificationId(element.own, body),
    receivedAt,
    source: context.us === "token" ? "journal" : "webhook",
    ...(eventCode === undefined ? {} : { eventCode }),
    content:
      form === undefined
        ? toContent(element.payload, { receivedAt, statedCode, eventCode })
        : { kind: "not_understood", form },
    body,
  };
}

function outermost({ own: [first], payload }: Element): unknown {
  return first ?? payload;
}

const EVENT_ID = /^[\x21-\x7e]{1,200}$/;

/**
 * The id decides what counts as a repetition, so it comes out of the signed body: the headers, with
 * `x-adobe-event-id` among them, are not signed, and whoever replays a body can change them. A
 * CloudEvent's own `id` comes last, because Adobe's field stands beside it.
 */
function toNotificationId(own: readonly JsonObject[], body: string): NotificationId {
  const stated = own
    .flatMap((value) => [value["event_id"], value["eventid"]])
    .concat(own.map((value) => ("specversion" in value ? value["id"] : undefined)))
    .find((id) => typeof id === "string" && EVENT_ID.test(id));
  return NotificationId.parse(
    stated ?? `sha256:${createHash("sha256").update(body).digest("hex")}`,
  );
}

function statedEventCode(value: JsonObject): string | undefined {
  const { header, _eventNotificationMeta: meta } = value;
  const adobeio = isJsonObject(header) ? header["_adobeio"] : undefined;
  const code = isJsonObject(adobeio) ? toEventCode(adobeio["eventCode"]) : undefined;
  if (code !== undefined) return code;
  if ("specversion" in value) return toEventCode(value["type"]);
  return isJsonObject(meta) ? toEventCode(meta["type"]) : undefined;
}

function toEventCode(code: unknown): string | undefined {
  return typeof code === "string" && /^[\w.:/-]{1,100}$/.test(code) ? code : undefined;
}

function toContent(
  payload: unknown,
  { eventCode, ...context }: ReadContext & { readonly eventCode?: string | undefined },
): NotificationContent {
  const family = familyOf(payload);
  if (family === undefined || !isJsonObject(payload)) {
    return { kind: "not_understood", form: label(eventCode, payload) };
  }
  return (
    family.read(payload, context) ?? {
      kind: "not_understood",
      form: `incomplete ${family.family}`,
    }
  );
}

const MAX_LABEL = 60;

function label(eventCode: string | undefined, payload: unknown): string {
  if (eventCode !== undefined) {
    const code = eventCode.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
    return `event code ${code}`.slice(0, MAX_LABEL);
  }
  return isJsonObject(payload) ? "unknown object" : "unknown value";
}
