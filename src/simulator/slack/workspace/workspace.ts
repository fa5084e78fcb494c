import type { Changes } from "../../changes.ts";
import type { Person } from "../../page/contract.ts";
import { fillIds } from "./fill-ids.ts";
import type { Channel, StoredMessage } from "./stored.ts";
import { createTimestamps } from "./timestamps.ts";

export interface WorkspaceOptions {
  readonly channel: Channel;
  readonly people: readonly Person[];
  readonly now: () => number;
  readonly changes: Changes;
}

export type NewMessage = Omit<StoredMessage, "ts">;

export interface Workspace {
  readonly people: readonly Person[];
  findPerson(id: string): Person | undefined;
  findChannel(id: string): Channel | undefined;
  putChannel(channel: Channel): void;
  /** The ids of a user group's people. */
  findUserGroup(id: string): readonly string[] | undefined;
  putUserGroup(id: string, people: readonly string[]): void;
  nextTs(): string;
  addMessage(message: NewMessage): StoredMessage;
  /** Puts it in the place of the one with the same `ts`. */
  replaceMessage(message: StoredMessage): StoredMessage;
  readonly removeMessage: (ts: string) => void;
  /** Ephemeral messages too: they share the numbering. */
  findMessage(ts: string): StoredMessage | undefined;
  /** Oldest first. */
  listMessages(): readonly StoredMessage[];
}

/** Channels, people and messages. Judges nothing: the methods do. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { people, changes } = options;
  const channels = new Map([[options.channel.id, options.channel]]);
  const userGroups = new Map<string, readonly string[]>();
  const messages = new Map<string, StoredMessage>();
  const nextTs = createTimestamps(options.now);

  const put = (message: StoredMessage): StoredMessage => {
    const stored = { ...message, blocks: fillIds(message.blocks) };
    messages.set(stored.ts, stored);
    changes.touch();
    return stored;
  };

  return {
    people,
    findPerson: (id) => people.find((person) => person.id === id),
    findChannel: (id) => channels.get(id),
    putChannel: (channel) => {
      channels.set(channel.id, channel);
      changes.touch();
    },
    findUserGroup: (id) => userGroups.get(id),
    putUserGroup: (id, members) => {
      userGroups.set(id, members);
      changes.touch();
    },
    nextTs,
    addMessage: (message) => put({ ...message, ts: nextTs() }),
    replaceMessage: put,
    removeMessage: (ts) => {
      messages.delete(ts);
      changes.touch();
    },
    findMessage: (ts) => messages.get(ts),
    listMessages: () => [...messages.values()],
  };
}

export const isReply = (message: StoredMessage): boolean => message.threadTs !== undefined;

/** What stands in the channel itself: no replies, but those that are broadcast. */
export const standsInChannel = (message: StoredMessage): boolean =>
  message.ephemeralFor === undefined && (!isReply(message) || message.isBroadcast);
