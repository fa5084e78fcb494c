import type { Alert } from "../domain/alert.ts";
import type { AlertSummary } from "../domain/alert-view.ts";
import type { Catalogue } from "../domain/explanation.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Queries } from "../store/store.ts";
import { summariseAlert } from "./load-alert-view.ts";

export const DAY_MS = 24 * 3_600_000;

/** What every question needs beside its own words. */
export interface AskSurroundings {
  readonly queries: Queries;
  readonly catalogue: Catalogue;
  /** The channel whose cards are linked. */
  readonly channel: ChannelId;
  readonly now: number;
}

export async function summariseAll(
  alerts: readonly Alert[],
  { queries, ...around }: AskSurroundings,
): Promise<readonly AlertSummary[]> {
  const summaries: AlertSummary[] = [];
  for (const alert of alerts) summaries.push(await summariseAlert(queries, alert, around));
  return summaries;
}
