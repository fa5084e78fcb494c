import type { ModalView } from "@slack/types";
import type { AlertView } from "../../domain/alert-view.ts";
import type { RunDetail } from "../../usecases/find-flow.ts";
import { CALLBACK } from "../action-ids.ts";
import { SLACK_LIMITS } from "../limits.ts";
import type { RenderContext } from "../message.ts";
import type { Room } from "./layout/fit.ts";
import { type Part, plainText, toBlocks } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";
import { testButton } from "./test-button.ts";
import { historyLine, stateLines } from "./wording/alert-words.ts";
import { diagnosticsParts } from "./wording/diagnostics-parts.ts";
import { retryLines } from "./wording/retry-words.ts";
import { ruleDetailParts } from "./wording/rule-detail-parts.ts";
import * as detail from "./wording/run-detail-parts.ts";
import { stripLine } from "./wording/run-words.ts";
import { alertOfRunLines } from "./wording/summary-words.ts";

/** A modal holds far more than a message; these keep it well within 100 blocks and 250 kB. */
const ROOM: Room = { quote: 2_000, note: 500, name: 120, id: 200, rows: 20 };
const SIZE: detail.DetailSize = { causes: 12, activities: 20, batches: 10, rawError: 2_500 };

const DIAGNOSTICS = { errors: 20, files: 20, table: false };

/**
 * Details of an alert: its state, and everything about its newest run, or what Adobe's rule says.
 * `notice`: what came of a press in it.
 */
export function renderDetailsModal(
  view: AlertView,
  context: RenderContext,
  notice?: Prose,
): ModalView {
  const title = `Alert #${view.alert.number}`;
  if (view.about === "rule") return asModal(title, ruleDetailParts(view, context, ROOM), context);
  const lines = [
    ...stateLines(view.alert, ROOM, view.recoveredBy),
    ...retryLines(view, context.now, ROOM),
    historyLine(view, ROOM),
    stripLine(view.recentRuns),
  ];
  const first: Part[] = [...noticePart(notice), { kind: "lines", lines }];
  const offered = notice === undefined ? testButton(view, context) : [];
  return modal(title, [...first, ...offered], { found: view, context });
}

function noticePart(notice: Prose | undefined): Part[] {
  return notice === undefined ? [] : [{ kind: "quote", line: notice }];
}

/** Details of a run, whether an alert stands for it or not. */
export function renderRunDetailsModal(found: RunDetail, context: RenderContext): ModalView {
  const lines = alertOfRunLines(found, context, ROOM);
  return modal("Run", [{ kind: "lines", lines }], { found, context });
}

function modal(
  title: string,
  first: readonly Part[],
  { found, context }: { found: detail.DetailedRun; context: RenderContext },
): ModalView {
  const parts: Part[] = [
    detail.runHeader(found, ROOM),
    ...first,
    { kind: "lines", lines: detail.originLines(found, ROOM) },
    ...detail.explanationParts(found, context, ROOM),
    ...detail.errorParts(found, ROOM, SIZE),
    ...diagnosticsParts(found.diagnostics, ROOM, DIAGNOSTICS),
    ...detail.activityParts(found, ROOM, SIZE),
    { kind: "lines", lines: detail.figureLines(found) },
    { kind: "small", lines: detail.idLines(found, ROOM, SIZE) },
    { kind: "lines", lines: [detail.adobeLinks(found, context)] },
  ];
  return asModal(title, parts, context);
}

function asModal(title: string, parts: readonly Part[], context: RenderContext): ModalView {
  return {
    type: "modal",
    callback_id: CALLBACK.details,
    title: plainText(title, SLACK_LIMITS.view.title),
    close: plainText("Close", SLACK_LIMITS.view.close),
    blocks: toBlocks(parts, context.layout),
  };
}
