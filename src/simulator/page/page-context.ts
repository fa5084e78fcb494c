import type { AdobeSide } from "../adobe/adobe-side.ts";
import type { Changes } from "../changes.ts";
import type { SlackSide } from "../slack/slack-side.ts";
import type { WireLog } from "../wire-log.ts";
import type { Person } from "./contract.ts";
import type { PageOptions } from "./page-options.ts";

export interface PageContext extends PageOptions {
  readonly slack: SlackSide;
  readonly adobe: AdobeSide;
  readonly changes: Changes;
  readonly wire: WireLog;
  readonly people: readonly Person[];
  readonly channel: { readonly id: string; readonly name: string };
  readonly imsOrgId: string;
  readonly clientId: string;
  readonly isAppOnline: () => boolean;
  /** Looks whether the app still listens, and makes it known. */
  readonly checkApp: () => Promise<void>;
  readonly closing: AbortSignal;
}
