import { T0 } from "./builders.ts";
import { ORG_ID } from "./start-flowrun.ts";

interface FlatReport {
  readonly rule?: string;
  readonly firing?: boolean;
  /** `null`: concerns no flow. */
  readonly flowId?: string | null;
  readonly runId?: string;
  /** When it became so. */
  readonly at?: number;
  readonly value?: string;
  readonly message?: string;
  readonly url?: string;
}

/** What Adobe sends of one of its own alert rules, as its published samples are. */
export function flatReport(parts: FlatReport = {}): Record<string, unknown> {
  const { rule = "sources_flow_run_delay", firing = true, flowId = "flow-orders" } = parts;
  const at = new Date(parts.at ?? T0).toISOString();
  const { value = "161", message = "Sources Flow Run Delay above 150 minutes.", runId } = parts;
  return {
    id: `alert-${at}`,
    status: firing ? "FIRING" : "INACTIVE",
    name: rule,
    message: `${firing ? "Triggered" : "Resolved"} : ${message}`,
    createdAt: at,
    ...(firing ? {} : { resolvedAt: at }),
    severity: "high",
    imsOrgId: ORG_ID,
    sandboxName: "prod",
    value,
    ...(parts.url === undefined ? {} : { url: parts.url }),
    ...(flowId === null ? {} : { flowId }),
    ...(runId === undefined ? {} : { flowRunId: runId }),
  };
}
