import type { Clock } from "../clock.ts";
import type { Catalogue } from "../domain/explanation.ts";
import type { ChannelId, SlackUserId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import type { Queries } from "../store/store.ts";
import type { AskSurroundings } from "../usecases/ask.ts";
import type { AlertChange, AlertRequest } from "../usecases/change-alert.ts";
import type { RetryAnswer, RetryRequest } from "../usecases/retry-run.ts";
import type { TestAnswer, TestRequest } from "../usecases/test-connection.ts";
import type { SlackClient } from "./client.ts";
import type { RenderContext, SlackMessage } from "./message.ts";
import type { Permission } from "./permission.ts";

export interface AdobeActions {
  readonly retryRun: (request: RetryRequest) => Promise<RetryAnswer>;
  readonly testConnection: (request: TestRequest) => Promise<TestAnswer>;
}

/** What listeners work with. */
export interface Listening {
  readonly queries: Queries;
  readonly catalogue: Catalogue;
  readonly client: SlackClient;
  readonly changeAlert: (request: AlertRequest) => Promise<AlertChange>;
  /** What only Adobe can do; absent: there are no credentials for its APIs. */
  readonly adobe?: AdobeActions;
  /** Whether a person may have Adobe do it. */
  readonly mayAct: (user: SlackUserId) => Promise<Permission>;
  readonly context: () => Omit<RenderContext, "layout">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Channels that the bot may not read back, with Slack's own word for it. */
  readonly unreadableChannels: () => ReadonlyMap<ChannelId, string>;
  /** The default channel. */
  readonly channel: ChannelId;
}

/** Says something to the one person who asked; `replace` redraws the message that they pressed. */
export type Respond = (
  content: SlackMessage,
  options?: { readonly replace?: boolean },
) => Promise<void>;

/** A button pressed in a message or modal. */
export interface Press {
  readonly actionId: string;
  readonly value: string;
  readonly by: SlackUserId;
  /** Opens a modal; good for three seconds and one use. */
  readonly triggerId: string;
  /** The modal that it stands in. */
  readonly viewId?: string | undefined;
  readonly respond: Respond;
}

/** What the use cases that answer questions need. */
export function askingNow({ queries, catalogue, channel, clock }: Listening): AskSurroundings {
  return { queries, catalogue, channel, now: clock.now() };
}

export function richContext(listening: Listening): RenderContext {
  return { ...listening.context(), layout: "rich" };
}

/** An answer that can be drawn again with older blocks, when Slack does not take the newer ones. */
export type Drawn = (layout: RenderContext["layout"]) => SlackMessage;
