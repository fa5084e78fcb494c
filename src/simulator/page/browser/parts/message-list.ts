import type { PageMessage, Snapshot } from "../../contract.ts";
import { moveInList } from "../controls/move-in-list.ts";
import { dateView } from "../draw/time.ts";
import { tsToMs } from "../text/dates.ts";
import { continues, dayHeading, summariseThread } from "../text/message-words.ts";
import { createKeyedList } from "./keyed-list.ts";
import { drawMessage, type MessageTools, type MessageView } from "./message.ts";

export interface MessageListOptions {
  /** Holds the articles; it scrolls, or stands in what does. */
  readonly feed: HTMLElement;
  readonly tools: MessageTools;
  /** Before the message's `ts` in the keys of this list. */
  readonly prefix: string;
  readonly showDays: boolean;
}

/** `above`: the message over the first one, from whose day the first day's heading follows. */
export type MessageList = (
  messages: readonly PageMessage[],
  snapshot: Snapshot,
  above?: PageMessage,
) => void;

export function createMessageList(options: MessageListOptions): MessageList {
  const { feed, tools } = options;
  const update = createKeyedList(feed);
  feed.addEventListener("keydown", (event) => {
    const { target } = event;
    if (target !== feed && !(target instanceof HTMLElement && target.matches("article"))) return;
    moveInList(event, [...feed.querySelectorAll<HTMLElement>(":scope > article")]);
  });
  return (messages, snapshot, above) => {
    const views = messages.map((message, index) =>
      toView(options, { message, before: messages[index - 1], above, snapshot }),
    );
    update(
      views.map((view) => ({
        key: view.key,
        signature: JSON.stringify([{ ...view, snapshot: "" }, snapshot.me, snapshot.people]),
        draw: () => drawMessage(view, tools),
      })),
    );
    for (const [index, article] of [...feed.children].entries()) {
      article.setAttribute("aria-posinset", String(index + 1));
      article.setAttribute("aria-setsize", String(views.length));
    }
  };
}

interface Placed {
  readonly message: PageMessage;
  readonly before: PageMessage | undefined;
  readonly above: PageMessage | undefined;
  readonly snapshot: Snapshot;
}

function toView(
  { prefix, showDays, tools }: MessageListOptions,
  { message, before, above, snapshot }: Placed,
): MessageView {
  const view = dateView();
  const day = dayHeading(tsToMs(message.ts), view);
  const earlier = before ?? above;
  const newDay = earlier === undefined || day !== dayHeading(tsToMs(earlier.ts), view);
  const thread =
    tools.openThread === undefined
      ? undefined
      : summariseThread(snapshot.messages.filter(({ threadTs }) => threadTs === message.ts));
  return {
    message,
    snapshot,
    // An ephemeral message may bear the `ts` of a real one.
    key: `${prefix}${message.ephemeral ? "private/" : ""}${message.ts}`,
    continues: !newDay && continues(message, before),
    ...(showDays && newDay ? { dayHeading: day } : {}),
    ...(thread === undefined ? {} : { thread }),
  };
}
