import { Router } from "express";
import type { WireLog } from "../wire-log.ts";
import { createCatalog } from "./catalog.ts";
import type { AdobeFaults } from "./faults.ts";
import { createFlowActions } from "./flow-actions.ts";
import { createFlowService } from "./flow-service.ts";
import { createIms } from "./ims.ts";
import { createPlatformGate } from "./platform-gate.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { createRuns, type Runs } from "./runs.ts";

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
  /** The runs that Flow Service can retry; it knows all that notifications were sent of. */
  readonly runs: Runs;
  /** Requests to the platform's APIs, oldest first, such as `GET /data/foundation/…`. */
  readonly platformCalls: () => readonly string[];
  readonly tokenCalls: () => number;
  /** None of the tokens that were issued is accepted any more. */
  readonly revokeTokens: () => void;
}

/** Adobe's APIs: IMS, Flow Service and Catalog. */
export function createApiRoutes(around: ApiSurroundings): {
  readonly router: Router;
  readonly controls: ApiControls;
  /** Whether IMS issued the token. */
  readonly isIssued: (token: string) => boolean;
} {
  const flows = createRegistry();
  const runs = createRuns(flows);
  const ims = createIms(around);
  const gate = createPlatformGate(around, ims);
  const router = Router();
  router.use(ims.router, createFlowService(flows, gate), createCatalog(flows, gate));
  router.use(createFlowActions({ flows, runs }, gate));
  return {
    router,
    isIssued: ims.isGood,
    controls: {
      flows,
      runs,
      platformCalls: gate.calls,
      tokenCalls: ims.calls,
      revokeTokens: ims.revoke,
    },
  };
}
