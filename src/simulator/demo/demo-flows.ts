import type { Simulator } from "../simulator.ts";
import { CRM_FLOW, GAP_FLOW, LOYALTY_FLOW, SALES_FLOW } from "./demo-fixtures.ts";

/** The flow of Adobe's older sample, which states no name. */
const NAMELESS_FLOW_ID = "cf4fce79-8822-456d-8fce-798822556dc6";

/** Where the failures of Adobe's samples happened. */
const SAMPLE_SANDBOX = "dev";
/** Where the good run of Adobe's samples happened. */
const GOOD_SANDBOX = "mlb-enablement";

/** About what Adobe's APIs take, so that one sees a card without names change into one with them. */
const API_DELAY_MS = 400;

/** What Adobe's APIs can tell of the demo's flows. */
export function teachNames({ adobe }: Simulator): void {
  const { flows } = adobe;
  flows.define({
    flowId: SALES_FLOW.id,
    sandbox: SAMPLE_SANDBOX,
    name: SALES_FLOW.name,
    source: { name: "Medallia export", type: "sftp" },
    dataset: { name: "Medallia responses" },
  });
  flows.define({
    flowId: CRM_FLOW.id,
    sandbox: SAMPLE_SANDBOX,
    name: CRM_FLOW.name,
    source: { name: "CRM drop", type: "azure-blob" },
    dataset: { name: "CRM contacts" },
  });
  for (const sandbox of [SAMPLE_SANDBOX, GOOD_SANDBOX]) {
    flows.define({
      flowId: LOYALTY_FLOW.id,
      sandbox,
      name: LOYALTY_FLOW.name,
      source: { name: "Loyalty bucket", type: "amazon-s3" },
      dataset: { name: "Loyalty members" },
      partialIngestionPercent: 50,
    });
  }
  flows.define({
    flowId: GAP_FLOW.id,
    sandbox: SAMPLE_SANDBOX,
    name: GAP_FLOW.name,
    source: { name: "Returns drop", type: "sftp" },
    dataset: { name: "Returns" },
  });
  flows.define({
    flowId: NAMELESS_FLOW_ID,
    name: "Web orders, hourly",
    source: { name: "Shop export", type: "sftp" },
    dataset: { name: "Web orders" },
  });
  adobe.setFaults({ platformDelayMs: API_DELAY_MS });
}
