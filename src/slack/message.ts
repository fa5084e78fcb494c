import type { AnyBlock } from "@slack/types";

/** What is said in Slack. `text` alone tells the whole story: screen readers and banners read only that. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly AnyBlock[];
}

/** `classic` uses only blocks that Slack has had for years: for the second try after `invalid_blocks`. */
export type Layout = "rich" | "classic";

/** What a renderer cannot know from the state alone. */
export interface RenderContext {
  /** The configured organisation, for links where a run does not state its own. */
  readonly imsOrgId?: string;
  /** Slack's own address of the workspace, for links to cards. */
  readonly workspaceUrl?: string;
  /** The product's. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly layout: Layout;
  /** There are credentials for Adobe's APIs: what only Adobe can do is offered. */
  readonly asksAdobe?: boolean;
}
