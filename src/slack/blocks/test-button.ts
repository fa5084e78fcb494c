import type { RunAlertView } from "../../domain/alert-view.ts";
import { concernsConnection } from "../../domain/connection-trouble.ts";
import { ACTION, BLOCK } from "../action-ids.ts";
import type { RenderContext } from "../message.ts";
import type { Part } from "./layout/parts.ts";

/** Offered where testing the connection to the source tells something about the failure. */
export function testButton(
  { alert, run, causes }: RunAlertView,
  { asksAdobe = false }: RenderContext,
): Part[] {
  if (!asksAdobe || alert.state === "resolved" || !concernsConnection(run, causes[0])) return [];
  const text = "Test connection";
  return [
    {
      kind: "buttons",
      blockId: BLOCK.detailsButtons,
      buttons: [
        {
          actionId: ACTION.testConnection,
          text,
          spoken: `${text} to the source: Alert #${alert.number}`,
          value: alert.alertId,
        },
      ],
    },
  ];
}
