import { z } from "zod";
import { NotificationId } from "./ids.ts";

const Instant = z.number().int().nonnegative();

/** What became of the runs of a span that the journal no longer holds. */
export const GapFill = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("under_way") }),
  z.object({ kind: z.literal("filled"), runs: z.number().int().nonnegative() }),
  z.object({
    kind: z.literal("not_filled"),
    reason: z.enum(["no_credentials", "unavailable", "refused"]),
  }),
]);
export type GapFill = z.infer<typeof GapFill>;

/** What the operator must know of Flowrun's way to Adobe; said once for each occasion. */
export const Notice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("not_understood"),
    notificationId: NotificationId,
    /** A short label of what it looks like. */
    form: z.string(),
    at: Instant,
  }),
  z.object({
    kind: z.literal("webhook_silent"),
    /** When the first notification was read in the journal that the webhook did not bring. */
    since: Instant,
    count: z.number().int().positive(),
    /** What Adobe says of the registration, where it could be asked. */
    registration: z.enum(["disabled", "unstable", "active"]).optional(),
    /** Present once the webhook works again. */
    backAt: Instant.optional(),
  }),
  z.object({
    kind: z.literal("journal_gap"),
    /** Absent: the journal was never read whole. */
    from: Instant.optional(),
    until: Instant,
    fill: GapFill,
  }),
  z.object({ kind: z.literal("registration_confirmed"), at: Instant }),
  z.object({ kind: z.literal("registration_failed"), at: Instant, reason: z.string() }),
]);
export type Notice = z.infer<typeof Notice>;

const DAY_MS = 24 * 3_600_000;

/** The start of an instant's day, UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

/** What a notice is said about: nothing is said twice about one occasion. */
export function occasionOf(notice: Notice): string {
  switch (notice.kind) {
    case "not_understood":
      return `not_understood ${dayOf(notice.at)} ${notice.form}`;
    case "webhook_silent":
      return `webhook_silent ${notice.since}`;
    case "journal_gap":
      return `journal_gap ${notice.from ?? "start"}`;
    case "registration_confirmed":
      return `registration_confirmed ${notice.at}`;
    case "registration_failed":
      return `registration_failed ${dayOf(notice.at)}`;
  }
}
