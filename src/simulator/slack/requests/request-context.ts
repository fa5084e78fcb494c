import type { Person } from "../../page/contract.ts";
import type { FaultSwitches } from "../api/faults.ts";
import type { ResponseUrls } from "../workspace/response-urls.ts";
import type { Triggers } from "../workspace/triggers.ts";
import type { Views } from "../workspace/views.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { AppLine } from "./app-line.ts";

/** What a person's doing needs to become a request to the app. */
export interface RequestContext {
  readonly workspace: Workspace;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: FaultSwitches;
  readonly line: AppLine;
  readonly responseUrlOf: (id: string) => string;
  /** Where commands are typed unless another is named. */
  readonly homeChannel: string;
}

export function getPerson({ workspace }: RequestContext, userId: string): Person {
  const person = workspace.findPerson(userId);
  if (person === undefined) throw new Error(`nobody here has the id ${userId}`);
  return person;
}
