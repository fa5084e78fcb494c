import type { Snapshot } from "../../contract.ts";
import type { Act } from "../act.ts";
import type { ReadingState } from "../draw/draw-context.ts";
import { need } from "../draw/element.ts";
import { createComposer } from "./composer.ts";
import { createMessageList } from "./message-list.ts";
import { createBottomScroll } from "./scroll.ts";

export interface ChannelOptions {
  readonly act: Act;
  readonly reading: ReadingState;
  readonly openThread: (ts: string) => void;
  readonly snapshot: () => Snapshot | undefined;
}

export interface Channel {
  readonly render: (snapshot: Snapshot) => void;
  readonly toBottom: () => void;
}

export function createChannel({ act, reading, openThread, snapshot }: ChannelOptions): Channel {
  const feed = need("feed");
  const scroll = createBottomScroll({ scroller: feed, jump: need("jump") });
  const list = createMessageList({
    feed,
    tools: { act, reading, openThread },
    prefix: "",
    showDays: true,
  });
  const composer = createComposer({
    place: need("composer"),
    inputId: "composer-input",
    hint: "Type / for commands",
    completions: () => snapshot()?.completions ?? [],
    send: (text) => {
      scroll.toBottom();
      return act({ kind: "say", text });
    },
  });
  return {
    toBottom: scroll.toBottom,
    render: (next) => {
      need("channel-name").textContent = `#${next.channel.name}`;
      need("channel-members").textContent = `${next.people.length + 1}`;
      composer.setLabel(`Message #${next.channel.name}`);
      scroll.keep(() => {
        list(
          next.messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts),
          next,
        );
      });
      feed.setAttribute("aria-busy", "false");
    },
  };
}
