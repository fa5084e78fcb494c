import type { Receiver } from "@slack/bolt";

/** How Slack's requests come to the listeners. */
export interface Transport {
  readonly receiver: Receiver;
  start(): Promise<void>;
  /** Takes no further request. */
  stop(): Promise<void>;
  /** What is wrong with it, in words for the operator; absent where the web server is all there is. */
  readonly problem?: () => string | undefined;
}
