import type { FlowId } from "../domain/ids.ts";
import type { Changes, Learner } from "./adobe-apis.ts";

interface AfterReading {
  /** There is bad news of these flows. */
  alerted(flowIds: readonly FlowId[]): void;
  /** Runs came from elsewhere; of which flows is not known. */
  filled(): void;
  /** Everything that there was is read. */
  ended(): void;
}

/**
 * Looks up what Adobe's APIs know of flows that a reading of the journal brought bad news of. What
 * recovered within the journal needs nothing any more, so the end of the reading is waited for.
 */
export function createAfterReading(
  { logger }: Pick<Changes, "logger">,
  learner: Learner | undefined,
): AfterReading {
  const alerted = new Set<FlowId>();
  let isFilled = false;
  return {
    alerted(flowIds) {
      for (const flowId of flowIds) alerted.add(flowId);
    },
    filled() {
      isFilled = true;
    },
    ended() {
      learner?.want([...alerted]);
      alerted.clear();
      if (!isFilled) return;
      isFilled = false;
      // All that stand are looked through.
      learner?.start().catch((err: unknown) => {
        logger.error({ err }, "what Adobe's APIs know could not be looked up");
      });
    },
  };
}
