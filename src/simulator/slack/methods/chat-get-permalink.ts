import { Refusal } from "../api/refusal.ts";
import { WORKSPACE_URL } from "../workspace/identity.ts";
import { findChannelMessage, getKnownChannel } from "./channel-access.ts";
import type { Method } from "./method.ts";

export const chatGetPermalink: Method = (args, context) => {
  const channel = getKnownChannel(args, context);
  const message = findChannelMessage(context, channel, args.required("message_ts"));
  if (message === undefined) throw new Refusal("message_not_found");
  const path = `archives/${channel.id}/p${message.ts.replace(".", "")}`;
  const thread =
    message.threadTs === undefined ? "" : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return { channel: channel.id, permalink: `${WORKSPACE_URL}${path}${thread}` };
};
