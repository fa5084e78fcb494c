import type { Clock } from "../clock.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import { dayOf, Notice, occasionOf } from "../domain/notice.ts";
import type { Queries, Store } from "../store/store.ts";

interface Around {
  readonly channels: readonly ChannelId[];
  readonly now: number;
}

/** Above that, `/flowrun status` alone tells of what was not understood. */
const NOT_UNDERSTOOD_A_DAY = 5;

/** Asks for a notice in Slack, unless its occasion was told before. `true`: it is new. */
export async function tellOnce(
  queries: Queries,
  notice: Notice,
  { channels, now }: Around,
): Promise<boolean> {
  if (notice.kind === "not_understood") {
    const today = await queries.notices.countSince(notice.kind, dayOf(now));
    if (today >= NOT_UNDERSTOOD_A_DAY) return false;
  }
  const noticeId = await queries.notices.insertIfNew(occasionOf(notice), notice, now);
  if (noticeId === undefined) return false;
  for (const channel of channels) {
    const subject = { kind: "notice", noticeId } as const;
    await queries.deliveries.want({ subject, channel, revision: 1, now });
  }
  return true;
}

interface Parts {
  readonly store: Pick<Store, "write">;
  readonly clock: Pick<Clock, "now">;
  readonly channels: readonly ChannelId[];
  /** Something may be waiting to be said. */
  readonly onTold: () => void;
}

export interface OperatorNotices {
  /** Resolves once it is on disk. */
  tell(notice: Notice): Promise<void>;
  /** Changes what was told of the same occasion, with a reply beneath it; a new occasion is told. */
  update(notice: Notice, line?: Line): Promise<void>;
}

/** What Flowrun has to say to whoever runs it, in the default channel. */
export function createOperatorNotices({ store, clock, channels, onTold }: Parts): OperatorNotices {
  return {
    async tell(notice) {
      await store.write((queries) => tellOnce(queries, notice, { channels, now: clock.now() }));
      onTold();
    },
    async update(notice, line) {
      await store.write((queries) =>
        updateOrTell(queries, { notice, line }, { channels, now: clock.now() }),
      );
      onTold();
    },
  };
}

async function updateOrTell(
  queries: Queries,
  { notice, line }: { readonly notice: Notice; readonly line: Line | undefined },
  around: Around,
): Promise<void> {
  const told = await queries.notices.findByOccasion(occasionOf(notice));
  if (told === undefined) {
    await tellOnce(queries, notice, around);
    return;
  }
  if (JSON.stringify(told.notice) === JSON.stringify(Notice.parse(notice))) return;
  const revision = told.revision + 1;
  await queries.notices.update(told.noticeId, revision, notice);
  const subject = { kind: "notice", noticeId: told.noticeId } as const;
  for (const channel of around.channels) {
    await queries.deliveries.want({
      subject,
      channel,
      revision,
      now: around.now,
      ...(line === undefined ? {} : { line }),
    });
  }
}
