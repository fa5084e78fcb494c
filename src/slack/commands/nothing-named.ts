import { renderNotice } from "../blocks/notice.ts";
import type { SlackMessage } from "../message.ts";
import { cut } from "../mrkdwn.ts";

/** Nothing in the store answers to what somebody typed. */
export function nothingNamed(words: string): SlackMessage {
  return renderNotice([
    `No flow, run or alert is known as "${cut(words, 80)}". `,
    { code: "/flowrun list" },
    " shows the runs that are known; a flow's name may be given in part.",
  ]);
}
