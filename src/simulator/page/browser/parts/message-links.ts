import type { Snapshot } from "../../contract.ts";
import { parsePermalink } from "../text/permalink.ts";

/** A link to a message of this channel goes there, as in Slack's client, instead of to a site that does not have it. */
export function followMessageLinks(
  snapshot: () => Snapshot | undefined,
  openThread: (ts: string) => void,
): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const target = link === null ? undefined : parsePermalink(link.href);
    const current = snapshot();
    if (target === undefined || current === undefined) return;
    const message = current.messages.find(
      ({ ts, channel }) => ts === target.ts && channel === target.channel,
    );
    if (message === undefined) return;
    event.preventDefault();
    if (message.threadTs === undefined || message.threadTs === message.ts) show(message.ts);
    else openThread(message.threadTs);
  });
}

function show(ts: string): void {
  const article = [...document.querySelectorAll<HTMLElement>("#feed > article")].find(
    ({ dataset }) => dataset["key"] === ts,
  );
  if (article === undefined) return;
  article.classList.remove("fresh");
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  // Asking for the size makes the browser see the class go, so that the flash starts again.
  article.getBoundingClientRect();
  article.classList.add("fresh");
}
