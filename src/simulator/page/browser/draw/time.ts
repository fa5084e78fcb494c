import { type DateView, formatDate } from "../text/dates.ts";
import { el } from "./element.ts";

export function dateView(): DateView {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const { hour12 } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
  return { now: Date.now(), timeZone, hour12: hour12 ?? false };
}

export interface TimeParts {
  readonly unixSeconds: number;
  readonly format: string;
  readonly fallback?: string;
}

/** A `<time>` that `refreshTimes` keeps right while the page stands. */
export function timeNode({ unixSeconds, format, fallback }: TimeParts): Node {
  const view = dateView();
  const text = formatDate(format, unixSeconds, view);
  if (text === undefined) return document.createTextNode(fallback ?? "");
  return el(
    "time",
    {
      datetime: new Date(unixSeconds * 1000).toISOString(),
      title: formatDate("{date_long} at {time_secs}", unixSeconds, view),
      "data-unix": unixSeconds,
      "data-format": format,
    },
    text,
  );
}

/** "3 minutes ago" and "today" grow old. */
export function refreshTimes(root: ParentNode): void {
  const view = dateView();
  for (const node of root.querySelectorAll("time[data-format]")) {
    const text = formatDate(
      node.getAttribute("data-format") ?? "",
      Number(node.getAttribute("data-unix")),
      view,
    );
    if (text !== undefined && node.textContent !== text) node.textContent = text;
  }
}
