import type { ModalView } from "@slack/types";
import { AlertId } from "../../domain/ids.ts";
import { findRun } from "../../usecases/find-flow.ts";
import { loadAlertView } from "../../usecases/load-alert-view.ts";
import { renderDetailsModal, renderRunDetailsModal } from "../blocks/details-modal.ts";
import { renderGoneModal } from "../blocks/small-modals.ts";
import { askingNow, type Listening, type Press, richContext } from "../listening.ts";
import { openWhenReady } from "../views/open-when-ready.ts";

/** Opens the details of an alert: every activity, figure, error, id and time. */
export async function showAlertDetails(press: Press, listening: Listening): Promise<void> {
  await openWhenReady(press, listening, async (): Promise<ModalView> => {
    const alertId = AlertId.safeParse(press.value);
    const { queries, catalogue } = listening;
    const view = alertId.success && (await loadAlertView(queries, catalogue, alertId.data));
    return view ? renderDetailsModal(view, richContext(listening)) : renderGoneModal();
  });
}

export async function showRunDetails(press: Press, listening: Listening): Promise<void> {
  await openWhenReady(press, listening, async (): Promise<ModalView> => {
    const detail = await findRun(press.value, askingNow(listening));
    return detail ? renderRunDetailsModal(detail, richContext(listening)) : renderGoneModal();
  });
}
