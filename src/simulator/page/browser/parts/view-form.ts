import type { PageView, Snapshot } from "../../contract.ts";
import type { Act } from "../act.ts";
import { askConfirm } from "../controls/confirm-dialog.ts";
import { drawBlock } from "../draw/block.ts";
import type { DrawContext, ReadingState } from "../draw/draw-context.ts";
import { el, icon } from "../draw/element.ts";
import { withEmoji } from "../text/emoji.ts";

export interface ViewTools {
  readonly act: Act;
  readonly reading: ReadingState;
}

export function viewContext(
  view: PageView,
  snapshot: Snapshot,
  { act, reading }: ViewTools,
): DrawContext {
  const context: DrawContext = {
    people: snapshot.people,
    me: snapshot.me.id,
    botName: snapshot.bot.name,
    channel: snapshot.channel,
    key: `view/${view.id}`,
    reading,
    folds: false,
    drawBlock,
    confirm: (dialog) => askConfirm(dialog, context),
    press: async (press) => {
      await act({ kind: "press", source: { in: "view", viewId: view.id }, ...press });
    },
  };
  return context;
}

/** The modal's title, blocks and buttons. Required fields are checked by us, to say so as Slack does. */
export function drawViewForm(
  view: PageView,
  context: DrawContext,
  close: () => void,
): HTMLFormElement {
  const cross = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close this dialog" },
    icon("close"),
  );
  const cancel = el("button", { type: "button", class: "button plain" }, view.close);
  cross.addEventListener("click", close);
  cancel.addEventListener("click", close);
  return el(
    "form",
    { class: "dialog-form", novalidate: true },
    el(
      "div",
      { class: "dialog-head" },
      el("img", { class: "avatar small", src: "/assets/icons/flowrun.svg", alt: "" }),
      el("h2", { class: "dialog-title", id: "view-title", tabindex: -1 }, withEmoji(view.title)),
      cross,
    ),
    el(
      "div",
      { class: "dialog-body", tabindex: 0, role: "region", "aria-labelledby": "view-title" },
      ...view.blocks.map((block) => drawBlock(block, context)),
    ),
    el(
      "div",
      { class: "dialog-foot" },
      cancel,
      view.submit === undefined
        ? undefined
        : el("button", { type: "submit", class: "button primary" }, view.submit),
    ),
  );
}
