import type { JsonObject } from "../../page/contract.ts";
import type { StoredView } from "../workspace/stored.ts";
import { shapeView } from "../workspace/view-shape.ts";
import { commonFields } from "./common-fields.ts";
import { statesOf, type Typed } from "./element-state.ts";
import { judgeInput } from "./judge-input.ts";
import { getPerson, type RequestContext } from "./request-context.ts";
import type { Forgery } from "./sign.ts";
import { obeyViewAnswer } from "./view-answer.ts";

export interface SubmitOptions {
  readonly forgery?: Forgery;
}

export interface SubmitResult {
  /** 0: not sent (Slack's client refused the input), no answer in time, or nobody listens. */
  readonly status: number;
  readonly body: string;
}

/** Sends the view on top and does what the app answers: errors, update, push, clear, or close it. */
export async function submitView(
  context: RequestContext,
  submitted: { readonly userId: string; readonly values: Typed },
  options: SubmitOptions = {},
): Promise<SubmitResult> {
  const { userId, values } = submitted;
  const view = getTop(context, userId);
  if (view.submit === undefined) throw new Error(`"${view.title}" has no submit button`);
  const errors = judgeInput(view, values);
  if (Object.keys(errors).length > 0) {
    context.views.showErrors(view, errors);
    return { status: 0, body: JSON.stringify({ errors }) };
  }
  const answer = await context.line.sendPayload(
    {
      type: "view_submission",
      ...commonFields(getPerson(context, userId)),
      trigger_id: context.triggers.create(userId),
      view: shapeView(view, statesOf(view.blocks, values)),
      response_urls: [],
    },
    options.forgery,
  );
  // A failed submission leaves the modal as it is: Slack asks the person to try again.
  if (answer.failure === undefined) obeyViewAnswer(context.views, view, answer.body);
  return { status: answer.status, body: answer.body };
}

/** 204: the app did not ask to hear of it. */
const NOT_SENT = 204;

/** Takes the view on top away, and tells the app where it wants to know. */
export async function closeView(
  context: RequestContext,
  userId: string,
): Promise<{ readonly status: number }> {
  const view = getTop(context, userId);
  if (view.clearOnClose) context.views.clear(userId);
  else context.views.pop(userId);
  if (!view.notifyOnClose) return { status: NOT_SENT };
  const payload: JsonObject = {
    type: "view_closed",
    ...commonFields(getPerson(context, userId)),
    view: shapeView(view, statesOf(view.blocks)),
    is_cleared: false,
  };
  const { status } = await context.line.sendPayload(payload);
  return { status };
}

function getTop({ views }: RequestContext, userId: string): StoredView {
  const view = views.top(userId);
  if (view === undefined) throw new Error(`${userId} has no view open`);
  return view;
}
