import type { RunSummary } from "../domain/alert-view.ts";
import type { AskSurroundings } from "./ask.ts";
import type { FlowRef } from "./find-flow.ts";

/** `open`: failed runs whose alert is not resolved. */
export type RunFilter = "all" | "failed" | "open";

/** One page of the answer to `/flowrun list`, newest run first. */
export interface RunPage {
  readonly filter: RunFilter;
  readonly flow?: FlowRef;
  readonly runs: readonly RunSummary[];
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

const PAGE_SIZE = 10;

/** A page beyond the last one comes out as the last one. */
export async function listRuns(
  wanted: { readonly filter: RunFilter; readonly flow?: FlowRef; readonly page: number },
  { queries }: AskSurroundings,
): Promise<RunPage> {
  const { filter, flow } = wanted;
  const where = {
    ...(flow === undefined ? {} : { flowId: flow.flowId }),
    ...(filter === "all" ? {} : { only: filter }),
  };
  const total = await queries.runs.count(where);
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const page = Math.min(Math.max(1, wanted.page), pages);
  const offset = (page - 1) * PAGE_SIZE;
  return {
    filter,
    ...(flow === undefined ? {} : { flow }),
    runs: await queries.runs.list(where, { limit: PAGE_SIZE, offset }),
    page,
    pageSize: PAGE_SIZE,
    total,
  };
}
