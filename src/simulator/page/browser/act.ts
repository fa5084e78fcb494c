import type { Action, ActionResult } from "../contract.ts";

/** An action without its person, who is always the one at the screen. */
export type Deed = Action extends infer Each
  ? Each extends Action
    ? Omit<Each, "person">
    : never
  : never;

/** Resolves to whether it went well; a refusal has been shown to the person by then. Never rejects. */
export type Act = (deed: Deed) => Promise<boolean>;

export interface ActOptions {
  readonly person: () => string;
  readonly showError: (sentence: string) => void;
}

export function createAct({ person, showError }: ActOptions): Act {
  return async (deed) => {
    const result = await post({ ...deed, person: person() });
    if (!result.ok) showError(result.error);
    return result.ok;
  };
}

async function post(body: Deed & { readonly person: string }): Promise<ActionResult> {
  try {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const result: ActionResult = await response.json();
    return result;
  } catch {
    return { ok: false, error: "The simulator does not answer. Is the demo still running?" };
  }
}
