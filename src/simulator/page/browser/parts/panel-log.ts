import type { PageLogEntry } from "../../contract.ts";
import { el, icon } from "../draw/element.ts";
import { timeNode } from "../draw/time.ts";
import { outcomeInWords } from "../text/outcome-words.ts";

const SIDES = { adobe: "Adobe", slack: "Slack" } as const;

export function createPanelLog(place: HTMLElement): (log: readonly PageLogEntry[]) => void {
  let drawn = "";
  return (log) => {
    const signature = JSON.stringify(log);
    if (signature === drawn) return;
    drawn = signature;
    place.replaceChildren(
      ...(log.length === 0
        ? [el("li", { class: "muted" }, "Nothing yet. Press a button above.")]
        : log.map(drawEntry)),
    );
  };
}

function drawEntry({ at, side, what, outcome, ok }: PageLogEntry): HTMLElement {
  const words = outcomeInWords(outcome);
  return el(
    "li",
    { class: `log-entry ${ok ? "went-well" : "went-wrong"}` },
    el("span", { class: "log-time" }, timeNode({ unixSeconds: at / 1000, format: "{time_secs}" })),
    el("span", { class: `side side-${side}` }, SIDES[side]),
    el("code", { class: "log-what" }, what),
    el(
      "span",
      { class: "log-outcome" },
      icon(ok ? "check" : "close"),
      words === outcome || outcome === "ok" ? words : `${words} (${outcome})`,
    ),
  );
}
