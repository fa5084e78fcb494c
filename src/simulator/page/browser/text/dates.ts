/** Slack's date tokens, in the viewer's zone. Sources: Slack's "Formatting with mrkdwn", `@slack/types` RichTextDate. */
export interface DateView {
  /** Milliseconds. */
  readonly now: number;
  readonly timeZone: string;
  readonly hour12: boolean;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAY_MS = 86_400_000;
const HALF_YEAR_MS = 183 * DAY_MS;

function dayOf(at: number, timeZone: string): Day {
  const parts = new Map(
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      weekday: "long",
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    year: Number(parts.get("year")),
    month: Number(parts.get("month")),
    day: Number(parts.get("day")),
    weekday: parts.get("weekday") ?? "",
  };
}

/** Whole calendar days from the viewer's today. */
export function daysFromToday(at: number, { now, timeZone }: DateView): number {
  const number = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / DAY_MS;
  return number(dayOf(at, timeZone)) - number(dayOf(now, timeZone));
}

function relativeDay(at: number, view: DateView): string | undefined {
  return { "-1": "yesterday", "0": "today", "1": "tomorrow" }[daysFromToday(at, view)];
}

function ordinal(day: number): string {
  const tens = Math.floor((day % 100) / 10);
  const suffix = tens === 1 ? undefined : { 1: "st", 2: "nd", 3: "rd" }[day % 10];
  return `${day}${suffix ?? "th"}`;
}

function clock(at: number, { timeZone, hour12 }: DateView, seconds = false): string {
  const text = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: hour12 ? "h12" : "h23",
  }).format(at);
  // Newer ICU puts a narrow no-break space before AM and PM.
  return text.replace(/\s/g, " ");
}

export function ago(at: number, now: number): string {
  const future = at > now;
  const seconds = Math.round(Math.abs(now - at) / 1000);
  if (seconds < 45) return future ? "in a moment" : "just now";
  const [amount, unit] = largestUnit(seconds);
  const text = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
  return future ? `in ${text}` : `${text} ago`;
}

function largestUnit(seconds: number): [number, string] {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return [minutes, "minute"];
  const hours = Math.round(seconds / 3600);
  if (hours < 24) return [hours, "hour"];
  const days = Math.round(seconds / 86_400);
  if (days < 30) return [days, "day"];
  return days < 365 ? [Math.round(days / 30), "month"] : [Math.round(days / 365), "year"];
}

function formatDay(token: string, at: number, view: DateView): string | undefined {
  const { year, month, day, weekday } = dayOf(at, view.timeZone);
  const name = MONTHS[month - 1] ?? "";
  const two = (value: number): string => String(value).padStart(2, "0");
  const farYear = Math.abs(at - view.now) > HALF_YEAR_MS ? `, ${year}` : "";
  switch (token) {
    case "date_num":
      return `${year}-${two(month)}-${two(day)}`;
    case "date_slash":
      return `${two(day)}/${two(month)}/${year}`;
    case "date_long":
      return `${weekday}, ${name} ${ordinal(day)}, ${year}`;
    case "date_long_full":
      return `${name} ${day}, ${year}`;
    case "date":
      return `${name} ${ordinal(day)}${farYear}`;
    case "date_short":
      return `${name.slice(0, 3)} ${day}${farYear}`;
    case "day_divider":
      return `${weekday}, ${name} ${ordinal(day)}${year === dayOf(view.now, view.timeZone).year ? "" : `, ${year}`}`;
    default:
      return undefined;
  }
}

function formatToken(token: string, at: number, view: DateView): string | undefined {
  if (token === "time") return clock(at, view);
  if (token === "time_secs") return clock(at, view, true);
  if (token === "ago") return ago(at, view.now);
  const pretty = token.endsWith("_pretty");
  const day = formatDay(pretty ? token.slice(0, -"_pretty".length) : token, at, view);
  return pretty && day !== undefined ? (relativeDay(at, view) ?? day) : day;
}

/** `undefined`: no such instant; the fallback is shown. An unknown token stays as it is written. */
export function formatDate(
  format: string,
  unixSeconds: number,
  view: DateView,
): string | undefined {
  const at = unixSeconds * 1000;
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return undefined;
  return format.replace(
    /\{([a-z_]+)\}/g,
    (whole, token: string) => formatToken(token, at, view) ?? whole,
  );
}

/** Slack's `ts`, a decimal number of seconds, as milliseconds. */
export function tsToMs(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
