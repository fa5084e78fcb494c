import type { Snapshot } from "../contract.ts";
import { createAct } from "./act.ts";
import { createReadingState } from "./draw/draw-context.ts";
import { need } from "./draw/element.ts";
import { refreshTimes } from "./draw/time.ts";
import { createChannel } from "./parts/channel.ts";
import { createConnectionSigns } from "./parts/connection-signs.ts";
import { followMessageLinks } from "./parts/message-links.ts";
import { createNews } from "./parts/news.ts";
import { createAnnouncer, createToast } from "./parts/notices.ts";
import { createPanel } from "./parts/panel.ts";
import { createPeopleSwitch } from "./parts/people-switch.ts";
import { createTabs } from "./parts/tabs.ts";
import { createThreadPane } from "./parts/thread-pane.ts";
import { createViewDialog } from "./parts/view-dialog.ts";
import { createStream } from "./stream.ts";

const REFRESH_MS = 20_000;

/** Builds the page in order; every snapshot goes to every part, and each redraws what changed. */
function start(): void {
  let snapshot: Snapshot | undefined;
  const current = (): Snapshot | undefined => snapshot;
  const act = createAct({
    person: () => snapshot?.me.id ?? "",
    showError: createToast(need("toast")),
  });
  const reading = createReadingState();
  const tabs = createTabs();
  const thread = createThreadPane({ act, reading, snapshot: current });
  const channel = createChannel({ act, reading, openThread: thread.open, snapshot: current });
  followMessageLinks(current, thread.open);
  const news = createNews(createAnnouncer(need("live")));
  const signs = createConnectionSigns();
  const panel = createPanel({
    act,
    showChannel: () => {
      tabs.show("channel");
      channel.toBottom();
    },
  });
  const view = createViewDialog({ act, reading });
  const people = createPeopleSwitch((person) => {
    history.replaceState(undefined, "", `?person=${encodeURIComponent(person)}`);
    news.forget();
    stream.connect(person);
  });
  const stream = createStream({
    onState: signs.setConnection,
    onSnapshot: (next) => {
      snapshot = next;
      for (const render of [signs.render, people, panel, channel.render, thread.render, view]) {
        render(next);
      }
      news.hear(next);
    },
  });
  stream.connect(new URLSearchParams(location.search).get("person") ?? undefined);
  setInterval(() => {
    refreshTimes(document);
  }, REFRESH_MS);
}

start();
