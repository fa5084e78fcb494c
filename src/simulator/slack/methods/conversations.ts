import type { JsonObject } from "../../page/contract.ts";
import type { Arguments } from "../api/arguments.ts";
import { Refusal } from "../api/refusal.ts";
import { shapeMessage } from "../workspace/message-shape.ts";
import type { StoredMessage } from "../workspace/stored.ts";
import { standsInChannel } from "../workspace/workspace.ts";
import { findChannelMessage, getKnownChannel, getReadableChannel } from "./channel-access.ts";
import type { Method, MethodContext } from "./method.ts";
import { inWindow, pageOf } from "./paging.ts";

/** Newest first. */
export const conversationsHistory: Method = (args, context) => {
  const channel = getReadableChannel(args, context);
  const messages = context.workspace
    .listMessages()
    .filter((message) => message.channel === channel.id && standsInChannel(message))
    .toReversed();
  const { page, paging } = pageOf(args, inWindow(args, messages));
  return {
    messages: page.map((message) => shape(message, args, context)),
    pin_count: 0,
    ...paging,
  };
};

/** The parent first, then its replies, oldest first. */
export const conversationsReplies: Method = (args, context) => {
  const channel = getReadableChannel(args, context);
  const asked = findChannelMessage(context, channel, args.required("ts"));
  const parent =
    asked?.threadTs === undefined ? asked : findChannelMessage(context, channel, asked.threadTs);
  if (parent === undefined) throw new Refusal("thread_not_found");
  const thread = [parent, ...inWindow(args, repliesTo(context, parent))];
  const { page, paging } = pageOf(args, thread);
  return { messages: page.map((message) => shape(message, args, context)), ...paging };
};

export const conversationsInfo: Method = (args, context) => {
  const channel = getKnownChannel(args, context);
  return {
    channel: {
      id: channel.id,
      name: channel.name,
      name_normalized: channel.name,
      is_channel: !channel.isPrivate,
      is_group: channel.isPrivate,
      is_im: false,
      is_private: channel.isPrivate,
      is_archived: channel.isArchived,
      is_member: channel.hasBot,
    },
  };
};

const repliesTo = ({ workspace }: MethodContext, parent: StoredMessage): readonly StoredMessage[] =>
  workspace
    .listMessages()
    .filter((message) => message.threadTs === parent.ts && message.ephemeralFor === undefined);

function shape(message: StoredMessage, args: Arguments, context: MethodContext): JsonObject {
  const replies = repliesTo(context, message);
  const shaped = shapeMessage(message, {
    withMetadataPayload: args.flag("include_all_metadata"),
  });
  return replies.length === 0
    ? shaped
    : {
        ...shaped,
        thread_ts: message.ts,
        reply_count: replies.length,
        latest_reply: replies.at(-1)?.ts ?? message.ts,
      };
}
