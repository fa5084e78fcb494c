import type { JsonObject } from "../../page/contract.ts";

/** What the workspace keeps. All times are Slack timestamps unless a name says otherwise. */

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly hasBot: boolean;
  /** Ids of people. Absent: everybody. */
  readonly members?: readonly string[] | undefined;
}

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: JsonObject;
}

export interface StoredMessage {
  readonly channel: string;
  /** Unique in the workspace. */
  readonly ts: string;
  readonly threadTs?: string;
  /** A reply that also stands in the channel. */
  readonly isBroadcast: boolean;
  /** `bot` or a person's id. */
  readonly from: string;
  readonly text: string;
  /** As the app sent them; Slack fills in each block_id and action_id that is missing. */
  readonly blocks: readonly JsonObject[];
  readonly metadata?: MessageMetadata;
  readonly edited?: { readonly user: string; readonly ts: string };
  /** Only this person sees it. */
  readonly ephemeralFor?: string;
}

export interface StoredView {
  readonly id: string;
  readonly userId: string;
  /** Changes with every update; views.update may demand the one it knows. */
  readonly hash: string;
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly callbackId: string;
  readonly externalId: string;
  readonly privateMetadata: string;
  readonly blocks: readonly JsonObject[];
  readonly notifyOnClose: boolean;
  readonly clearOnClose: boolean;
  readonly rootViewId: string;
  readonly previousViewId?: string;
  /** block_id → message, after a refused submission. */
  readonly errors: Readonly<Record<string, string>>;
}
