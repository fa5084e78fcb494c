import type { ModalView } from "@slack/types";
import type { AlertView } from "../../domain/alert-view.ts";
import { ACTION, BLOCK, CALLBACK } from "../action-ids.ts";
import { NOTE_LIMIT } from "../commands/command.ts";
import { SLACK_LIMITS } from "../limits.ts";
import { plainText, toBlocks } from "./layout/parts.ts";
import type { Prose } from "./layout/prose.ts";
import { lookOf } from "./wording/kind-words.ts";
import { labelOf } from "./wording/rule-words.ts";
import { causeTitle, flowLabel } from "./wording/run-words.ts";

/** Asks what fixed it: the next one who sees this failure will read the answer. */
export function renderResolveModal(view: AlertView): ModalView {
  const { alert } = view;
  return {
    type: "modal",
    callback_id: CALLBACK.resolveAlert,
    private_metadata: alert.alertId,
    title: plainText(`Resolve Alert #${alert.number}`, SLACK_LIMITS.view.title),
    submit: plainText("Resolve", SLACK_LIMITS.view.submit),
    close: plainText("Cancel", SLACK_LIMITS.view.close),
    blocks: [
      ...toBlocks([{ kind: "lines", lines: subjectLines(view) }], "rich"),
      {
        type: "input",
        block_id: BLOCK.resolveNote,
        optional: true,
        label: plainText("What fixed it?", SLACK_LIMITS.input.label),
        hint: plainText(
          "The card and the next alert with this cause will show it.",
          SLACK_LIMITS.input.hint,
        ),
        element: {
          type: "plain_text_input",
          action_id: ACTION.resolveNote,
          multiline: true,
          max_length: NOTE_LIMIT,
          placeholder: plainText(
            "For example: rotated the SFTP key",
            SLACK_LIMITS.plainTextInput.placeholder,
          ),
        },
      },
    ],
  };
}

function subjectLines(view: AlertView): Prose[] {
  if (view.about === "rule") {
    return [[{ bold: labelOf(view, 120) }], [lookOf(view.alert.kind).title]];
  }
  const { run, flowName, explanation } = view;
  return [[{ bold: flowLabel({ flowId: run.flowId, flowName }, 120) }], [causeTitle(explanation)]];
}
