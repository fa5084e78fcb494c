import type { GapFill, Notice } from "../../../domain/notice.ts";
import { cut, oneLine } from "../../mrkdwn.ts";
import { count, duration } from "../../words.ts";
import type { Room } from "../layout/fit.ts";
import type { Prose } from "../layout/prose.ts";

interface NoticeWords {
  readonly title: string;
  /** What is the case, and what it means. */
  readonly lines: readonly Prose[];
  /** What to do. */
  readonly steps: readonly Prose[];
  readonly small: readonly Prose[];
}

const CONSOLE = {
  label: "Adobe Developer Console",
  url: "https://developer.adobe.com/console",
} as const;

export function noticeWords(notice: Notice, room: Room): NoticeWords {
  switch (notice.kind) {
    case "not_understood":
      return notUnderstood(notice, room);
    case "webhook_silent":
      return notice.backAt === undefined ? silent(notice) : back(notice, notice.backAt);
    case "journal_gap":
      return gap(notice);
    case "registration_confirmed":
      return {
        title: "✅ Registration confirmed",
        lines: [
          [
            "Adobe asked to confirm the event registration, and Flowrun did, ",
            { instant: notice.at },
            ".",
          ],
          ["From now on Adobe brings notifications to the webhook."],
        ],
        steps: [],
        small: [],
      };
    case "registration_failed":
      return {
        title: "⚠ Registration not confirmed",
        lines: [
          [
            "Adobe asked to confirm the event registration, ",
            { instant: notice.at },
            `, but the confirmation failed: ${cut(oneLine(notice.reason), room.name)}.`,
          ],
          ["Until it is confirmed, Adobe brings nothing to the webhook."],
        ],
        steps: [
          ["In the ", CONSOLE, ", open the event registration and save it again."],
          ["If it fails again: may this machine open connections to csm.adobe.io, port 443?"],
        ],
        small: [],
      };
  }
}

type Of<K extends Notice["kind"]> = Extract<Notice, { kind: K }>;

function notUnderstood(
  { form, notificationId, at }: Of<"not_understood">,
  room: Room,
): NoticeWords {
  const id = cut(oneLine(notificationId), room.id);
  return {
    title: `⚠ Not understood: ${cut(oneLine(form), 80)}`,
    lines: [
      [
        "Adobe sent a notification that this version of Flowrun cannot read. It is kept whole, and a newer version reads it by itself.",
      ],
      [{ bold: "If it told of a failed run, there is no alert for it." }],
    ],
    steps: [
      ["Look in Experience Platform, under Monitoring, whether a run failed at that time."],
      ["Update Flowrun if there is a newer version."],
      [
        "Otherwise report it to Flowrun's maintainers: ",
        { code: `/flowrun show ${id}` },
        " shows the notification's shape without its values, to paste into the report.",
      ],
    ],
    small: [
      ["Notification ", { code: id }, ", ", { instant: at }],
      [
        "Told once a day for each form. ",
        { code: "/flowrun status" },
        " counts all that was not understood.",
      ],
    ],
  };
}

function silent({ since, count: missed, registration }: Of<"webhook_silent">): NoticeWords {
  const only = missed === 1 ? "stands" : "stand";
  return {
    title: "⚠ Adobe does not reach the webhook",
    lines: [
      [
        "Since ",
        { instant: since },
        `, ${count(missed, "notification")} ${only} in Adobe's journal that the webhook did not bring. ${registrationWords(registration)}`,
      ],
      ["Flowrun reads the journal instead: nothing is lost, alerts come a little later."],
    ],
    steps: silentSteps(registration),
    small: [["Flowrun tells here when the webhook works again."]],
  };
}

const REGISTRATION_WORDS = {
  disabled: "Adobe has disabled the registration, because too many deliveries failed.",
  unstable:
    "Adobe calls the registration unstable: many deliveries failed, and it will soon be disabled.",
  active: "Adobe calls the registration active.",
} as const;

function registrationWords(state: Of<"webhook_silent">["registration"]): string {
  return state === undefined
    ? "Either Adobe cannot reach it, or has disabled the registration."
    : REGISTRATION_WORDS[state];
}

function silentSteps(registration: Of<"webhook_silent">["registration"]): Prose[] {
  const reach: Prose = [
    "From outside your network, open the webhook's address followed by ",
    { code: "?challenge=hello" },
    ": it must answer ",
    { code: '{"challenge":"hello"}' },
    ". If it does not, mend the proxy, the certificate or the firewall first.",
  ];
  if (registration === "active") {
    return [
      reach,
      [
        "In the ",
        CONSOLE,
        ", look at Debug Tracing of the registration: how were deliveries answered?",
      ],
    ];
  }
  return [
    reach,
    [
      "In the ",
      CONSOLE,
      ", open the event registration. If it is disabled, enable it; Adobe never does so by itself.",
    ],
  ];
}

function back({ since, count: missed }: Of<"webhook_silent">, backAt: number): NoticeWords {
  return {
    title: "✅ Adobe reaches the webhook again",
    lines: [
      [
        "It was silent from ",
        { instant: since },
        " to ",
        { instant: backAt },
        ` (${duration(Math.max(0, backAt - since))}). When that was noticed, ${count(missed, "notification")} had come by the journal only.`,
      ],
      ["Nothing is lost."],
    ],
    steps: [],
    small: [],
  };
}

function gap({ from, until, fill }: Of<"journal_gap">): NoticeWords {
  const span: Prose =
    from === undefined
      ? ["before ", { instant: until }]
      : ["between ", { instant: from }, " and ", { instant: until }];
  return {
    title: fill.kind === "filled" ? "✅ Journal gap filled" : "⚠ Notifications may be missing",
    lines: [
      [
        "Adobe's journal keeps seven days, and no longer reaches back to where Flowrun stopped reading. What Adobe sent ",
        ...span,
        " may be missing, unless the webhook brought it.",
      ],
      [fillWords(fill)],
    ],
    steps: fill.kind === "not_filled" ? gapSteps(fill.reason, span) : [],
    small: [],
  };
}

function fillWords(fill: GapFill): string {
  switch (fill.kind) {
    case "under_way":
      return "Flowrun is asking Adobe's Flow Service for the runs of that time.";
    case "filled":
      return `Flowrun read ${count(fill.runs, "run")} of that time from Adobe's Flow Service. Only metric alerts of that time are lost.`;
    case "not_filled":
      return NOT_FILLED_WORDS[fill.reason];
  }
}

type NotFilled = Extract<GapFill, { kind: "not_filled" }>["reason"];

const NOT_FILLED_WORDS = {
  no_credentials:
    "Flowrun cannot ask Adobe's Flow Service for the runs of that time: it has no credentials for Adobe's APIs.",
  unavailable: "Flowrun asked Adobe's Flow Service for the runs of that time, in vain.",
  refused: "Adobe refuses to give Flowrun the runs of that time.",
} as const satisfies Record<NotFilled, string>;

function gapSteps(reason: NotFilled, span: Prose): Prose[] {
  const look: Prose = [
    "Look in Experience Platform, under Monitoring, for runs that failed ",
    ...span,
    ".",
  ];
  const days = { code: "npm run import" };
  switch (reason) {
    case "no_credentials":
      return [
        look,
        ["Set ADOBE_CLIENT_SECRET and ADOBE_SCOPES, so that Flowrun can ask next time."],
      ];
    case "unavailable":
      return [["Later, stop Flowrun and run ", days, ": it asks Adobe for past runs again."], look];
    case "refused":
      return [
        ["Give the credential the permission to view dataflows (docs/adobe-setup.md)."],
        ["Then stop Flowrun and run ", days, ", which asks Adobe for past runs."],
        look,
      ];
  }
}
