/** Slack's tokens: "today at 2:10 AM", "Nov 12 at 4:00 PM", in the reader's zone and language. */
export const SLACK_DATE_FORMAT = "{date_short_pretty} at {time}";

/** After the year 9999 neither Slack nor a person can make sense of an instant. */
const LAST_SHOWABLE = Date.UTC(9999, 11, 31);

export function isShowable(instant: number): boolean {
  return instant >= 0 && instant <= LAST_SHOWABLE;
}

/** "2026-11-23 09:14 UTC": what stands where no reader's zone is known. */
export function isoUtc(instant: number): string {
  if (!isShowable(instant)) return "an unknown time";
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
