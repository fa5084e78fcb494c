import { IDENTITY } from "../slack/workspace/identity.ts";
import type { StoredMessage, StoredView } from "../slack/workspace/stored.ts";
import type { PageMessage, PageView, Person, Snapshot } from "./contract.ts";
import { listFaults } from "./fault-switches.ts";
import type { PageContext } from "./page-context.ts";

/** All that the page shows to one person. */
export function takeSnapshot(context: PageContext, me: Person): Snapshot {
  const { slack, channel } = context;
  const view = slack.view(me.id);
  const messages = slack.messages(channel.id);
  const shown = [
    ...messages,
    ...messages.flatMap(({ ts }) => slack.replies(ts)),
    ...slack.ephemerals(me.id).filter((message) => message.channel === channel.id),
  ];
  return {
    me,
    people: context.people,
    bot: { name: IDENTITY.botName, online: context.isAppOnline() },
    channel,
    messages: shown.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)).map(toPageMessage),
    ...(view === undefined ? {} : { view: toPageView(view) }),
    fixtures: context.fixtures.map(({ make: _make, way: _way, ...fixture }) => fixture),
    faults: listFaults(context),
    completions: context.completions,
    log: context.wire.list(),
  };
}

function toPageMessage(message: StoredMessage): PageMessage {
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    from: message.from,
    text: message.text,
    blocks: message.blocks,
    // Slack marks an edit only where there are no blocks.
    edited: message.edited !== undefined && message.blocks.length === 0,
    ephemeral: message.ephemeralFor !== undefined,
  };
}

function toPageView(view: StoredView): PageView {
  return {
    id: view.id,
    title: view.title,
    ...(view.submit === undefined ? {} : { submit: view.submit }),
    close: view.close,
    blocks: view.blocks,
    errors: view.errors,
  };
}
