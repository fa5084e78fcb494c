import type { PageMessage, Snapshot } from "../../contract.ts";
import type { Act } from "../act.ts";
import { askConfirm } from "../controls/confirm-dialog.ts";
import { drawBlock } from "../draw/block.ts";
import type { DrawContext, ReadingState } from "../draw/draw-context.ts";
import { el, freshId, hidden, icon } from "../draw/element.ts";
import { drawMrkdwn } from "../draw/inline.ts";
import { foldLong } from "../draw/text-object.ts";
import { timeNode } from "../draw/time.ts";
import { countReplies, type ThreadSummary } from "../text/message-words.ts";
import { avatarOf, nameOf } from "./avatar.ts";

export interface MessageTools {
  readonly act: Act;
  readonly reading: ReadingState;
  /** Absent in the thread pane itself. */
  readonly openThread?: (ts: string) => void;
}

export interface MessageView {
  readonly message: PageMessage;
  readonly snapshot: Snapshot;
  /** Names this place of the message: it may stand in the channel and in the thread pane at once. */
  readonly key: string;
  readonly continues: boolean;
  readonly dayHeading?: string;
  readonly thread?: ThreadSummary;
}

export function drawMessage(view: MessageView, tools: MessageTools): HTMLElement {
  const { message, snapshot, key, dayHeading } = view;
  const labelId = freshId("message");
  return el(
    "article",
    {
      class: `message${view.continues ? " continues" : ""}${message.ephemeral ? " ephemeral" : ""}`,
      "data-key": key,
      tabindex: -1,
      "aria-labelledby": labelId,
    },
    dayHeading === undefined ? undefined : el("div", { class: "day" }, el("span", {}, dayHeading)),
    el(
      "div",
      { class: "message-row" },
      el(
        "div",
        { class: "gutter" },
        view.continues ? smallTime(message) : avatarOf(message.from, snapshot.people),
      ),
      el(
        "div",
        { class: "message-main" },
        drawHead(view, labelId),
        drawBody(view, tools),
        drawThreadLine(view, tools),
      ),
    ),
    drawToolbar(view, tools),
  );
}

function smallTime({ ts }: PageMessage): Node {
  return el(
    "span",
    { class: "small-time" },
    timeNode({ unixSeconds: Number(ts), format: "{time}" }),
  );
}

function drawHead({ message, snapshot, continues }: MessageView, id: string): HTMLElement {
  const app = message.from === "bot";
  return el(
    "div",
    { class: continues ? "visually-hidden" : "message-head", id },
    el("span", { class: "sender" }, nameOf(message.from, snapshot)),
    " ",
    app ? el("span", { class: "app-tag" }, "APP") : undefined,
    " ",
    el("span", { class: "when" }, timeNode({ unixSeconds: Number(message.ts), format: "{time}" })),
  );
}

function messageContext(view: MessageView, { act, reading }: MessageTools): DrawContext {
  const { message, snapshot, key } = view;
  const context: DrawContext = {
    people: snapshot.people,
    me: snapshot.me.id,
    botName: snapshot.bot.name,
    channel: snapshot.channel,
    key,
    reading,
    folds: true,
    drawBlock,
    confirm: (dialog) => askConfirm(dialog, context),
    press: async (press) => {
      const { ts, ephemeral } = message;
      await act({ kind: "press", source: { in: "message", ts, ephemeral }, ...press });
    },
  };
  return context;
}

function drawBody(view: MessageView, tools: MessageTools): HTMLElement {
  const { message } = view;
  const context = messageContext(view, tools);
  const body = el("div", { class: "message-body" });
  if (message.ephemeral) body.append(drawPrivateLine(message, tools.act));
  if (message.blocks.length === 0) {
    const text = el("div", { class: "block text" }, drawMrkdwn(message.text, true, context));
    body.append(foldLong(text, { text: message.text, part: "text", context }));
  }
  body.append(...message.blocks.map((block) => drawBlock(block, context)));
  if (message.edited) {
    const last = body.lastElementChild;
    const place = last?.matches(".text, .section") === true ? last : body;
    place.append(el("span", { class: "edited" }, " (edited)"));
  }
  return body;
}

function drawPrivateLine({ ts }: PageMessage, act: Act): HTMLElement {
  const dismiss = el(
    "button",
    { type: "button", class: "link-button", "data-focus": `${ts}/dismiss` },
    "Dismiss",
    hidden(" this message"),
  );
  dismiss.addEventListener("click", () => {
    void act({ kind: "dismiss", ts });
  });
  return el(
    "div",
    { class: "private-line" },
    icon("eye"),
    el("span", {}, "Only visible to you"),
    el("span", { "aria-hidden": "true" }, "·"),
    dismiss,
  );
}

function drawThreadLine(view: MessageView, { openThread }: MessageTools): HTMLElement | undefined {
  const { thread, message, snapshot, key } = view;
  if (thread === undefined || openThread === undefined) return undefined;
  const button = el(
    "button",
    { type: "button", class: "thread-line", "data-focus": `${key}/thread` },
    el(
      "span",
      { class: "faces" },
      ...thread.from.slice(0, 4).map((from) => avatarOf(from, snapshot.people)),
    ),
    el("span", { class: "reply-count" }, countReplies(thread.count)),
    el(
      "span",
      { class: "muted" },
      "last reply ",
      timeNode({ unixSeconds: thread.lastAt / 1000, format: "{ago}" }),
    ),
    icon("right"),
  );
  button.addEventListener("click", () => {
    openThread(message.ts);
  });
  return button;
}

function drawToolbar(view: MessageView, { openThread }: MessageTools): HTMLElement | undefined {
  const { message, snapshot, key } = view;
  if (openThread === undefined || message.ephemeral) return undefined;
  const button = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: "Reply in thread",
      "aria-label": `Reply in thread to ${nameOf(message.from, snapshot)}`,
      "data-focus": `${key}/reply`,
    },
    icon("reply"),
  );
  button.addEventListener("click", () => {
    openThread(message.ts);
  });
  return el("div", { class: "message-toolbar" }, button);
}
