import type { SlackUserId } from "../../domain/ids.ts";
import { AlertId } from "../../domain/ids.ts";
import type { AlertChange } from "../../usecases/change-alert.ts";
import { ACTION, BLOCK, CALLBACK } from "../action-ids.ts";
import { renderNotice } from "../blocks/notice.ts";
import { refusalNotice } from "../blocks/refusal-notice.ts";
import type { Listening, Respond } from "../listening.ts";

/** A modal that was sent off, acknowledged already. */
export interface Submission {
  readonly view: {
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: {
      readonly values: Readonly<
        Record<string, Readonly<Record<string, { value?: string | null | undefined }>>>
      >;
    };
  };
  readonly by: SlackUserId;
  readonly respond: Respond;
}

/** Carries out what was typed into a modal of ours. */
export async function handleSubmission(
  { view, by, respond }: Submission,
  listening: Listening,
): Promise<void> {
  if (view.callback_id !== CALLBACK.resolveAlert) {
    await respond(renderNotice("This form belongs to another version of Flowrun."));
    return;
  }
  const alertId = AlertId.safeParse(view.private_metadata);
  const note = view.state.values[BLOCK.resolveNote]?.[ACTION.resolveNote]?.value?.trim() ?? "";
  const action = { kind: "resolve", ...(note === "" ? {} : { note }) } as const;
  const change: AlertChange = alertId.success
    ? await listening.changeAlert({ alertId: alertId.data, by, action })
    : { kind: "not_found" };
  if (change.kind !== "done") await respond(refusalNotice(change, listening.clock.now()));
}
