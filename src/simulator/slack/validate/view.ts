import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { JsonObject } from "../../page/contract.ts";
import { toObjects, toWire } from "../json.ts";
import { all, type Check, flag, oneOf, type Problem, problem, rule, shape } from "./check.ts";
import { validatePayload } from "./payload.ts";
import { plainText, text } from "./text.ts";

const limits = SLACK_LIMITS.view;

const needsSubmit = (value: JsonObject): string | undefined =>
  value["submit"] === undefined &&
  toObjects(value["blocks"]).some((block) => block["type"] === "input")
    ? "a view with an input must have submit"
    : undefined;

const blocks: Check = (value) => validatePayload("modal", { blocks: value });

const modal: Check = all(
  shape(
    { type: oneOf("modal"), title: plainText(limits.title), blocks },
    {
      submit: plainText(limits.submit),
      close: plainText(limits.close),
      callback_id: text(limits.callbackId),
      external_id: text(limits.externalId),
      private_metadata: text(limits.privateMetadata, 0),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  rule(needsSubmit),
);

/** What Slack would refuse in a whole modal view, but for its size. */
export function validateView(view: unknown): readonly Problem[] {
  const wire = toWire(view);
  return wire === undefined ? problem("", "must be an object") : modal(wire, "");
}

export const isViewTooLarge = (view: JsonObject): boolean =>
  Buffer.byteLength(JSON.stringify(view)) > limits.jsonBytes;
