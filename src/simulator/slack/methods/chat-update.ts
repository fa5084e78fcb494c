import { SLACK_LIMITS } from "../../../slack/limits.ts";
import { Refusal } from "../api/refusal.ts";
import { IDENTITY } from "../workspace/identity.ts";
import { shapeMessage } from "../workspace/message-shape.ts";
import { findChannelMessage, getReadableChannel } from "./channel-access.ts";
import { readContent, readMetadata } from "./message-content.ts";
import type { Method } from "./method.ts";

/** Text without blocks takes the old blocks away; metadata stays unless new is given, and `{}` clears it. */
export const chatUpdate: Method = (args, context) => {
  const channel = getReadableChannel(args, context);
  if (channel.isArchived) throw new Refusal("is_archived");
  const message = findChannelMessage(context, channel, args.required("ts"));
  if (message === undefined) throw new Refusal("message_not_found");
  if (message.from !== "bot") throw new Refusal("cant_update_message");
  const { text, blocks } = readContent(args, context.faults.of("chat.update"));
  if (text.length > SLACK_LIMITS.message.updateText) throw new Refusal("msg_too_long");
  const metadata = readMetadata(args) ?? message.metadata;

  const { metadata: _old, ...kept } = message;
  const updated = context.workspace.replaceMessage({
    ...kept,
    text,
    blocks,
    edited: { user: IDENTITY.botUserId, ts: context.workspace.nextTs() },
    ...(metadata === undefined || metadata === "cleared" ? {} : { metadata }),
  });
  return {
    channel: channel.id,
    ts: updated.ts,
    text: updated.text,
    message: shapeMessage(updated, { withMetadataPayload: true }),
  };
};
