import { Router } from "express";
import type { WireLog } from "../wire-log.ts";
import { type Batches, createBatches } from "./batches/batches.ts";
import { createDataAccess } from "./batches/data-access.ts";
import { createCatalog } from "./catalog.ts";
import type { AdobeFaults } from "./faults.ts";
import { createFlowActions } from "./flow-actions.ts";
import { createFlowService } from "./flow-service.ts";
import { createIms } from "./ims.ts";
import { createPlatformGate } from "./platform-gate.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { createRuns, type Runs } from "./runs/retryable-runs.ts";
import { createRunBook, type RunBook } from "./runs/run-book.ts";
import { createRunList } from "./runs/run-list.ts";

/** Who may ask. */
export interface Account {
  readonly clientId: string;
  readonly imsOrgId: string;
  readonly clientSecrets: readonly string[];
}

export interface ApiSurroundings {
  readonly account: Account;
  readonly wire: WireLog;
  readonly faults: () => AdobeFaults;
  readonly whenFaultsChange: (listener: () => void) => () => void;
}

export interface ApiControls {
  /** What Flow Service and Catalog know. */
  readonly flows: Registry;
  /** What Flow Service's list of runs holds. */
  readonly runBook: RunBook;
  /** What Catalog and Data Access know of batches. */
  readonly batches: Batches;
  /** The runs that Flow Service can retry; it knows all that notifications were sent of. */
  readonly runs: Runs;
  /** Requests to the platform's APIs, oldest first, such as `GET /data/foundation/…`. */
  readonly platformCalls: () => readonly string[];
  readonly tokenCalls: () => number;
  /** None of the tokens that were issued is accepted any more. */
  readonly revokeTokens: () => void;
}

/** Adobe's APIs: IMS, Flow Service, Catalog and Data Access. */
export function createApiRoutes(around: ApiSurroundings): {
  readonly router: Router;
  readonly controls: ApiControls;
  /** What a notification says is what the platform knows: its runs and their batches. */
  readonly learn: (notification: unknown) => void;
  /** Whether IMS issued the token. */
  readonly isIssued: (token: string) => boolean;
} {
  const flows = createRegistry();
  const runBook = createRunBook();
  const batches = createBatches();
  const runs = createRuns(flows);
  const ims = createIms(around);
  const gate = createPlatformGate(around, ims);
  const router = Router();
  router.use(
    ims.router,
    createFlowService(flows, gate),
    createCatalog({ flows, batches }, gate),
    createDataAccess(batches, gate),
    createRunList(runBook, gate),
    createFlowActions({ flows, runs }, gate),
  );
  return {
    router,
    isIssued: ims.isGood,
    learn(notification) {
      batches.derive(notification);
      runs.learn(notification);
    },
    controls: {
      flows,
      runBook,
      batches,
      runs,
      platformCalls: gate.calls,
      tokenCalls: ims.calls,
      revokeTokens: ims.revoke,
    },
  };
}
