import type { Router } from "express";
import { type Changes, createWaitFor, type WaitOptions } from "../changes.ts";
import type { Person } from "../page/contract.ts";
import type { WireLog } from "../wire-log.ts";
import { type Call, createCallLog } from "./api/call-log.ts";
import { createFaultSwitches, type Faults } from "./api/faults.ts";
import { createRateLimit, type RateLimit } from "./api/rate-limit.ts";
import { createResponseUrlRoute } from "./api/response-url-route.ts";
import { createWebApi } from "./api/web-api.ts";
import { createAppLine } from "./requests/app-line.ts";
import type { CommandOptions, CommandResult } from "./requests/command.ts";
import type { Typed } from "./requests/element-state.ts";
import type { PressOptions, PressResult, PressTarget } from "./requests/press.ts";
import type { RequestContext } from "./requests/request-context.ts";
import type { SubmitOptions, SubmitResult } from "./requests/view-requests.ts";
import { createSlackControls } from "./slack-controls.ts";
import { type AppSocket, createAppSocket, type DisconnectHow } from "./socket/app-socket.ts";
import { createSocketLine } from "./socket/socket-line.ts";
import { createResponseUrls } from "./workspace/response-urls.ts";
import type { Channel, StoredMessage, StoredView } from "./workspace/stored.ts";
import { createTriggers } from "./workspace/triggers.ts";
import { createViews } from "./workspace/views.ts";
import { createWorkspace } from "./workspace/workspace.ts";

export interface NewChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  /** Default: the bot is a member. */
  readonly hasBot?: boolean;
}

/** Four parameters, because so many a press has: who, where, which, and how. */
export type PressFunction = (
  ...press: readonly [userId: string, target: PressTarget, actionId: string, options?: PressOptions]
) => Promise<PressResult>;

/** What a test or the page can see and do. Where no channel is named, the home channel is meant. */
export interface SlackSide {
  /** Not deleted, not replies, not ephemeral; oldest first. */
  readonly messages: (channel?: string) => readonly StoredMessage[];
  /** Of this message's thread, oldest first. */
  readonly replies: (ts: string) => readonly StoredMessage[];
  /** What this person alone was told, oldest first. */
  readonly ephemerals: (userId: string) => readonly StoredMessage[];
  /** The modal on top. */
  readonly view: (userId: string) => StoredView | undefined;
  readonly calls: (method?: string) => readonly Call[];
  /** `text` with the command: `/flowrun status`. */
  readonly command: (
    userId: string,
    text: string,
    options?: CommandOptions,
  ) => Promise<CommandResult>;
  /** A plain message of a person; the app does not hear of it. */
  readonly say: (userId: string, text: string, threadTs?: string) => StoredMessage;
  /** `actionId`: the exact one, or the words on the button. */
  readonly press: PressFunction;
  readonly submitView: (
    userId: string,
    values: Typed,
    options?: SubmitOptions,
  ) => Promise<SubmitResult>;
  readonly closeView: (userId: string) => Promise<{ readonly status: number }>;
  readonly deleteMessage: (ts: string) => void;
  readonly addChannel: (channel: NewChannel) => void;
  readonly archiveChannel: (id?: string) => void;
  /** Who is in the channel, beside the bot. Default: everybody. */
  readonly setMembers: (people: readonly string[], channel?: string) => void;
  readonly putUserGroup: (id: string, people: readonly string[]) => void;
  readonly removeBotFromChannel: (id?: string) => void;
  readonly addBotToChannel: (id?: string) => void;
  /** How many connections the app holds in Socket Mode. */
  readonly sockets: () => number;
  readonly disconnectSocket: (how: DisconnectHow) => void;
  readonly faults: () => Faults;
  readonly setFaults: (faults: Partial<Faults>) => void;
  /** Runs the probe now and after each change; rejects with what it waited for and what there is instead. */
  readonly waitFor: <T>(probe: () => T | undefined | false, options?: WaitOptions) => Promise<T>;
}

export interface SlackSideOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  /** Switches Socket Mode on. */
  readonly appToken?: string | undefined;
  readonly channel: Channel;
  readonly people: readonly Person[];
  readonly rates: SlackRates;
  readonly mayPostWithoutJoining: boolean;
  readonly acknowledgeMs: number;
  readonly now: () => number;
  readonly changes: Changes;
  readonly wire: WireLog;
  readonly closing: AbortSignal;
  /** The simulator's own address, known once it listens. */
  readonly urlOf: (path: string) => string;
}

/** Absent: no limit. */
export interface SlackRates {
  /** chat.postMessage, per channel. */
  readonly postsPerSecond?: number | undefined;
  readonly burst?: number | undefined;
  /** chat.update, over the workspace. */
  readonly updatesPerMinute?: number | undefined;
}

export interface SlackSideParts {
  readonly slack: SlackSide;
  readonly routers: readonly Router[];
  readonly connect: (appUrl: string) => void;
  readonly upgrade: AppSocket["upgrade"];
  readonly isAppOnline: () => boolean;
  /** Looks whether the app still listens. */
  readonly checkApp: () => Promise<void>;
}

export function createSlackSide(options: SlackSideOptions): SlackSideParts {
  const { changes, wire, now, closing, channel } = options;
  const workspace = createWorkspace({ channel, people: options.people, now, changes });
  const shared = {
    workspace,
    views: createViews(changes),
    triggers: createTriggers(now),
    responseUrls: createResponseUrls(now),
    faults: createFaultSwitches(changes.touch),
  };
  const calls = createCallLog(now, wire);
  const socket = createAppSocket(options);
  const line =
    options.appToken === undefined ? createAppLine(options) : createSocketLine(socket, wire);
  const context: RequestContext = {
    ...shared,
    line,
    responseUrlOf: (id) => options.urlOf(`/response/${id}`),
    homeChannel: channel.id,
  };
  const webApi = createWebApi({
    tokens: options,
    context: {
      ...shared,
      mayPostWithoutJoining: options.mayPostWithoutJoining,
      openSocket: () => socket.open(),
    },
    calls,
    rateLimits: createRateLimits(options.rates, now),
    closing,
  });
  const controls = createSlackControls(context, { calls, socket });
  return {
    slack: { ...controls, waitFor: createWaitFor({ changes, describe: controls.describe }) },
    routers: [webApi, createResponseUrlRoute({ ...shared, calls, closing })],
    connect: line.connect,
    upgrade: socket.upgrade,
    isAppOnline: line.isOnline,
    checkApp: async () => {
      await line.check();
      changes.touch();
    },
  };
}

function createRateLimits(rates: SlackRates, now: () => number): ReadonlyMap<string, RateLimit> {
  const limits = new Map<string, RateLimit>();
  const { postsPerSecond, updatesPerMinute } = rates;
  if (postsPerSecond !== undefined) {
    const burst = rates.burst ?? Math.max(1, Math.floor(postsPerSecond));
    limits.set("chat.postMessage", createRateLimit({ perSecond: postsPerSecond, burst, now }));
  }
  if (updatesPerMinute !== undefined) {
    const perSecond = updatesPerMinute / 60;
    limits.set("chat.update", createRateLimit({ perSecond, burst: updatesPerMinute, now }));
  }
  return limits;
}
