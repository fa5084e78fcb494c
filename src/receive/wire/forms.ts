import { familyOf } from "./families.ts";
import { isFilledList, isJsonObject, type JsonObject } from "./json-object.ts";

/**
 * One wrapping in which Adobe sends things. The words are those of docs/notifications.md, which a
 * test compares with this table.
 */
export interface Form {
  readonly form: string;
  readonly recognisedBy: string;
  readonly becomes: string;
  readonly fixture: string;
  readonly recognise: (value: unknown) => boolean;
  /** Absent: the value itself is the payload. */
  readonly unwrap?: (value: JsonObject) => unknown;
}

/**
 * The first that recognises a value counts. Recognising is plain property access, because it runs
 * before the recipient is known: any of Adobe's customers can have long lists signed and sent here.
 */
export const FORMS: readonly Form[] = [
  {
    form: "array",
    recognisedBy: "a JSON array; batch delivery sends up to 20 notifications or 2 MB",
    becomes: "each element on its own, whatever the others are",
    fixture: "array-of-two.json",
    // Taken apart by `eachElement`, which hands its elements on one by one.
    recognise: Array.isArray,
  },
  {
    form: "cloudevents",
    recognisedBy: "`data` beside `specversion` or one of the four id fields",
    becomes: "what `data` holds; its id is `event_id`, `eventid`, else `id`",
    fixture: "cloudevents-flow-run-failure.json",
    recognise: matches(isCloudEvent),
    unwrap: ({ data }) => data,
  },
  {
    form: "bare",
    recognisedBy: "a family of the next table recognises the value itself",
    becomes: "that family; its id is the SHA-256 of its content",
    fixture: "flow-run-failure-sftp-timeout.json",
    // Before the next ones: a flow run stays one even where a field of it looks like a wrapping.
    recognise: (value) => familyOf(value) !== undefined,
  },
  {
    form: "pipeline",
    recognisedBy: "`messages`, a list that is not empty",
    becomes: "each message on its own",
    fixture: "flow-run-failure-pipeline.json",
    recognise: matches(({ messages }) => isFilledList(messages)),
    unwrap: ({ messages }) => messages,
  },
  {
    form: "pipeline message",
    recognisedBy: "`value`, an object, beside `imsOrgId` or `_eventNotificationMeta`",
    becomes: "what `value` holds",
    fixture: "flow-run-failure-pipeline.json",
    recognise: matches(isPipelineMessage),
    unwrap: ({ value }) => value,
  },
  {
    form: "envelope",
    recognisedBy: "`event`, an object or a list that is not empty",
    becomes: "what `event` holds; its id is `event_id`, else `eventid`",
    fixture: "flow-run-success-envelope.json",
    recognise: matches(({ event }) => isJsonObject(event) || isFilledList(event)),
    unwrap: ({ event }) => event,
  },
];

export function formOf(value: unknown): Form | undefined {
  return FORMS.find(({ recognise }) => recognise(value));
}

function matches(test: (value: JsonObject) => boolean): (value: unknown) => boolean {
  return (value) => isJsonObject(value) && test(value);
}

const ID_FIELDS = ["event_id", "eventid", "recipient_client_id", "recipientclientid"];

function isCloudEvent(value: JsonObject): boolean {
  const { data } = value;
  if (!isJsonObject(data) && !isFilledList(data)) return false;
  return "specversion" in value || ID_FIELDS.some((field) => field in value);
}

function isPipelineMessage({ value, imsOrgId, _eventNotificationMeta: meta }: JsonObject): boolean {
  return isJsonObject(value) && (imsOrgId !== undefined || meta !== undefined);
}
