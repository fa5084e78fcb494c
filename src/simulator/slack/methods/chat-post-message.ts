import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { JsonObject } from "../../page/contract.ts";
import type { Arguments } from "../api/arguments.ts";
import { Refusal } from "../api/refusal.ts";
import { shapeMessage } from "../workspace/message-shape.ts";
import type { Channel } from "../workspace/stored.ts";
import { findChannelMessage, getWritableChannel } from "./channel-access.ts";
import { readContent, readMetadata } from "./message-content.ts";
import type { Method, MethodContext } from "./method.ts";

export const chatPostMessage: Method = (args, context) => {
  const channel = getWritableChannel(args, context);
  const { text, blocks } = readContent(args, context.faults.of("chat.postMessage"));
  const metadata = readMetadata(args);
  const message = context.workspace.addMessage({
    channel: channel.id,
    from: "bot",
    text: cut(text),
    blocks,
    ...readThread(args, { context, channel }),
    ...(metadata === undefined || metadata === "cleared" ? {} : { metadata }),
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: shapeMessage(message, { withMetadataPayload: true }),
    ...truncationWarning(text),
  };
};

const cut = (text: string): string => text.slice(0, SLACK_LIMITS.message.postTextCut);

function truncationWarning(text: string): JsonObject {
  return text.length > SLACK_LIMITS.message.postTextCut
    ? {
        warning: "message_truncated",
        response_metadata: { warnings: ["message_truncated"] },
      }
    : {};
}

function readThread(
  args: Arguments,
  { context, channel }: { context: MethodContext; channel: Channel },
): { threadTs?: string; isBroadcast: boolean } {
  const threadTs = args.text("thread_ts");
  if (threadTs === undefined || threadTs === "") return { isBroadcast: false };
  const parent = findChannelMessage(context, channel, threadTs);
  if (parent === undefined) throw new Refusal("thread_not_found");
  return {
    threadTs: parent.threadTs ?? parent.ts,
    isBroadcast: args.flag("reply_broadcast"),
  };
}
