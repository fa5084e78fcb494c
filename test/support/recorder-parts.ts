import { uuidv7 } from "uuidv7";
import { AlertId } from "../../src/domain/ids.ts";
import type { Store } from "../../src/store/store.ts";
import type { createRecorder } from "../../src/usecases/record-notifications.ts";
import { CHANNEL, silentLogger } from "./builders.ts";
import { createFakeClock } from "./fake-clock.ts";

/** What a recorder needs where only the store is looked at. */
export function recorderParts(store: Store): Parameters<typeof createRecorder>[0] & {
  readonly store: Store;
} {
  return {
    store,
    clock: createFakeClock(),
    logger: silentLogger,
    channels: [CHANNEL],
    newAlertId: () => AlertId.parse(uuidv7()),
    onRecorded: () => undefined,
  };
}
