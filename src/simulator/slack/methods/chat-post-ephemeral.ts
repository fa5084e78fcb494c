import { Refusal } from "../api/refusal.ts";
import { findChannelMessage, getWritableChannel } from "./channel-access.ts";
import { readContent } from "./message-content.ts";
import type { Method } from "./method.ts";

export const chatPostEphemeral: Method = (args, context) => {
  const channel = getWritableChannel(args, context);
  const user = args.required("user");
  if (context.workspace.findPerson(user) === undefined) throw new Refusal("user_not_in_channel");
  const { text, blocks } = readContent(args, context.faults.of("chat.postEphemeral"));
  const threadTs = args.text("thread_ts");
  if (threadTs !== undefined && findChannelMessage(context, channel, threadTs) === undefined) {
    throw new Refusal("thread_not_found");
  }
  const message = context.workspace.addMessage({
    channel: channel.id,
    from: "bot",
    text,
    blocks,
    isBroadcast: false,
    ephemeralFor: user,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { message_ts: message.ts };
};
