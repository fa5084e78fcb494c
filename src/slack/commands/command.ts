import type { FlowRunId } from "../../domain/ids.ts";
import type { RunFilter } from "../../usecases/list-runs.ts";

/** The longest note on a resolution, by command or by modal. */
export const NOTE_LIMIT = 500;

/** What a person asked for by `/flowrun …`. */
export type Command =
  | { readonly verb: "status"; readonly target?: Target }
  | {
      readonly verb: "list";
      readonly filter: RunFilter;
      /** A flow's id, or its name or part of it. */
      readonly flow?: string;
      /** From 1. */
      readonly page: number;
    }
  | { readonly verb: "show"; readonly target: Target }
  | { readonly verb: "ack"; readonly subject: Subject }
  | { readonly verb: "unack"; readonly subject: Subject }
  | { readonly verb: "resolve"; readonly subject: Subject; readonly note?: string }
  | { readonly verb: "retry"; readonly subject: Subject }
  | { readonly verb: "help"; readonly topic?: Verb };

export type Verb = Command["verb"];

/** What is asked about. `words`: a run's id, a flow's id, or a flow's name; only the store knows which. */
export type Target =
  | { readonly kind: "alert"; readonly number: number }
  | { readonly kind: "words"; readonly text: string };

/** What is to be changed: an alert, by its number or by a run that it stands for. */
export type Subject =
  | { readonly kind: "alert"; readonly number: number }
  | { readonly kind: "run"; readonly runId: FlowRunId };

/** What was wrong and how to say it. Examples and suggestions are whole commands, with `/flowrun`. */
export interface UsageError {
  readonly message: string;
  readonly example: string;
  readonly suggestions: readonly string[];
}

export function isUsageError(parsed: Command | UsageError): parsed is UsageError {
  return !("verb" in parsed);
}
