import { z } from "zod";
import type { FlowRun } from "../../domain/flow-run.ts";
import { toFlowRun } from "./flow-run.ts";
import { lenient } from "./lenient.ts";
import { toStatus } from "./status.ts";
import { NameText } from "./text.ts";

const Listed = lenient(z.object({ state: NameText }));

/**
 * An entry of Flow Service's list of runs, by the same rules as a notification's flow run. The list may state the
 * status as `state`, and all of it is of the sandbox that was asked.
 */
export function toListedRun(
  value: unknown,
  { receivedAt, sandbox }: { readonly receivedAt: number; readonly sandbox: string },
): FlowRun | undefined {
  const run = toFlowRun(value, { receivedAt });
  if (run === undefined) return undefined;
  const saysNoStatus = run.status === "unknown" && run.statusText === undefined;
  const state = saysNoStatus ? Listed.parse(value)?.state : undefined;
  return {
    ...run,
    sandboxName: run.sandboxName ?? sandbox,
    ...(state === undefined ? {} : toStatus(state)),
  };
}
