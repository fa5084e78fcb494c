import type { ContextBlock } from "@slack/types";
import type { CallOutcome } from "../domain/delivery.ts";
import type { Catalogue } from "../domain/explanation.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedDelivery } from "../store/delivery-port.ts";
import type { Queries } from "../store/store.ts";
import { loadAlertView } from "../usecases/load-alert-view.ts";
import { renderAlertCard } from "./blocks/alert-card.ts";
import { renderLine } from "./blocks/line.ts";
import { renderOperatorNotice } from "./blocks/operator-notice.ts";
import type { SlackClient } from "./client.ts";
import type { RenderContext, SlackMessage } from "./message.ts";

interface Parts {
  readonly queries: Queries;
  readonly catalogue: Catalogue;
  readonly client: Pick<SlackClient, "post" | "update">;
  readonly context: () => Omit<RenderContext, "layout">;
  readonly logger: Logger;
}

type Sender = (
  delivery: ClaimedDelivery,
  how: { readonly mayBeRepeat: boolean },
) => Promise<CallOutcome>;

type Look = RenderContext["layout"] | "text";

/** From the best look to the plainest. */
const LOOKS = ["rich", "classic", "text"] as const satisfies readonly Look[];

/** Slack's words for a message that it will not take as it is drawn. */
const ABOUT_CONTENT = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "too_many_attachments",
  "invalid_attachments",
]);

/**
 * Says one delivery, drawn from the state of this moment. What Slack will not take as it is drawn is
 * drawn more plainly, in the end as text alone: a refusal is definite, so another try doubles nothing.
 */
export function createSender(parts: Parts): Sender {
  /** Once Slack took our older blocks after refusing the newer ones, these are not tried again in this process. */
  let best: Look = "rich";

  async function render(delivery: ClaimedDelivery, look: Look): Promise<SlackMessage> {
    const layout = look === "text" ? "classic" : look;
    const drawn = await draw(delivery, { ...parts.context(), layout });
    return look === "text" ? asText(drawn) : drawn;
  }

  async function draw(delivery: ClaimedDelivery, context: RenderContext): Promise<SlackMessage> {
    if (delivery.line !== undefined) return renderLine(delivery.line, context);
    const { subject } = delivery;
    if (subject.kind === "notice") {
      const told = await parts.queries.notices.find(subject.noticeId);
      if (told === undefined) throw new Error(`there is no notice ${subject.noticeId}`);
      return renderOperatorNotice(told.notice, context);
    }
    const view = await loadAlertView(parts.queries, parts.catalogue, subject.alertId);
    if (view === undefined) throw new Error(`there is no alert ${subject.alertId}`);
    return renderAlertCard(view, context);
  }

  async function say(
    delivery: ClaimedDelivery,
    { mayBeRepeat, look }: { readonly mayBeRepeat: boolean; readonly look: Look },
  ): Promise<CallOutcome> {
    const { channel, ts, threadTs, deliveryId, subject, revision } = delivery;
    const content = await render(delivery, look);
    const metadata = { deliveryId, subject, revision };
    if (ts !== undefined) return parts.client.update({ channel, ts, content, metadata });
    return parts.client.post({
      channel,
      ...(threadTs === undefined ? {} : { threadTs }),
      content: mayBeRepeat ? markedAsRepeat(content) : content,
      metadata,
    });
  }

  return async (delivery, { mayBeRepeat }) => {
    let outcome = await say(delivery, { mayBeRepeat, look: best });
    for (const look of LOOKS.slice(LOOKS.indexOf(best) + 1)) {
      if (outcome.kind !== "refused" || !ABOUT_CONTENT.has(outcome.error)) break;
      const { error } = outcome;
      outcome = await say(delivery, { mayBeRepeat, look });
      if (outcome.kind !== "said") continue;
      const { deliveryId } = delivery;
      parts.logger.warn({ deliveryId, error, look }, "Slack refused a message and took it plainer");
      if (look === "classic") best = look;
    }
    return outcome;
  };
}

const WITHOUT_LAYOUT =
  "Slack did not take this message's layout, so it has no buttons: use /flowrun show, ack and resolve.";

function asText({ text }: SlackMessage): SlackMessage {
  return { text: `${text}\n${WITHOUT_LAYOUT}`, blocks: [] };
}

const REPEAT = "May be a repeat: Slack did not confirm an earlier try.";

function markedAsRepeat({ text, blocks }: SlackMessage): SlackMessage {
  const mark: ContextBlock = {
    type: "context",
    block_id: "repeat_mark",
    elements: [{ type: "plain_text", text: REPEAT }],
  };
  return { text: `${text} ${REPEAT}`, blocks: blocks.length === 0 ? [] : [...blocks, mark] };
}
