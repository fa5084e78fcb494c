import type { CallLog } from "./api/call-log.ts";
import { sendCommand } from "./requests/command.ts";
import { sendPress } from "./requests/press.ts";
import type { RequestContext } from "./requests/request-context.ts";
import { closeView, submitView } from "./requests/view-requests.ts";
import type { SlackSide } from "./slack-side.ts";
import type { AppSocket } from "./socket/app-socket.ts";
import type { Channel, StoredMessage } from "./workspace/stored.ts";
import { isReply } from "./workspace/workspace.ts";

/** The hands of a test or of the page; `describe` tells in words what there is. */
export interface SlackControls extends Omit<SlackSide, "waitFor"> {
  readonly describe: () => string;
}

export function createSlackControls(
  context: RequestContext,
  { calls, socket }: { readonly calls: CallLog; readonly socket: AppSocket },
): SlackControls {
  return {
    ...createReaders(context),
    ...createChannelControls(context),
    calls: calls.list,
    sockets: socket.connections,
    disconnectSocket: socket.disconnect,
    faults: context.faults.all,
    setFaults: context.faults.set,
    command: (userId, text, options) => sendCommand(context, { userId, text }, options),
    say: (userId, text, threadTs) =>
      context.workspace.addMessage({
        channel: context.homeChannel,
        from: userId,
        text,
        blocks: [],
        isBroadcast: false,
        ...(threadTs === undefined ? {} : { threadTs }),
      }),
    press: (...[userId, target, actionId, options]) =>
      sendPress(context, { userId, target, actionId }, options),
    submitView: (userId, values, options) => submitView(context, { userId, values }, options),
    closeView: (userId) => closeView(context, userId),
    deleteMessage: context.workspace.removeMessage,
  };
}

function createReaders({ workspace, views, homeChannel }: RequestContext) {
  const list = (keep: (message: StoredMessage) => boolean): readonly StoredMessage[] =>
    workspace.listMessages().filter(keep);
  const isPublic = (message: StoredMessage): boolean => message.ephemeralFor === undefined;

  const messages: SlackSide["messages"] = (channel = homeChannel) =>
    list((message) => message.channel === channel && isPublic(message) && !isReply(message));

  return {
    messages,
    replies: (ts: string) => list((message) => message.threadTs === ts && isPublic(message)),
    ephemerals: (userId: string) => list((message) => message.ephemeralFor === userId),
    view: views.top,
    describe: () => workspace.listMessages().map(describeMessage).join("\n") || "no message",
  };
}

function describeMessage(message: StoredMessage): string {
  const place = message.ephemeralFor === undefined ? message.channel : `to ${message.ephemeralFor}`;
  const thread = message.threadTs === undefined ? "" : ` in thread ${message.threadTs}`;
  const edited = message.edited === undefined ? "" : " (edited)";
  return `${message.ts} ${place}${thread} ${message.from}${edited}: ${message.text}`;
}

function createChannelControls({ workspace, homeChannel }: RequestContext) {
  const change = (id: string, part: Partial<Channel>): void => {
    const channel = workspace.findChannel(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    workspace.putChannel({ ...channel, ...part });
  };
  const addChannel: SlackSide["addChannel"] = (channel) => {
    workspace.putChannel({ isPrivate: false, hasBot: true, isArchived: false, ...channel });
  };
  return {
    addChannel,
    setMembers: (members: readonly string[], id = homeChannel) => change(id, { members }),
    putUserGroup: (id: string, people: readonly string[]) => workspace.putUserGroup(id, people),
    archiveChannel: (id = homeChannel) => change(id, { isArchived: true }),
    removeBotFromChannel: (id = homeChannel) => change(id, { hasBot: false }),
    addBotToChannel: (id = homeChannel) => change(id, { hasBot: true }),
  };
}
