import type { JsonObject } from "../../page/contract.ts";
import type { Problem } from "../validate/check.ts";

/**
 * Slack says no, in one of its own error words. Thrown, since a method may refuse at any depth; caught once, where
 * the answer is written.
 */
export class Refusal extends Error {
  readonly slackError: string;
  readonly details: JsonObject;

  constructor(slackError: string, details: JsonObject = {}) {
    super(slackError);
    this.slackError = slackError;
    this.details = details;
  }
}

/** With every problem and its place, as Slack lists them. */
export function refuseFor(slackError: string, problems: readonly Problem[]): Refusal {
  const messages = problems.map(
    ({ pointer, message }) => `[ERROR] ${message} [json-pointer:${pointer}]`,
  );
  return new Refusal(slackError, { errors: messages, response_metadata: { messages } });
}
