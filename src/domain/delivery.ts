import type { AlertId, MessageTs, NoticeId } from "./ids.ts";

/** What a delivery tells of. */
export type DeliverySubject =
  | { readonly kind: "alert"; readonly alertId: AlertId }
  | { readonly kind: "notice"; readonly noticeId: NoticeId };

/**
 * How one Slack call that should say something ended.
 *
 * - `said`: Slack confirmed it.
 * - `rate_limited`: not said; Slack names the wait.
 * - `not_said`: surely not said, and worth another try (the connection never came about).
 * - `unknown`: perhaps said (time-out, reset, 5xx, an answer that makes no sense).
 * - `channel_refused`: not said, because of something about the channel or the app that people can mend
 *   (the bot is not a member, the channel is archived, a scope is missing); then the same call succeeds.
 * - `message_gone`: the message to change was deleted; nothing was said.
 * - `refused`: not said, and the same call would be refused again.
 * - `login_refused`: Slack does not accept our token; nothing can be said until that is mended.
 */
export type CallOutcome =
  | { readonly kind: "said"; readonly ts: MessageTs }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  | { readonly kind: "not_said"; readonly error: string }
  | { readonly kind: "unknown"; readonly error: string }
  | { readonly kind: "channel_refused"; readonly error: string }
  | { readonly kind: "message_gone" }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "login_refused"; readonly error: string };

/**
 * What looking for a message found that may stand already.
 *
 * - `found`: it stands, drawn from this revision.
 * - `absent`: the channel was read back to before the first doubtful attempt; it does not stand.
 * - `unreadable`: the bot may not read there (not a member, no scope); trying again does not help.
 * - `unavailable`: may work later.
 */
export type LookOutcome =
  | { readonly kind: "found"; readonly ts: MessageTs; readonly revision: number }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly error: string }
  | { readonly kind: "unavailable"; readonly error: string; readonly retryAfterMs?: number };

/** What an attempt leaves behind in the store. */
export type Settlement =
  | { readonly kind: "said"; readonly ts: MessageTs }
  /** An earlier attempt had said it, in this revision. */
  | { readonly kind: "adopted"; readonly ts: MessageTs; readonly revision: number }
  | {
      readonly kind: "again";
      readonly dueAt: number;
      /** The message may stand in the channel without our knowing. */
      readonly uncertain: boolean;
      /** `false`: the attempt does not count, we were told to wait. */
      readonly counts: boolean;
      /** The message to change is gone; it is posted anew. */
      readonly forgetMessage: boolean;
      readonly error: string;
    }
  | { readonly kind: "refused"; readonly error: string };

export interface Verdict {
  readonly settlement: Settlement;
  /** Nothing more is said in this channel, or anywhere, before this instant. */
  readonly pause?: { readonly scope: "channel" | "everything"; readonly until: number };
}

/** Slack may still work on a call whose answer we did not get. */
const LOOK_AFTER_MS = 2_000;
/** An alert waits for no longer to be looked for; rather a repeat that says so than silence. */
const LOOK_FOR_MS = 2 * 60_000;

/** The first look comes a little after the attempt that is in doubt; nothing: at once. */
export function waitBeforeLook(uncertainSince: number, now: number): Settlement | undefined {
  const passed = now - uncertainSince;
  // A clock that was put back must not hold an alert.
  if (passed < 0 || passed >= LOOK_AFTER_MS) return undefined;
  const dueAt = uncertainSince + LOOK_AFTER_MS;
  return again({ dueAt, uncertain: true, counts: false, error: "look_comes_later" });
}

/**
 * What becomes of a post whose earlier attempt may have succeeded, once it was looked for:
 *
 * | look        | leads to                                                                     |
 * |-------------|------------------------------------------------------------------------------|
 * | found       | adopted: nothing is posted, a newer revision is an update                    |
 * | absent      | posted, as if for the first time                                             |
 * | unreadable  | posted, with the words that it may be a repeat                               |
 * | unavailable | looked for again; after two minutes posted, with the words                   |
 */
export function afterLook(
  look: LookOutcome,
  { attempt, uncertainSince }: { readonly attempt: number; readonly uncertainSince: number },
  { now, random }: { readonly now: number; readonly random: () => number },
): { readonly kind: "post"; readonly marked: boolean } | Settlement {
  switch (look.kind) {
    case "found":
      return { kind: "adopted", ts: look.ts, revision: look.revision };
    case "absent":
      return { kind: "post", marked: false };
    case "unreadable":
      return { kind: "post", marked: true };
    case "unavailable": {
      if (now - uncertainSince >= LOOK_FOR_MS) return { kind: "post", marked: true };
      const dueAt = now + Math.max(look.retryAfterMs ?? 0, backoffMs(attempt, random));
      return again({ dueAt, uncertain: true, error: look.error });
    }
  }
}

/** Where each outcome of an attempt leads. */
export function judge(
  outcome: CallOutcome,
  attempt: number,
  { now, random }: { readonly now: number; readonly random: () => number },
): Verdict {
  switch (outcome.kind) {
    case "said":
      return { settlement: outcome };
    case "rate_limited": {
      const until = now + outcome.retryAfterMs;
      return {
        settlement: again({ dueAt: until, counts: false, error: "rate_limited" }),
        pause: { scope: "channel", until },
      };
    }
    case "not_said":
      return {
        settlement: again({ dueAt: now + backoffMs(attempt, random), error: outcome.error }),
      };
    case "unknown":
      return {
        settlement: again({
          dueAt: now + Math.max(LOOK_AFTER_MS, backoffMs(attempt, random)),
          uncertain: true,
          error: outcome.error,
        }),
      };
    case "channel_refused": {
      // One try at a time for the whole channel, however much waits there.
      const until = now + backoffMs(attempt, random);
      return {
        settlement: again({ dueAt: until, error: outcome.error }),
        pause: { scope: "channel", until },
      };
    }
    case "message_gone":
      return {
        settlement: again({
          dueAt: now,
          counts: false,
          forgetMessage: true,
          error: "message_gone",
        }),
      };
    case "refused":
      return { settlement: { kind: "refused", error: outcome.error } };
    case "login_refused": {
      const until = now + LOGIN_PAUSE_MS;
      return {
        settlement: again({ dueAt: until, counts: false, error: outcome.error }),
        pause: { scope: "everything", until },
      };
    }
  }
}

function again(what: {
  dueAt: number;
  error: string;
  uncertain?: boolean;
  counts?: boolean;
  forgetMessage?: boolean;
}): Settlement {
  return { kind: "again", uncertain: false, counts: true, forgetMessage: false, ...what };
}

const LOGIN_PAUSE_MS = 30_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 120_000;

/** Doubles with each attempt up to two minutes; half of it is left to chance, so that many do not come at once. */
export function backoffMs(attempt: number, random: () => number): number {
  const doublings = Math.min(Math.max(attempt, 1) - 1, 20);
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** doublings, LONGEST_BACKOFF_MS);
  return Math.round(full * (0.5 + random() / 2));
}
