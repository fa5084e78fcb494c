import type { Arguments } from "../api/arguments.ts";
import { Refusal } from "../api/refusal.ts";
import type { Channel, StoredMessage } from "../workspace/stored.ts";
import type { MethodContext } from "./method.ts";

function getChannel(args: Arguments, { workspace }: MethodContext): Channel {
  const channel = workspace.findChannel(args.required("channel"));
  // Slack does not say that a private channel exists to an app that is not in it.
  if (channel === undefined || (channel.isPrivate && !channel.hasBot)) {
    throw new Refusal("channel_not_found");
  }
  return channel;
}

export function getReadableChannel(args: Arguments, context: MethodContext): Channel {
  const channel = getChannel(args, context);
  if (!channel.hasBot) throw new Refusal("not_in_channel");
  return channel;
}

export function getWritableChannel(args: Arguments, context: MethodContext): Channel {
  const channel = getChannel(args, context);
  if (channel.isArchived) throw new Refusal("is_archived");
  if (!channel.hasBot && !context.mayPostWithoutJoining) throw new Refusal("not_in_channel");
  return channel;
}

/** Any channel whose existence the app may know of. */
export const getKnownChannel = getChannel;

/** A message that everybody in the channel can see. */
export function findChannelMessage(
  { workspace }: MethodContext,
  channel: Channel,
  ts: string,
): StoredMessage | undefined {
  const message = workspace.findMessage(ts);
  return message?.channel === channel.id && message.ephemeralFor === undefined
    ? message
    : undefined;
}
