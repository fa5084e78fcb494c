import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { Arguments } from "../api/arguments.ts";
import { invalid } from "../api/arguments.ts";
import { Refusal } from "../api/refusal.ts";
import { judgeView } from "../api/view-definition.ts";
import type { StoredView } from "../workspace/stored.ts";
import { shapeView } from "../workspace/view-shape.ts";
import type { Method, MethodContext } from "./method.ts";

export const viewsOpen: Method = (args, context) => openOnTop(args, context);

/** Unlike views.open it needs a modal that is open already. */
export const viewsPush: Method = (args, context) => {
  const { userId } = getTrigger(args, context);
  if (context.views.depth(userId) === 0) throw new Refusal("not_found");
  return openOnTop(args, context);
};

export const viewsUpdate: Method = (args, context) => {
  const view = getView(args, context);
  const hash = args.text("hash");
  if (hash !== undefined && hash !== "" && hash !== view.hash) throw new Refusal("hash_conflict");
  const definition = judgeView(args.json("view", "invalid_arguments"), context.views, view);
  return { view: shapeView(context.views.update(view, definition)) };
};

const openOnTop: Method = (args, context) => {
  const { id, userId } = getTrigger(args, context);
  const definition = judgeView(args.json("view", "invalid_arguments"), context.views);
  if (context.views.depth(userId) >= SLACK_LIMITS.view.stack) {
    throw new Refusal("push_limit_reached");
  }
  context.triggers.exchange(id);
  return { view: shapeView(context.views.push(userId, definition)) };
};

function getTrigger(
  args: Arguments,
  { triggers }: MethodContext,
): { readonly id: string; readonly userId: string } {
  const id = args.required("trigger_id");
  const state = triggers.look(id);
  switch (state.kind) {
    case "good":
      return { id, userId: state.userId };
    case "unknown":
      throw new Refusal("invalid_trigger_id");
    case "expired":
      throw new Refusal("expired_trigger_id");
    case "exchanged":
      throw new Refusal("exchanged_trigger_id");
  }
}

function getView(args: Arguments, { views }: MethodContext): StoredView {
  const viewId = args.text("view_id");
  const externalId = args.text("external_id");
  if ((viewId ?? "") === "" && (externalId ?? "") === "") {
    throw invalid("missing required field: view_id or external_id");
  }
  const view = viewId ? views.find(viewId) : views.findByExternalId(externalId ?? "");
  if (view === undefined) throw new Refusal("not_found");
  return view;
}
