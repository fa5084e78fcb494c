import type { Person } from "./page/contract.ts";
import type { PageOptions } from "./page/page-options.ts";

export interface SimulatorOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  readonly signingSecret: string;
  readonly botToken: string;
  /** Switches Socket Mode on: nothing goes to the app's address. Default: off. */
  readonly appToken?: string;
  readonly clientId: string;
  readonly imsOrgId: string;
  /** What IMS knows the client by; two while one replaces the other. Default: "p8e-simulated". */
  readonly clientSecrets?: readonly string[];
  /** Default: C0FLOWRUNS, "aep-alerts". The bot is a member. */
  readonly channel?: { readonly id: string; readonly name: string };
  /** Default: Dana Reyes (U0DANA) and Sam Okafor (U0SAM). */
  readonly people?: readonly Person[];
  /** Of chat.postMessage in one channel. Default: no limit. */
  readonly postsPerSecond?: number;
  /** How many may come at once. Default: as many as in a second, but at least one. */
  readonly burst?: number;
  /** Of chat.update. Default: no limit. */
  readonly updatesPerMinute?: number;
  /** The app may post to public channels that it has not joined. Default: no. */
  readonly mayPostWithoutJoining?: boolean;
  /** How long the app may take to answer Slack. Default: Slack's three seconds. */
  readonly acknowledgeMs?: number;
  /** Only for limits, timestamps and what expires. Default: Date.now. */
  readonly now?: () => number;
  /** The most entries on a page of Adobe's journal. Default: 100. */
  readonly journalPageSize?: number;
  /** What Adobe's journal asks for where there is nothing new. Default: 10 seconds, as Adobe. */
  readonly journalRetryAfterSeconds?: number;
  /** Default: no page. */
  readonly page?: PageOptions;
}

export const DEFAULT_CLIENT_SECRETS: readonly string[] = ["p8e-simulated"];

export const DEFAULT_CHANNEL = { id: "C0FLOWRUNS", name: "aep-alerts" };

export const DEFAULT_PEOPLE: readonly Person[] = [
  { id: "U0DANA", name: "Dana Reyes", initials: "DR" },
  { id: "U0SAM", name: "Sam Okafor", initials: "SO" },
];
