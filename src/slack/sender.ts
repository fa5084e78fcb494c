import type { ContextBlock } from "@slack/types";
import type { CallOutcome } from "../domain/delivery.ts";
import type { Catalogue } from "../domain/explanation.ts";
import type { Logger } from "../logger.ts";
import type { ClaimedDelivery, Queries } from "../store/store.ts";
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

/** Says one delivery, drawn from the state of this moment. */
export function createSender(parts: Parts): Sender {
  /** Once Slack has refused our newer blocks, they are not tried again in this process. */
  let layout: RenderContext["layout"] = "rich";

  async function render(delivery: ClaimedDelivery): Promise<SlackMessage> {
    const context = { ...parts.context(), layout };
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

  const say: Sender = async (delivery, { mayBeRepeat }) => {
    const { channel, ts, threadTs, deliveryId, subject, revision } = delivery;
    const content = await render(delivery);
    const metadata = { deliveryId, subject, revision };
    if (ts !== undefined) return parts.client.update({ channel, ts, content, metadata });
    return parts.client.post({
      channel,
      ...(threadTs === undefined ? {} : { threadTs }),
      content: mayBeRepeat ? markedAsRepeat(content) : content,
      metadata,
    });
  };

  return async (delivery, how) => {
    const outcome = await say(delivery, how);
    // A definite refusal: nothing was posted, so a second try cannot double anything.
    if (outcome.kind !== "refused" || outcome.error !== "invalid_blocks" || layout === "classic") {
      return outcome;
    }
    layout = "classic";
    parts.logger.warn({}, "Slack refused our newer blocks; using the older ones from now on");
    return say(delivery, how);
  };
}

const REPEAT = "May be a repeat: Slack did not confirm an earlier try.";

function markedAsRepeat({ text, blocks }: SlackMessage): SlackMessage {
  const mark: ContextBlock = {
    type: "context",
    block_id: "repeat_mark",
    elements: [{ type: "plain_text", text: REPEAT }],
  };
  return { text: `${text} ${REPEAT}`, blocks: [...blocks, mark] };
}
