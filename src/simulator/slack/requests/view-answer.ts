import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { JsonObject } from "../../page/contract.ts";
import { Refusal } from "../api/refusal.ts";
import { judgeView } from "../api/view-definition.ts";
import { isObject, parseJson, toText } from "../json.ts";
import type { StoredView } from "../workspace/stored.ts";
import type { Views } from "../workspace/views.ts";

/**
 * Does what the app answered to a view_submission. An empty answer closes the view. Throws an Error that names what
 * Slack would refuse: a person would only see "We had some trouble connecting".
 */
export function obeyViewAnswer(views: Views, view: StoredView, body: string): void {
  const answer = body.trim() === "" ? {} : parseJson(body);
  if (!isObject(answer)) throw refused(`it is not JSON: ${body.slice(0, 200)}`);
  try {
    // The app may have updated the view by views.update while it answered.
    obey(views, views.find(view.id) ?? view, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw refused(`${error.slackError} ${JSON.stringify(error.details)}`);
  }
}

type Obey = (views: Views, view: StoredView, answer: JsonObject) => void;

const ACTIONS: ReadonlyMap<string, Obey> = new Map<string, Obey>([
  ["", closeSubmitted],
  ["clear", (views, view) => views.clear(view.userId)],
  ["errors", (views, view, answer) => views.showErrors(view, judgeErrors(view, answer["errors"]))],
  ["update", (views, view, answer) => views.update(view, judgeView(answer["view"], views, view))],
  ["push", push],
]);

function obey(views: Views, view: StoredView, answer: JsonObject): void {
  const action = answer["response_action"] ?? "";
  const act = typeof action === "string" ? ACTIONS.get(action) : undefined;
  if (act === undefined) throw refused(`unknown response_action ${JSON.stringify(action)}`);
  act(views, view, answer);
}

function push(views: Views, view: StoredView, answer: JsonObject): void {
  if (views.depth(view.userId) >= SLACK_LIMITS.view.stack) throw new Refusal("push_limit_reached");
  views.push(view.userId, judgeView(answer["view"], views));
}

/** The app may have changed the stack while it answered; then nothing is left to close. */
function closeSubmitted(views: Views, view: StoredView): void {
  if (views.top(view.userId)?.id === view.id) views.pop(view.userId);
}

function judgeErrors(
  view: StoredView,
  errors: JsonObject[string] | undefined,
): Readonly<Record<string, string>> {
  if (!isObject(errors)) throw refused("errors must be an object");
  const inputs = new Set(
    view.blocks.filter((block) => block["type"] === "input").map((block) => block["block_id"]),
  );
  const stray = Object.keys(errors).find((blockId) => !inputs.has(blockId));
  if (stray !== undefined) throw refused(`"${stray}" is no input block of the view`);
  return Object.fromEntries(
    Object.entries(errors).map(([blockId, message]) => [blockId, toText(message)]),
  );
}

const refused = (why: string): Error =>
  new Error(`Slack refuses the answer to view_submission: ${why}`);
