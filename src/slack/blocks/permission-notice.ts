import type { SlackMessage } from "../message.ts";
import type { Allowed, Permission } from "../permission.ts";
import type { Prose } from "./layout/prose.ts";
import { renderNotice } from "./notice.ts";

const NAMED = 10;

type NotPermitted = Exclude<Permission, { kind: "allowed" }>;

export function renderNotPermitted(permission: NotPermitted): SlackMessage {
  return renderNotice(notPermittedWords(permission));
}

/** Tells a person who may, where they may not or Slack cannot tell. */
export function notPermittedWords(permission: NotPermitted): Prose {
  const who: Prose = [...whoMay(permission.who), " may."];
  return permission.kind === "refused"
    ? ["You may not retry runs or test connections; nothing was started. ", ...who]
    : [
        `Slack did not tell whether you may do that (${permission.error}), so nothing was started. `,
        ...who,
        " Try again in a minute; if it stays, tell your operator.",
      ];
}

function whoMay(who: Allowed): Prose {
  switch (who.kind) {
    case "members":
      return ["The members of ", { channel: who.channel }];
    case "named": {
      const all: Prose = [
        ...who.people.map((person) => ({ person })),
        ...who.groups.map((group) => ({ group })),
      ];
      const more = all.length - NAMED;
      return [
        ...all.slice(0, NAMED).flatMap((one, index): Prose => (index === 0 ? [one] : [", ", one])),
        more > 0 ? ` and ${more} more` : "",
      ];
    }
  }
}
