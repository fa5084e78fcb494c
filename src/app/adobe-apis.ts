import { createAdobeApis } from "../adobe/adobe-apis.ts";
import type { Config } from "../config.ts";
import type { Store } from "../store/store.ts";
import { createNameLearner, type NameLearner } from "../usecases/learn-names.ts";
import { createRecorder, type Recorder } from "../usecases/record-notifications.ts";
import type { Ground } from "./ground.ts";

export function adobeApis(
  { adobe: { api, clientId } }: Config,
  around: Pick<Ground, "logger" | "clock" | "random">,
): Pick<Ground, "apis"> {
  if (api === undefined) return {};
  const logger = around.logger.child({ part: "adobe" });
  return { apis: createAdobeApis({ ...around, access: api, clientId, logger }) };
}

export type Changes = Parameters<typeof createRecorder>[0] & { readonly store: Store };

export function nameLearner({ apis }: Ground, changes: Changes): NameLearner | undefined {
  if (apis === undefined) return undefined;
  const logger = changes.logger.child({ part: "names" });
  const onLearned = (): void => changes.onRecorded([]);
  return createNameLearner({ ...changes, names: apis.names, logger, onLearned });
}

export function recorder(changes: Changes, learner: NameLearner | undefined): Recorder {
  return createRecorder({
    ...changes,
    onRecorded(alerted) {
      changes.onRecorded(alerted);
      learner?.want(alerted);
    },
  });
}
