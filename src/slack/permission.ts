import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { ChannelId, SlackUserId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import { classify } from "./call-outcome.ts";
import type { SlackClient } from "./client.ts";
import { createMemberLists, type MemberSource } from "./member-lists.ts";

/** Who may have Adobe do something. */
export type Allowed =
  | {
      readonly kind: "named";
      readonly people: readonly SlackUserId[];
      readonly groups: readonly string[];
    }
  | { readonly kind: "members"; readonly channel: ChannelId };

/** `unsure`: Slack could not tell, which counts as no. */
export type Permission =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly who: Allowed }
  | { readonly kind: "unsure"; readonly who: Allowed; readonly error: string };

interface Parts {
  readonly client: Pick<SlackClient, "groupMembers" | "channelMembers">;
  readonly clock: Pick<Clock, "now">;
  readonly logger: Logger;
  readonly config: Pick<Config["slack"], "channel" | "retryAllowed">;
}

/** Whether a person may retry runs and test connections, asked for at each press. Never rejects. */
export function createPermission(parts: Parts): (user: SlackUserId) => Promise<Permission> {
  const { logger, config } = parts;
  const isIn = createMemberLists(parts);
  const who = allowedBy(config);
  const sources = sourcesOf(who);

  return async (user) => {
    if (who.kind === "named" && who.people.includes(user)) return { kind: "allowed" };
    let error: string | undefined;
    for (const source of sources) {
      try {
        const isMember = await isIn(source, user);
        if (isMember === true) return { kind: "allowed" };
        if (isMember === undefined) error = "list_too_long";
      } catch (thrown) {
        const outcome = classify(thrown);
        error = "error" in outcome ? outcome.error : outcome.kind;
        logger.warn({ ...source, error }, "Slack did not tell who may retry runs");
      }
    }
    return error === undefined ? { kind: "refused", who } : { kind: "unsure", who, error };
  };
}

function allowedBy({ channel, retryAllowed }: Parts["config"]): Allowed {
  return retryAllowed === undefined
    ? { kind: "members", channel }
    : { kind: "named", ...retryAllowed };
}

function sourcesOf(who: Allowed): readonly MemberSource[] {
  switch (who.kind) {
    case "named":
      return who.groups.map((id) => ({ kind: "group", id }));
    case "members":
      return [{ kind: "channel", id: who.channel }];
  }
}
