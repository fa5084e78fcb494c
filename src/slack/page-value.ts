import { FlowId } from "../domain/ids.ts";
import type { RunFilter } from "../usecases/list-runs.ts";

/** Which page of which list a button leads to: what its value carries. */
export interface PageRef {
  readonly filter: RunFilter;
  readonly flowId?: FlowId;
  /** From 1. */
  readonly page: number;
}

const FILTERS: readonly RunFilter[] = ["all", "failed", "open"];

export function toPageValue({ filter, flowId, page }: PageRef): string {
  return `${page} ${filter} ${flowId ?? ""}`;
}

/** `undefined` for a value that we did not write. */
export function parsePageValue(value: string): PageRef | undefined {
  const parts = /^(\d{1,7}) ([a-z]+) (.*)$/su.exec(value);
  if (parts === null) return undefined;
  const [, page, word, flow] = parts;
  const filter = FILTERS.find((known) => known === word);
  if (filter === undefined || Number(page) < 1) return undefined;
  if (flow === undefined || flow === "") return { filter, page: Number(page) };
  const flowId = FlowId.safeParse(flow);
  return flowId.success ? { filter, page: Number(page), flowId: flowId.data } : undefined;
}
