import type { Json, JsonObject } from "../../page/contract.ts";
import { isObject, toText } from "../json.ts";
import { isViewTooLarge, validateView } from "../validate/view.ts";
import type { StoredView } from "../workspace/stored.ts";
import type { Views } from "../workspace/views.ts";
import { Refusal, refuseFor } from "./refusal.ts";

/** A view that Slack takes, or a Refusal. `own`: the view that it replaces, whose external_id it may keep. */
export function judgeView(given: Json | undefined, views: Views, own?: StoredView): JsonObject {
  if (!isObject(given)) throw refuseFor("invalid_arguments", [missing]);
  if (isViewTooLarge(given)) throw new Refusal("view_too_large");
  const problems = validateView(given);
  if (problems.length > 0) {
    throw refuseFor(
      "invalid_arguments",
      problems.map(({ pointer, message }) => ({ pointer: `/view${pointer}`, message })),
    );
  }
  const externalId = toText(given["external_id"]);
  const holder = externalId === "" ? undefined : views.findByExternalId(externalId);
  if (holder !== undefined && holder.id !== own?.id) throw new Refusal("duplicate_external_id");
  return given;
}

const missing = { pointer: "/view", message: "missing required field: view" };
