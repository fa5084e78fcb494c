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
  readonly newAlertId: () => Alert["alertId"];
  /** Collects runs that got an alert: the runs that work on their data are placed anew. */
  readonly shifted?: Set<FlowRunId>;
}

/** Asks for the alert's card in its present revision, and for a line that tells what happened. */
export async function sayAlert(
  queries: Queries,
  alert: Alert,
  {
    channels,
    now,
    holdUntil,
    line,
  }: Pick<AlertSurroundings, "channels" | "now" | "holdUntil"> & { line?: Line },
): Promise<void> {
  for (const channel of channels) {
    await queries.deliveries.want({
      subject: { kind: "alert", alertId: alert.alertId },
      channel,
      revision: alert.revision,
      now,
      ...(line === undefined ? {} : { line }),
      ...(holdUntil === undefined ? {} : { holdUntil }),
    });
  }
}
