import type { JsonObject, Person } from "../../page/contract.ts";
import { textOf, toText } from "../json.ts";
import { shapeMessage } from "../workspace/message-shape.ts";
import type { StoredMessage, StoredView } from "../workspace/stored.ts";
import { shapeView } from "../workspace/view-shape.ts";
import { commonFields } from "./common-fields.ts";
import { getOption, stateOf, statesOf } from "./element-state.ts";
import { type FoundElement, getElement } from "./find-element.ts";
import { getPerson, type RequestContext } from "./request-context.ts";
import type { Forgery } from "./sign.ts";

export type PressTarget =
  | { readonly ts: string; readonly ephemeral?: boolean }
  | { readonly viewId: string };

export interface Press {
  readonly userId: string;
  readonly target: PressTarget;
  /** The action_id, or the words on the button. */
  readonly actionId: string;
}

export interface PressOptions {
  /** The value or the text of the chosen option; a person's id; a date. */
  readonly option?: string;
  readonly blockId?: string;
  readonly forgery?: Forgery;
  /** The value of a button that the message showed once and shows no more: a client that lags behind. */
  readonly staleValue?: string;
}

export interface PressResult {
  /** 0: no answer in time, or nobody listens. */
  readonly status: number;
  readonly durationMs: number;
}

/** Sends the block_actions of a person who presses or chooses something. */
export async function sendPress(
  context: RequestContext,
  press: Press,
  options: PressOptions = {},
): Promise<PressResult> {
  const person = getPerson(context, press.userId);
  const place =
    "viewId" in press.target
      ? placeOfView(context, person, press.target.viewId)
      : placeOfMessage(context, person, press.target.ts);
  const found =
    options.staleValue === undefined
      ? getElement(place.blocks, { actionId: press.actionId, blockId: options.blockId })
      : staleButton(press.actionId, options.staleValue);
  const { status, durationMs } = await context.line.sendPayload(
    {
      type: "block_actions",
      ...commonFields(person),
      ...place.fields,
      state: { values: statesOf(place.blocks, typedBy(found, options.option)) },
      trigger_id: context.triggers.create(person.id),
      actions: [shapeAction(context, found, options.option)],
    },
    options.forgery,
  );
  return { status, durationMs };
}

const staleButton = (actionId: string, value: string): FoundElement => ({
  blockId: "stale",
  element: {
    type: "button",
    action_id: actionId,
    value,
    text: { type: "plain_text", text: "Button of before" },
  },
});

const typedBy = ({ blockId, element }: FoundElement, option: string | undefined) =>
  option === undefined ? {} : { [blockId]: { [toText(element["action_id"])]: option } };

interface Place {
  readonly blocks: readonly JsonObject[];
  readonly fields: JsonObject;
}

function placeOfView({ views }: RequestContext, person: Person, viewId: string): Place {
  const view: StoredView | undefined = views.find(viewId);
  if (view === undefined || view.userId !== person.id) {
    throw new Error(`${person.name} has no view ${viewId} open`);
  }
  return {
    blocks: view.blocks,
    fields: {
      container: { type: "view", view_id: view.id },
      view: shapeView(view, statesOf(view.blocks)),
    },
  };
}

function placeOfMessage(context: RequestContext, person: Person, ts: string): Place {
  const message: StoredMessage | undefined = context.workspace.findMessage(ts);
  const isHidden = ![undefined, person.id].includes(message?.ephemeralFor);
  if (message === undefined || isHidden) {
    throw new Error(`${person.name} sees no message ${ts}`);
  }
  const { channel: channelId, threadTs } = message;
  const isEphemeral = message.ephemeralFor !== undefined;
  const urlId = context.responseUrls.create({
    channel: channelId,
    userId: person.id,
    originalTs: ts,
  });
  return {
    blocks: message.blocks,
    fields: {
      container: {
        type: "message",
        message_ts: ts,
        channel_id: channelId,
        is_ephemeral: isEphemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      channel: {
        id: channelId,
        name: context.workspace.findChannel(channelId)?.name ?? "",
      },
      response_url: context.responseUrlOf(urlId),
      // Slack leaves an ephemeral message out: it does not keep those.
      ...(isEphemeral ? {} : { message: shapeMessage(message, { withMetadataPayload: true }) }),
    },
  };
}

function shapeAction(
  { workspace }: RequestContext,
  { blockId, element }: FoundElement,
  option: string | undefined,
): JsonObject {
  const type = toText(element["type"]);
  const kept = ["text", "value", "style", "url", "confirm", "placeholder"].filter(
    (key) => element[key] !== undefined,
  );
  return {
    type,
    action_id: toText(element["action_id"]),
    block_id: blockId,
    action_ts: workspace.nextTs(),
    ...Object.fromEntries(kept.map((key) => [key, element[key] ?? null])),
    ...stateOf(element, option),
    ...(type === "overflow" ? { selected_option: chosenOf(element, option) } : {}),
  };
}

function chosenOf(element: JsonObject, option: string | undefined): JsonObject {
  if (option === undefined) {
    throw new Error(`say which option of ${textOf(element["text"]) || "the menu"} is chosen`);
  }
  return getOption(element, option);
}
