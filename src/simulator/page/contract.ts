/**
 * What the demo page and the simulator's page server say to each other. Types only: both sides import it.
 *
 * `GET /` and `GET /assets/*`  the page itself: `assets/index.html` and the files beside it
 * `GET /assets/browser/*`      its compiled scripts: `dist/simulator/page/browser/`
 * `GET /page/stream?person=U…` server-sent events; each `snapshot` event carries one whole `Snapshot`;
 *                              without `person`, that of the first of the people
 * `POST /page/act`             one `Action` as JSON; answers an `ActionResult`
 */

/** A Block Kit object exactly as the app sent it. The page draws it; the simulator has already judged it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
}

export interface PageMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** `bot` or a person's id. */
  readonly from: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly edited: boolean;
  /** Only the person in `Snapshot.me` sees it; can be dismissed. */
  readonly ephemeral: boolean;
}

/** The modal on top of this person's stack. */
export interface PageView {
  readonly id: string;
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly blocks: readonly JsonObject[];
  /** block_id → message, after the app refused a submission. */
  readonly errors: Readonly<Record<string, string>>;
}

/** One button of the panel: a notification that Adobe's stand-in can sign and send. */
export interface PageFixture {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** How often one press sends the very same notification. Default 1. */
  readonly times?: number;
  /** `kinds`: under "Every kind that Adobe sends", folded up at first. */
  readonly group?: "kinds";
}

/** One switch of the panel. */
export interface PageFault {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
}

/** The last things that crossed the wire, newest first, for the panel. */
export interface PageLogEntry {
  readonly at: number;
  readonly side: "adobe" | "slack";
  /** For example `POST /webhooks/adobe` or `chat.postMessage`. */
  readonly what: string;
  /** For example `200` or `ratelimited`. */
  readonly outcome: string;
  readonly ok: boolean;
}

export interface Snapshot {
  readonly me: Person;
  readonly people: readonly Person[];
  readonly bot: { readonly name: string; readonly online: boolean };
  readonly channel: { readonly id: string; readonly name: string };
  /** Top-level messages and replies, oldest first. */
  readonly messages: readonly PageMessage[];
  readonly view?: PageView;
  readonly fixtures: readonly PageFixture[];
  readonly faults: readonly PageFault[];
  /** Offered while typing, for example `/flowrun list failed`. */
  readonly completions: readonly { readonly text: string; readonly hint: string }[];
  readonly log: readonly PageLogEntry[];
}

export type Action =
  /** `times` > 1 repeats the very same notification, as Adobe's retries do. */
  | {
      readonly kind: "send_fixture";
      readonly person: string;
      readonly fixture: string;
      readonly times: number;
    }
  /** A text that starts with `/` is a slash command. */
  | {
      readonly kind: "say";
      readonly person: string;
      readonly text: string;
      readonly threadTs?: string;
    }
  | {
      readonly kind: "press";
      readonly person: string;
      readonly source:
        | { readonly in: "message"; readonly ts: string; readonly ephemeral: boolean }
        | { readonly in: "view"; readonly viewId: string };
      readonly blockId: string;
      readonly actionId: string;
      /** The chosen option's value, for a select or an overflow menu. */
      readonly option?: string;
    }
  | {
      readonly kind: "submit_view";
      readonly person: string;
      readonly viewId: string;
      /** block_id → action_id → what was typed or chosen; several checked boxes as their values joined by `,`. */
      readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
    }
  | { readonly kind: "close_view"; readonly person: string; readonly viewId: string }
  | { readonly kind: "dismiss"; readonly person: string; readonly ts: string }
  | {
      readonly kind: "set_fault";
      readonly person: string;
      readonly fault: string;
      readonly on: boolean;
    };

/** `error`: a sentence for the person, shown at the bottom of the page. */
export type ActionResult = { readonly ok: true } | { readonly ok: false; readonly error: string };
