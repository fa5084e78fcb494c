import { createAdobeApis } from "../adobe/adobe-apis.ts";
import type { Config } from "../config.ts";
import type { FlowId } from "../domain/ids.ts";
import type { Store } from "../store/store.ts";
import { createDiagnosticsLearner } from "../usecases/learn-diagnostics.ts";
import { createNameLearner } from "../usecases/learn-names.ts";
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

/** What Adobe's APIs know beyond the notifications: names and diagnostics. */
export interface Learner {
  /** Of which flows there is bad news. Returns at once. */
  want(flowIds: readonly FlowId[]): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createLearner({ apis }: Ground, changes: Changes): Learner | undefined {
  if (apis === undefined) return undefined;
  const onLearned = (): void => changes.onRecorded([]);
  const learners: readonly Learner[] = [
    createNameLearner({
      ...changes,
      names: apis.names,
      logger: changes.logger.child({ part: "names" }),
      onLearned,
    }),
    createDiagnosticsLearner({
      ...changes,
      diagnostics: apis.diagnostics,
      logger: changes.logger.child({ part: "diagnostics" }),
      onLearned,
    }),
  ];
  return {
    want(flowIds) {
      for (const learner of learners) learner.want(flowIds);
    },
    async start() {
      for (const learner of learners) await learner.start();
    },
    async stop() {
      await Promise.all(learners.map((learner) => learner.stop()));
    },
  };
}

export function recorder(changes: Changes, learner: Learner | undefined): Recorder {
  return createRecorder({
    ...changes,
    onRecorded(alerted) {
      changes.onRecorded(alerted);
      learner?.want(alerted);
    },
  });
}
