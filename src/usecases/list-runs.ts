import type { AlertSummary, RunSummary } from "../domain/alert-view.ts";
import { type AskSurroundings, summariseAll } from "./ask.ts";
import type { FlowRef } from "./find-flow.ts";

/** `open`: failed runs whose alert is not resolved, and alerts on Adobe's rules. */
export type RunFilter = "all" | "failed" | "open";

/** One page of the answer to `/flowrun list`, newest run first. */
export interface RunPage {
  readonly filter: RunFilter;
  readonly flow?: FlowRef;
  readonly runs: readonly RunSummary[];
  /** Not resolved, on Adobe's rules: they stand for no run of the list. Only before the first `open` runs. */
  readonly alertsOnRules: readonly AlertSummary[];
  /** There are more of them than are listed. */
  readonly moreOnRules: boolean;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

const PAGE_SIZE = 10;
const LISTED_ALERTS = 5;

/** A page beyond the last one comes out as the last one. */
export async function listRuns(
  wanted: { readonly filter: RunFilter; readonly flow?: FlowRef; readonly page: number },
  around: AskSurroundings,
): Promise<RunPage> {
  const { queries } = around;
  const { filter, flow } = wanted;
  const where = {
    ...(flow === undefined ? {} : { flowId: flow.flowId }),
    ...(filter === "all" ? {} : { only: filter }),
  };
  const total = await queries.runs.count(where);
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = Math.min(Math.max(1, wanted.page), pages);
  const onRules =
    filter === "open" && page === 1
      ? await queries.alerts.listUnresolvedOnRules(LISTED_ALERTS + 1, flow?.flowId)
      : [];
  const offset = (page - 1) * PAGE_SIZE;
  return {
    filter,
    ...(flow === undefined ? {} : { flow }),
    runs: await queries.runs.list(where, { limit: PAGE_SIZE, offset }),
    alertsOnRules: await summariseAll(onRules.slice(0, LISTED_ALERTS), around),
    moreOnRules: onRules.length > LISTED_ALERTS,
    page,
    pageSize: PAGE_SIZE,
    total,
  };
}
