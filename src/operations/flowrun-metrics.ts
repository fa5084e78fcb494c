import type { Queries } from "../store/store.ts";
import { createMetrics, type Metrics } from "./metrics.ts";

/** Every figure that `/metrics` shows. */
export function createFlowrunMetrics({ deliveries, alerts, notifications }: Queries): Metrics {
  const metrics = createMetrics({
    flowrun_received_total: {
      type: "counter",
      help: "Requests and notifications from Adobe by outcome, since the process started.",
    },
    flowrun_outbox_waiting: { type: "gauge", help: "Deliveries still to be said in Slack." },
    flowrun_outbox_refused: { type: "gauge", help: "Deliveries that Slack refused for good." },
    flowrun_alerts_open: { type: "gauge", help: "Alerts that nobody has acknowledged." },
    flowrun_alerts_acknowledged: { type: "gauge", help: "Acknowledged alerts, not yet resolved." },
    flowrun_notifications_not_understood: {
      type: "gauge",
      help: "Kept notifications that this version cannot read.",
    },
  });
  metrics.gauge("flowrun_outbox_waiting", () => deliveries.countWaiting());
  metrics.gauge("flowrun_outbox_refused", () => deliveries.countRefused());
  metrics.gauge("flowrun_alerts_open", async () => (await alerts.countByState()).open);
  metrics.gauge(
    "flowrun_alerts_acknowledged",
    async () => (await alerts.countByState()).acknowledged,
  );
  metrics.gauge("flowrun_notifications_not_understood", () => notifications.countNotUnderstood());
  return metrics;
}
