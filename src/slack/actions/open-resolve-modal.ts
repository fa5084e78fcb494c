import { AlertId } from "../../domain/ids.ts";
import { loadAlertView } from "../../usecases/load-alert-view.ts";
import { refusalNotice } from "../blocks/refusal-notice.ts";
import { renderResolveModal } from "../blocks/resolve-modal.ts";
import { renderGoneModal } from "../blocks/small-modals.ts";
import type { Listening, Press } from "../listening.ts";
import { openWhenReady } from "../views/open-when-ready.ts";

/** Asks what fixed it; an alert that closed meanwhile is told at once, before anybody types. */
export async function openResolveModal(press: Press, listening: Listening): Promise<void> {
  const { queries, catalogue, clock } = listening;
  const alertId = AlertId.safeParse(press.value);
  await openWhenReady(press, listening, async () => {
    const view = alertId.success && (await loadAlertView(queries, catalogue, alertId.data));
    if (!view) return renderGoneModal();
    if (view.alert.state !== "resolved") return renderResolveModal(view);
    const tooLate = { kind: "refused", reason: "already_resolved", alert: view.alert } as const;
    await press.respond(refusalNotice(tooLate, clock.now()));
    return undefined;
  });
}
