import type { ModalView } from "@slack/types";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { CallOutcome, DeliverySubject, LookOutcome } from "../domain/delivery.ts";
import { MessageTs } from "../domain/ids.ts";
import { classify } from "./call-outcome.ts";
import type { SlackMessage } from "./message.ts";
import { quietLogger } from "./quiet-logger.ts";
import { METADATA_EVENT, readBack } from "./read-back.ts";

const CALL_TIMEOUT_MS = 10_000;

/** Slack's own client as we use it: no retries (a repeated post is a double), and never without a time limit. */
export function webClientOptions(apiUrl: string): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    // The framework's answers at a response_url have no time limit of their own.
    fetch: (url, init) =>
      fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_TIMEOUT_MS) }),
    allowAbsoluteUrls: false,
    logger: quietLogger,
  };
}

/** Ids only: any app in the workspace can read a message's metadata. */
export interface DeliveryMetadata {
  readonly deliveryId: string;
  readonly subject: DeliverySubject;
  readonly revision: number;
}

export interface SlackClient {
  post(message: {
    readonly channel: string;
    readonly threadTs?: string;
    readonly content: SlackMessage;
    readonly metadata: DeliveryMetadata;
  }): Promise<CallOutcome>;
  update(message: {
    readonly channel: string;
    readonly ts: string;
    readonly content: SlackMessage;
    readonly metadata: DeliveryMetadata;
  }): Promise<CallOutcome>;
  /** One page of a channel (newest first) or a thread (oldest first). Never rejects. */
  readBack(of: {
    readonly channel: string;
    readonly threadTs?: string;
    /** Slack's timestamp: seconds, with a fraction. */
    readonly oldest?: string;
    readonly cursor?: string;
    readonly limit?: number;
  }): Promise<ReadBack>;
  /** Says something that only one person sees. Rejects when Slack does not take it. */
  tell(to: {
    readonly channel: string;
    readonly user: string;
    readonly content: SlackMessage;
  }): Promise<void>;
  /** Answers with the view's id. Rejects when Slack does not take it. */
  openView(triggerId: string, view: ModalView): Promise<string>;
  updateView(viewId: string, view: ModalView): Promise<void>;
  /** Ids of the people in a user group. Rejects when Slack does not tell. */
  groupMembers(groupId: string): Promise<readonly string[]>;
  /** A page of ids of the people and apps in a channel. Rejects when Slack does not tell. */
  channelMembers(
    channel: string,
    cursor?: string,
  ): Promise<{ readonly members: readonly string[]; readonly next?: string }>;
  login(): Promise<Login>;
}

export type ReadBack =
  | {
      readonly kind: "page";
      /** Only messages that carry our metadata. */
      readonly messages: readonly {
        readonly ts: string;
        readonly deliveryId: string;
        readonly revision: number;
      }[];
      readonly nextCursor?: string;
    }
  | Extract<LookOutcome, { kind: "unreadable" | "unavailable" }>;

export type Login =
  | {
      readonly kind: "ok";
      readonly botUserId: string;
      readonly botId: string | undefined;
      readonly workspaceUrl: string | undefined;
      readonly team: string | undefined;
    }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "unreachable"; readonly error: string };

const MEMBERS_A_PAGE = 500;

export function createSlackClient({
  botToken,
  apiUrl,
}: {
  readonly botToken: string;
  readonly apiUrl: string;
}): SlackClient {
  const web = new WebClient(botToken, webClientOptions(apiUrl));
  return {
    post({ channel, threadTs, content, metadata }) {
      return outcomeOf(() =>
        web.chat.postMessage({
          channel,
          ...argumentsFor(content, metadata),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
    },
    update({ channel, ts, content, metadata }) {
      return outcomeOf(() =>
        web.chat.update({ channel, ts, ...argumentsFor(content, metadata), parse: "none" }),
      );
    },
    readBack: (of) => readBack(web, of),
    async tell({ channel, user, content }) {
      await web.chat.postEphemeral({
        channel,
        user,
        text: content.text,
        blocks: [...content.blocks],
      });
    },
    async openView(triggerId, view) {
      const answer = await web.views.open({ trigger_id: triggerId, view });
      return answer.view?.id ?? "";
    },
    async updateView(viewId, view) {
      await web.views.update({ view_id: viewId, view });
    },
    ...membersOver(web),
    async login() {
      try {
        const { user_id: botUserId, bot_id: botId, url, team } = await web.auth.test();
        return { kind: "ok", botUserId: botUserId ?? "", botId, workspaceUrl: url, team };
      } catch (error) {
        const outcome = classify(error);
        if (outcome.kind === "login_refused" || outcome.kind === "refused") {
          return { kind: "refused", error: outcome.error };
        }
        return { kind: "unreachable", error: "error" in outcome ? outcome.error : outcome.kind };
      }
    },
  };
}

function membersOver(web: WebClient): Pick<SlackClient, "groupMembers" | "channelMembers"> {
  return {
    async groupMembers(groupId) {
      return (await web.usergroups.users.list({ usergroup: groupId })).users ?? [];
    },
    async channelMembers(channel, cursor) {
      const paging = cursor === undefined ? {} : { cursor };
      const page = await web.conversations.members({ channel, limit: MEMBERS_A_PAGE, ...paging });
      const next = page.response_metadata?.next_cursor ?? "";
      return { members: page.members ?? [], ...(next === "" ? {} : { next }) };
    },
  };
}

function argumentsFor(
  content: SlackMessage,
  { deliveryId, subject, revision }: DeliveryMetadata,
): {
  text: string;
  blocks: SlackMessage["blocks"][number][];
  metadata: { event_type: string; event_payload: Record<string, string | number> };
} {
  return {
    text: content.text,
    blocks: [...content.blocks],
    metadata: {
      event_type: METADATA_EVENT,
      event_payload: {
        delivery_id: deliveryId,
        ...(subject.kind === "alert"
          ? { alert_id: subject.alertId }
          : { notice_id: subject.noticeId }),
        revision,
      },
    },
  };
}

async function outcomeOf(call: () => Promise<{ ts?: string }>): Promise<CallOutcome> {
  try {
    const ts = MessageTs.safeParse((await call()).ts);
    return ts.success
      ? { kind: "said", ts: ts.data }
      : { kind: "unknown", error: "answer_without_ts" };
  } catch (error) {
    return classify(error);
  }
}
