import type { Json, JsonObject } from "../../page/contract.ts";
import { IDENTITY } from "./identity.ts";
import type { StoredView } from "./stored.ts";

const plain = (text: string | undefined): Json =>
  text === undefined ? null : { type: "plain_text", text, emoji: true };

/** A view as Slack writes it in answers and in payloads. `values`: block_id → action_id → state. */
export function shapeView(view: StoredView, values: JsonObject = {}): JsonObject {
  return {
    id: view.id,
    team_id: IDENTITY.teamId,
    app_id: IDENTITY.appId,
    app_installed_team_id: IDENTITY.teamId,
    bot_id: IDENTITY.botId,
    type: "modal",
    title: plain(view.title),
    submit: plain(view.submit),
    close: plain(view.close),
    blocks: view.blocks,
    callback_id: view.callbackId,
    external_id: view.externalId,
    private_metadata: view.privateMetadata,
    hash: view.hash,
    state: { values },
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId ?? null,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
  };
}
