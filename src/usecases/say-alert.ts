import type { Alert } from "../domain/alert.ts";
import type { ChannelId, FlowRunId } from "../domain/ids.ts";
import type { Line } from "../domain/line.ts";
import type { Queries } from "../store/store.ts";

/** What every change of an alert needs beside the store. */
export interface AlertSurroundings {
  /** Channels that hear of every alert. */
  readonly channels: readonly ChannelId[];
  readonly now: number;
  /** A new card waits for the end of catching up, at the longest until then (ADR-0006). */
  readonly holdUntil?: number;
  /** It is history: cards that stand are brought up to date, and nothing else is said. */
  readonly quiet?: boolean;
  readonly newAlertId: () => Alert["alertId"];
  /** Collects runs that got an alert: the runs that work on their data are placed anew. */
  readonly shifted?: Set<FlowRunId>;
}

/**
 * Asks for the alert's card in its present revision, and for a line that tells what happened.
 * `isNews: false`: where the alert was never told, this is no reason to tell it.
 */
export async function sayAlert(
  queries: Queries,
  alert: Alert,
  {
    channels,
    now,
    holdUntil,
    quiet = false,
    isNews = true,
    ...more
  }: Pick<AlertSurroundings, "channels" | "now" | "holdUntil" | "quiet"> & {
    line?: Line;
    isNews?: boolean;
  },
): Promise<void> {
  const line = quiet ? undefined : more.line;
  for (const channel of channels) {
    await queries.deliveries.want({
      subject: { kind: "alert", alertId: alert.alertId },
      channel,
      revision: alert.revision,
      now,
      ifTold: quiet || !isNews,
      ...(line === undefined ? {} : { line }),
      ...(holdUntil === undefined ? {} : { holdUntil }),
    });
  }
}
