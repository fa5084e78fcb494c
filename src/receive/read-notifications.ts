import { createHash } from "node:crypto";
import { NotificationId } from "../domain/ids.ts";
import type { Notification, NotificationContent } from "../domain/notification.ts";
import { type Addressee, type Recipient, recipientOf } from "./recipient.ts";
import { type Element, eachElement } from "./wire/elements.ts";
import { formOf, isJsonObject, type JsonObject } from "./wire/forms.ts";

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

function toNotification(element: Element, context: ReadingContext, form?: string): Notification {
  const { receivedAt, eventCodeHeader } = context;
  const body = JSON.stringify(outermost(element));
  const eventCode =
    element.own.map(statedEventCode).find((code) => code !== undefined) ??
    toEventCode(eventCodeHeader);
  return {
    notificationId: toNotificationId(element.own, body),
    receivedAt,
    source: context.us === "token" ? "journal" : "webhook",
    ...(eventCode === undefined ? {} : { eventCode }),
    content:
      form === undefined
        ? toContent(element.payload, { receivedAt, eventCode })
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
 * `x-adobe-event-id` among them, are not signed, and whoever replays a body can change them.
 */
function toNotificationId(own: readonly JsonObject[], body: string): NotificationId {
  const stated = own
    .flatMap((value) => [value["event_id"], value["eventid"]])
    .find((id) => typeof id === "string" && EVENT_ID.test(id));
  return NotificationId.parse(
    stated ?? `sha256:${createHash("sha256").update(body).digest("hex")}`,
  );
}

function statedEventCode(value: JsonObject): string | undefined {
  const { header, _eventNotificationMeta: meta } = value;
  const adobeio = isJsonObject(header) ? header["_adobeio"] : undefined;
  const code = isJsonObject(adobeio) ? toEventCode(adobeio["eventCode"]) : undefined;
  return code ?? (isJsonObject(meta) ? toEventCode(meta["type"]) : undefined);
}

function toEventCode(code: unknown): string | undefined {
  return typeof code === "string" && /^[\w.:/-]{1,100}$/.test(code) ? code : undefined;
}

function toContent(
  payload: unknown,
  {
    receivedAt,
    eventCode,
  }: { readonly receivedAt: number; readonly eventCode?: string | undefined },
): NotificationContent {
  const form = formOf(payload);
  if (form === undefined || !isJsonObject(payload)) {
    return { kind: "not_understood", form: label(eventCode, payload) };
  }
  if (form.read === undefined) return { kind: "not_understood", form: form.form };
  const run = form.read(payload, receivedAt);
  return run === undefined
    ? { kind: "not_understood", form: `incomplete ${form.form}` }
    : { kind: "flow_run", run };
}

const MAX_LABEL = 60;

function label(eventCode: string | undefined, payload: unknown): string {
  if (eventCode !== undefined) {
    const code = eventCode.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
    return `event code ${code}`.slice(0, MAX_LABEL);
  }
  return isJsonObject(payload) ? "unknown object" : "unknown value";
}
