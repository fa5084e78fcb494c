import type { Clock } from "../clock.ts";
import type { SlackClient } from "./client.ts";

export interface MemberSource {
  readonly kind: "group" | "channel";
  readonly id: string;
}

interface Listed {
  readonly members: ReadonlySet<string>;
  /** `false`: there are more than were read. */
  readonly complete: boolean;
  readonly at: number;
}

interface Parts {
  readonly client: Pick<SlackClient, "groupMembers" | "channelMembers">;
  readonly clock: Pick<Clock, "now">;
}

const KEPT_FOR_MS = 60_000;
/** Who is not on a list that is older than this may have joined since. */
const ASKED_AGAIN_AFTER_MS = 5_000;
const MOST_PAGES = 20;
const READ_WITHIN_MS = 15_000;

/**
 * Who is in a user group or a channel, remembered for a minute. Rejects when Slack does not tell; `undefined`: the
 * list is too long to be read to its end, and the person was not on what was read.
 */
export function createMemberLists(
  parts: Parts,
): (source: MemberSource, user: string) => Promise<boolean | undefined> {
  const { clock } = parts;
  const kept = new Map<string, Listed>();
  const underWay = new Map<string, Promise<Listed>>();

  function ageOf({ at }: Listed): number {
    const age = clock.now() - at;
    return age >= 0 ? age : Number.POSITIVE_INFINITY;
  }

  function list(source: MemberSource): Promise<Listed> {
    const running = underWay.get(source.id);
    if (running !== undefined) return running;
    const started = read(parts, source)
      .then((listed) => {
        kept.set(source.id, listed);
        return listed;
      })
      .finally(() => underWay.delete(source.id));
    underWay.set(source.id, started);
    return started;
  }

  return async (source, user) => {
    const known = kept.get(source.id);
    if (known !== undefined) {
      const age = ageOf(known);
      if (known.members.has(user) && age < KEPT_FOR_MS) return true;
      if (!known.members.has(user) && known.complete && age < ASKED_AGAIN_AFTER_MS) return false;
    }
    const { members, complete } = await list(source);
    return members.has(user) || (complete ? false : undefined);
  };
}

async function read({ client, clock }: Parts, { kind, id }: MemberSource): Promise<Listed> {
  const startedAt = clock.now();
  if (kind === "group") {
    const members = new Set(await client.groupMembers(id));
    return { members, complete: true, at: startedAt };
  }
  const members = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await client.channelMembers(id, cursor);
    for (const member of page.members) members.add(member);
    cursor = page.next;
    if (cursor === undefined) return { members, complete: true, at: startedAt };
    if (pages >= MOST_PAGES || clock.now() - startedAt > READ_WITHIN_MS) {
      return { members, complete: false, at: startedAt };
    }
  }
}
