import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { classify } from "./call-outcome.ts";
import type { ReadBack, SlackClient } from "./client.ts";

/** The type of our messages' metadata. */
export const METADATA_EVENT = "flowrun_delivery";

const PAGE = 200;

const Ours = z.object({
  ts: z.string().regex(/^\d{1,12}\.\d{6}$/),
  metadata: z.object({
    event_type: z.literal(METADATA_EVENT),
    event_payload: z.object({ delivery_id: z.string(), revision: z.number().int().positive() }),
  }),
});

/** See `SlackClient.readBack`. Reading cannot be in doubt, so whatever goes wrong is one of two things. */
export async function readBack(
  web: WebClient,
  { channel, threadTs, oldest, cursor, limit = PAGE }: Parameters<SlackClient["readBack"]>[0],
): Promise<ReadBack> {
  const common = {
    channel,
    include_all_metadata: true,
    limit,
    ...(oldest === undefined ? {} : { oldest, inclusive: true }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  try {
    const { messages, response_metadata: paging } =
      threadTs === undefined
        ? await web.conversations.history(common)
        : await web.conversations.replies({ ...common, ts: threadTs });
    // Without the list it is no answer of Slack's; it must not pass for an empty channel.
    if (!Array.isArray(messages)) return { kind: "unavailable", error: "answer_without_messages" };
    const nextCursor = paging?.next_cursor;
    return {
      kind: "page",
      messages: messages.flatMap(ours),
      ...(nextCursor === undefined || nextCursor === "" ? {} : { nextCursor }),
    };
  } catch (error) {
    return failure(error);
  }
}

function ours(message: unknown): Extract<ReadBack, { kind: "page" }>["messages"] {
  const { data } = Ours.safeParse(message);
  if (data === undefined) return [];
  const { delivery_id: deliveryId, revision } = data.metadata.event_payload;
  return [{ ts: data.ts, deliveryId, revision }];
}

function failure(error: unknown): ReadBack {
  const outcome = classify(error);
  switch (outcome.kind) {
    case "channel_refused":
    case "refused":
      return { kind: "unreadable", error: outcome.error };
    case "rate_limited":
      return { kind: "unavailable", error: outcome.kind, retryAfterMs: outcome.retryAfterMs };
    case "message_gone":
      return { kind: "unreadable", error: outcome.kind };
    case "not_said":
    case "unknown":
    case "login_refused":
      return { kind: "unavailable", error: outcome.error };
  }
}
