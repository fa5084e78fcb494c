import { randomUUID } from "node:crypto";
import type { JsonObject } from "../page/contract.ts";
import type { FixtureContext, FixtureSource, MadeFixture } from "../page/page-options.ts";
import { asObject, readSample } from "./demo-runs.ts";

/** The sandbox of the demo's flows. */
const SANDBOX = "dev";
const MINUTE_MS = 60_000;

interface AlertChange {
  readonly flowId?: string;
  readonly runId?: string;
  readonly value: string;
  readonly message: string;
}

/** One of Adobe's metric alerts as if it had come about just now. */
function asNewAlert(name: string, context: FixtureContext, change: AlertChange): MadeFixture {
  const { url: _old, ...sample } = asObject(readSample(name, context));
  const state: JsonObject =
    sample["status"] === "FIRING"
      ? { createdAt: at(context) }
      : { createdAt: at(context, 30), resolvedAt: at(context) };
  return {
    eventId: randomUUID(),
    body: {
      ...sample,
      ...state,
      id: randomUUID(),
      sandboxName: SANDBOX,
      value: change.value,
      message: change.message,
      ...(change.flowId === undefined ? {} : { flowId: change.flowId }),
      ...(change.runId === undefined ? {} : { flowRunId: change.runId }),
    },
  };
}

function at({ now }: FixtureContext, minutesAgo = 0): string {
  return new Date(now - minutesAgo * MINUTE_MS).toISOString();
}

/** The panel's buttons for Adobe's own alert rules. */
export function alertFixtures(flows: {
  readonly late: string;
  readonly erring: string;
}): readonly FixtureSource[] {
  let lateRun: string = randomUUID();
  const delay = (name: string, context: FixtureContext, word: string): MadeFixture =>
    asNewAlert(name, context, {
      flowId: flows.late,
      runId: lateRun,
      value: "161",
      message: `${word} : Sources Flow Run Delay above 150 minutes. The current value is 161 minutes.`,
    });
  return [
    {
      id: "delay",
      label: "A run is late",
      hint: "Adobe's rule about late runs fires: a quieter alert of its own kind.",
      make: (context) => {
        lateRun = randomUUID();
        return delay("metric-alert-run-delayed", context, "Triggered");
      },
    },
    {
      id: "delay_over",
      label: "… late no more",
      hint: "The same rule ceases to fire for that run: its alert closes.",
      make: (context) => delay("metric-alert-run-delay-resolved", context, "Resolved"),
    },
    {
      id: "error_rate",
      label: "High error rate",
      hint: "Adobe's rule about a flow's error rate fires.",
      make: (context) =>
        asNewAlert("metric-alert-error-rate", context, {
          flowId: flows.erring,
          value: "2",
          message:
            "Triggered : Sources Ingestion Error Rate Exceeded is above 0.5%. The current value is 2%.",
        }),
    },
    {
      id: "throughput",
      label: "Throughput at 80 %",
      hint: "A rule that concerns no flow: the alert names the sandbox.",
      make: (context) =>
        asNewAlert("metric-alert-throughput-capacity", context, {
          value: "80",
          message: "Triggered : Streaming throughput is above 80% of the capacity.",
        }),
    },
  ];
}
