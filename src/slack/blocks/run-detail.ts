import type { RunDetail } from "../../usecases/find-flow.ts";
import { ACTION, BLOCK } from "../action-ids.ts";
import { runUrl } from "../links.ts";
import type { RenderContext, SlackMessage } from "../message.ts";
import { type Draft, type Room, toMessage } from "./layout/fit.ts";
import type { ButtonSpec, Part } from "./layout/parts.ts";
import { diagnosticsParts } from "./wording/diagnostics-parts.ts";
import * as detail from "./wording/run-detail-parts.ts";
import { flowLabel } from "./wording/run-words.ts";
import { alertOfRunLines } from "./wording/summary-words.ts";

/** What is left out here stands in Details. */
const SIZE: detail.DetailSize = { causes: 3, activities: 6, batches: 2, rawError: 0 };

const DIAGNOSTICS = { errors: 8, files: 5, table: true };

/** The answer to `/flowrun show <run>`. */
export function renderRunDetail(found: RunDetail, context: RenderContext): SlackMessage {
  return toMessage(context.layout, (room) => draftDetail(found, context, room));
}

function draftDetail(found: RunDetail, context: RenderContext, room: Room): Draft {
  const lines = alertOfRunLines(found, context, room);
  return {
    parts: [
      detail.runHeader(found, room),
      ...detail.explanationParts(found, context, room),
      { kind: "lines", lines: [...lines, ...detail.originLines(found, room)] },
      ...detail.errorParts(found, room, SIZE),
      ...diagnosticsParts(found.diagnostics, room, DIAGNOSTICS),
      ...detail.activityParts(found, room, SIZE),
      { kind: "lines", lines: detail.figureLines(found) },
      { kind: "small", lines: detail.idLines(found, room, SIZE) },
      buttons(found, context),
    ],
  };
}

function buttons(found: RunDetail, context: RenderContext): Part {
  const { run } = found;
  const flow = flowLabel({ flowId: run.flowId, flowName: found.flowName ?? run.flowName }, 40);
  const url = runUrl(run, context.imsOrgId);
  const details: ButtonSpec = {
    actionId: ACTION.runDetails,
    text: "Details",
    spoken: `Details: this run of ${flow}`,
    value: run.runId,
  };
  const open: ButtonSpec[] =
    url === undefined
      ? []
      : [
          {
            actionId: ACTION.openInAdobe,
            text: "Open in Adobe",
            spoken: `Open in Adobe: this run of ${flow}`,
            url,
          },
        ];
  return { kind: "buttons", blockId: BLOCK.runButtons, buttons: [details, ...open] };
}
