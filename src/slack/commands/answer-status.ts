import { type Found, findAlertByNumber, findRunOrFlow } from "../../usecases/find-flow.ts";
import { statusOverview } from "../../usecases/status-overview.ts";
import { renderAlertCard } from "../blocks/alert-card.ts";
import { renderFlowStatus, renderSeveralFlows } from "../blocks/flow-status.ts";
import { renderKeptNotification } from "../blocks/kept-notification.ts";
import { renderRunDetail } from "../blocks/run-detail.ts";
import { renderStatusOverview } from "../blocks/status-overview.ts";
import { askingNow, type Drawn, type Listening } from "../listening.ts";
import type { Target } from "./command.ts";
import { nothingNamed } from "./nothing-named.ts";

/** `/flowrun status`: everything at a glance, or all about what was named. */
export async function answerStatus(
  target: Target | undefined,
  listening: Listening,
): Promise<Drawn> {
  if (target !== undefined) return answerShow(target, listening);
  const overview = await statusOverview(askingNow(listening));
  const unreadable = listening.unreadableChannels();
  return (layout) =>
    renderStatusOverview({ ...overview, unreadable }, { ...listening.context(), layout });
}

/** `/flowrun show`: all about one run, alert or flow. */
export async function answerShow(target: Target, listening: Listening): Promise<Drawn> {
  const found = await find(target, listening);
  return (layout) => {
    const context = { ...listening.context(), layout };
    switch (found.kind) {
      case "flow":
        return renderFlowStatus(found.flow, context);
      case "run":
        return renderRunDetail(found.detail, context);
      case "alert":
        return renderAlertCard(found.view, context);
      case "kept":
        return renderKeptNotification(found.notification, context);
      case "several_flows":
        return renderSeveralFlows(found, context);
      case "nothing":
        return nothingNamed(target.kind === "alert" ? `#${target.number}` : target.text);
    }
  };
}

async function find(target: Target, listening: Listening): Promise<Found> {
  const around = askingNow(listening);
  return target.kind === "alert"
    ? findAlertByNumber(target.number, around)
    : findRunOrFlow(target.text, around);
}
