import type { ModalView } from "@slack/types";
import { CALLBACK } from "../action-ids.ts";
import { SLACK_LIMITS } from "../limits.ts";
import { plainText, toBlocks } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";

/** Holds the place while the real one is drawn. */
export function renderLoadingModal(): ModalView {
  return small(CALLBACK.loading, "Details", ["One moment, Flowrun is looking it up …"]);
}

/** For a button of something that is no longer stored. */
export function renderGoneModal(): ModalView {
  return small(CALLBACK.gone, "Not found", [
    "This alert or run is no longer stored. Type ",
    { code: "/flowrun status" },
    " to see what is open.",
  ]);
}

function small(callbackId: string, title: string, line: Prose): ModalView {
  return {
    type: "modal",
    callback_id: callbackId,
    title: plainText(title, SLACK_LIMITS.view.title),
    close: plainText("Close", SLACK_LIMITS.view.close),
    blocks: toBlocks([{ kind: "lines", lines: [line] }], "rich"),
  };
}
