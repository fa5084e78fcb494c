import { AlertId } from "../../domain/ids.ts";
import type { AlertAction, AlertChange } from "../../usecases/change-alert.ts";
import { refusalNotice } from "../blocks/refusal-notice.ts";
import type { Listening, Press } from "../listening.ts";

/** Carries out a press on an alert's button. What changed shows on the card; only a refusal is told. */
export async function changeAlertByPress(
  press: Press,
  listening: Listening,
  action: AlertAction,
): Promise<void> {
  const alertId = AlertId.safeParse(press.value);
  const change: AlertChange = alertId.success
    ? await listening.changeAlert({ alertId: alertId.data, by: press.by, action })
    : { kind: "not_found" };
  if (change.kind !== "done") await press.respond(refusalNotice(change, listening.clock.now()));
}
