import type { Notice } from "../../domain/notice.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { toMessage } from "./layout/fit.ts";
import type { Part } from "./layout/parts.ts";
import { noticeWords } from "./wording/notice-words.ts";

/** What the operator must know, as one post: what is the case, what it means, what to do. */
export function renderOperatorNotice(notice: Notice, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => {
    const { title, lines, steps, small } = noticeWords(notice, room);
    const parts: Part[] = [
      { kind: "header", text: title },
      { kind: "lines", lines },
      ...(steps.length === 0 ? [] : [{ kind: "steps" as const, steps }]),
      ...(small.length === 0 ? [] : [{ kind: "small" as const, lines: small }]),
    ];
    return { parts };
  });
}
