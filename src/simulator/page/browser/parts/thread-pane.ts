import type { Snapshot } from "../../contract.ts";
import type { Act } from "../act.ts";
import type { ReadingState } from "../draw/draw-context.ts";
import { need } from "../draw/element.ts";
import { countReplies } from "../text/message-words.ts";
import { createComposer } from "./composer.ts";
import { findFocusable } from "./keyed-list.ts";
import { createMessageList } from "./message-list.ts";
import { createBottomScroll } from "./scroll.ts";

export interface ThreadPane {
  readonly open: (ts: string) => void;
  readonly render: (snapshot: Snapshot) => void;
}

export interface ThreadPaneOptions {
  readonly act: Act;
  readonly reading: ReadingState;
  readonly snapshot: () => Snapshot | undefined;
}

/** The pane beside the channel (on a phone: over it) with one message and its replies. */
export function createThreadPane({ act, reading, snapshot }: ThreadPaneOptions): ThreadPane {
  const pane = need("thread");
  const scroll = createBottomScroll({ scroller: need("thread-scroller") });
  const tools = { act, reading };
  const common = { tools, prefix: "thread/" };
  const root = createMessageList({ ...common, feed: need("thread-root"), showDays: false });
  const replies = createMessageList({ ...common, feed: need("thread-replies"), showDays: true });
  let opened: string | undefined;
  let opener: string | undefined;
  createComposer({
    place: need("thread-composer"),
    hint: "Slash commands do not work in threads",
    completions: () => [],
    send: (text) =>
      opened === undefined ? Promise.resolve(false) : act({ kind: "say", text, threadTs: opened }),
  }).setLabel("Reply…");

  const render = (current: Snapshot | undefined): void => {
    const message = current?.messages.find(({ ts, ephemeral }) => ts === opened && !ephemeral);
    pane.hidden = message === undefined;
    document.body.classList.toggle("with-thread", message !== undefined);
    if (message === undefined || current === undefined) return;
    need("thread-channel").textContent = `#${current.channel.name}`;
    const own = current.messages.filter(({ threadTs, ts }) => threadTs === opened && ts !== opened);
    scroll.keep(() => {
      root([message], current);
      replies(own, current, message);
      need("thread-count").textContent =
        own.length === 0 ? "No replies yet" : countReplies(own.length);
    });
  };
  const close = (): void => {
    opened = undefined;
    render(snapshot());
    findFocusable(document, opener)?.focus();
  };
  need("thread-close").addEventListener("click", close);
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return {
    render,
    open: (ts) => {
      const { activeElement } = document;
      opener = activeElement instanceof HTMLElement ? activeElement.dataset["focus"] : undefined;
      opened = ts;
      render(snapshot());
      scroll.toBottom();
      need("thread-title").focus();
    },
  };
}
