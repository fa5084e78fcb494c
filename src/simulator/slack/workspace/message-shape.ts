import type { JsonObject } from "../../page/contract.ts";
import { IDENTITY } from "./identity.ts";
import type { StoredMessage } from "./stored.ts";

interface ShapeOptions {
  /** Without it Slack names a message's event_type only. */
  readonly withMetadataPayload?: boolean;
}

const botFields = {
  user: IDENTITY.botUserId,
  bot_id: IDENTITY.botId,
  app_id: IDENTITY.appId,
  bot_profile: {
    id: IDENTITY.botId,
    app_id: IDENTITY.appId,
    name: IDENTITY.botName,
    team_id: IDENTITY.teamId,
    deleted: false,
  },
};

/** A message as Slack writes it in answers and in payloads. */
export function shapeMessage(message: StoredMessage, options: ShapeOptions = {}): JsonObject {
  return {
    type: "message",
    ts: message.ts,
    text: message.text,
    team: IDENTITY.teamId,
    ...(message.from === "bot" ? botFields : { user: message.from }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.isBroadcast ? { subtype: "thread_broadcast" } : {}),
    ...(message.edited === undefined
      ? {}
      : { edited: { user: message.edited.user, ts: message.edited.ts } }),
    ...shapeMetadata(message, options.withMetadataPayload === true),
  };
}

function shapeMetadata({ metadata }: StoredMessage, withPayload: boolean): JsonObject {
  if (metadata === undefined) return {};
  const { event_type, event_payload } = metadata;
  return { metadata: withPayload ? { event_type, event_payload } : { event_type } };
}
