import type express from "express";
import type { Config } from "../config.ts";
import type { Metrics } from "../operations/metrics.ts";
import { createKeyCache } from "../receive/keys.ts";
import type { Addressee } from "../receive/recipient.ts";
import { createAdobeRouter } from "../receive/router.ts";
import type { Recorder } from "../usecases/record-notifications.ts";
import type { OperatorNotices } from "../usecases/tell-operator.ts";
import type { Ground } from "./ground.ts";

export function addressee({ adobe: { clientId, allowedClientIds, orgId } }: Config): Addressee {
  return { clientId, allowedClientIds, ...(orgId === undefined ? {} : { imsOrgId: orgId }) };
}

export function adobeRouter(
  { config, clock, logger, validationOrigin }: Ground,
  { metrics, record, notices }: { metrics: Metrics; record: Recorder; notices: OperatorNotices },
): express.Router {
  const { keysUrl } = config.adobe;
  const now = (): number => clock.now();
  const log = logger.child({ part: "receive" });
  return createAdobeRouter({
    us: addressee(config),
    validationOrigin,
    onValidated: (result) => notices.tell({ ...result, at: now() }),
    keys: createKeyCache({ keysUrl, now, logger: log }),
    record: async (notifications) => {
      await record(notifications);
    },
    now,
    count: (outcome, by) => metrics.count("flowrun_received_total", { outcome }, by),
    logger: log,
  });
}
