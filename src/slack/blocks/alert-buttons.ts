import type { Alert } from "../../domain/alert.ts";
import { ACTION, BLOCK, revisedBlockId } from "../action-ids.ts";
import type { ButtonSpec, Part } from "./layout/parts.ts";

/** What can be done with an alert in its state, whatever it is about. */
export function alertButtons(
  alert: Alert,
  {
    about,
    url,
    extra = [],
  }: {
    /** Said by screen readers behind the button's words. */
    readonly about: string;
    /** The page in Adobe. */
    readonly url: string | undefined;
    readonly extra?: readonly ButtonSpec[];
  },
): Extract<Part, { kind: "buttons" }> {
  const button = (actionId: string, text: string): ButtonSpec => ({
    actionId,
    text,
    spoken: `${text}: Alert #${alert.number}, ${about}`,
    value: alert.alertId,
  });
  const changes = {
    open: [{ ...button(ACTION.acknowledge, "Acknowledge"), primary: true }],
    acknowledged: [button(ACTION.unacknowledge, "Unacknowledge")],
    resolved: [],
  } satisfies Record<typeof alert.state, ButtonSpec[]>;
  return {
    kind: "buttons",
    blockId: revisedBlockId(BLOCK.alertButtons, alert.revision),
    buttons: [
      ...changes[alert.state],
      ...(alert.state === "resolved" ? [] : [button(ACTION.resolve, "Resolve")]),
      button(ACTION.alertDetails, "Details"),
      ...extra,
      ...(url === undefined ? [] : [{ ...button(ACTION.openInAdobe, "Open in Adobe"), url }]),
    ],
  };
}
