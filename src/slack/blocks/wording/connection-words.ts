import type { TestRefusal } from "../../../domain/connection-test.ts";
import type { Prose } from "../layout/prose.ts";

/** Whether Adobe reaches the source, what that means and what to do. */
export function testedWords(works: boolean): Prose {
  return works
    ? [
        { bold: "The connection works" },
        ": Adobe reached the source just now with the login that it has. A retry may go well.",
      ]
    : [
        { bold: "The connection does not work" },
        ": Adobe could not reach the source, or its login is not accepted. Correct the source's account in Adobe, then test again; a retry before that does not help.",
      ];
}

/** Why it is not known, and what to do. */
export const NOT_TESTED_WORDS = {
  no_connection_known:
    "Adobe knows no connection of this flow in this sandbox, or does not show it to Flowrun. Test it in Adobe: Sources, Accounts.",
  no_token: "Adobe gives Flowrun no access token. Tell your operator; the log says why.",
  token_refused:
    "Adobe did not accept Flowrun's access token. Try once more; if it stays, tell your operator.",
  forbidden:
    "Flowrun's credential may not see or test this connection. Your operator has to give it the permission View Sources for this sandbox.",
  rate_limited: "Adobe takes no more requests just now. Try again in a few minutes.",
  no_answer:
    "Adobe gave no answer. That says nothing about the source; try again in a few minutes.",
  not_understood: "Adobe's answer makes no sense to Flowrun. Test it in Adobe: Sources, Accounts.",
} as const satisfies Record<TestRefusal, string>;
