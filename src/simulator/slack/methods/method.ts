import type { JsonObject } from "../../page/contract.ts";
import type { Arguments } from "../api/arguments.ts";
import type { FaultSwitches } from "../api/faults.ts";
import type { Triggers } from "../workspace/triggers.ts";
import type { Views } from "../workspace/views.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What every method may look at. */
export interface MethodContext {
  readonly workspace: Workspace;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly faults: FaultSwitches;
  /** The app has chat:write.public: it may post to a public channel that it has not joined, though not read there. */
  readonly mayPostWithoutJoining: boolean;
  /** Gives the address of a new connection of Socket Mode. */
  readonly openSocket: () => string;
}

/** Gives the answer's fields beside `ok: true`, or throws a Refusal. */
export type Method = (args: Arguments, context: MethodContext) => JsonObject;
