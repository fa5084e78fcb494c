import type { ConnectionTester } from "../adobe/test-connection.ts";
import type { Clock } from "../clock.ts";
import type { TestRefusal } from "../domain/connection-test.ts";
import type { AlertId, ChannelId, FlowId, SlackUserId } from "../domain/ids.ts";
import { DEFAULT_SANDBOX } from "../domain/sandbox.ts";
import type { Store } from "../store/store.ts";
import { sayAlert } from "./say-alert.ts";

export interface TestRequest {
  readonly alertId: AlertId;
  readonly by: SlackUserId;
}

export type TestAnswer =
  /** The alert's thread was told too. */
  | { readonly kind: "tested"; readonly works: boolean }
  | { readonly kind: "not_tested"; readonly reason: TestRefusal }
  | { readonly kind: "under_way"; readonly by: SlackUserId }
  | { readonly kind: "not_stored" };

interface Parts {
  readonly store: Pick<Store, "read" | "write">;
  readonly test: ConnectionTester;
  readonly clock: Clock;
  readonly channels: readonly ChannelId[];
  readonly onChanged: () => void;
}

/** Lets people test the connection to the source of an alert's flow, one test of a flow at a time. */
export function createConnectionTests(parts: Parts): (request: TestRequest) => Promise<TestAnswer> {
  const { store, clock, channels } = parts;
  const underWay = new Map<FlowId, SlackUserId>();

  async function test(flowId: FlowId, { alertId, by }: TestRequest): Promise<TestAnswer> {
    const flow = await store.read.flows.find(flowId);
    const tested = await parts.test(flowId, flow?.sandboxName ?? DEFAULT_SANDBOX);
    if (tested.kind === "not_tested") return tested;
    const { works } = tested;
    await store.write(async (queries) => {
      const alert = await queries.alerts.find(alertId);
      const now = clock.now();
      const line = { kind: "connection_tested", by, works, at: now } as const;
      if (alert !== undefined) await sayAlert(queries, alert, { channels, now, line });
    });
    parts.onChanged();
    return tested;
  }

  return async (request) => {
    const alert = await store.read.alerts.find(request.alertId);
    const flowId = alert?.flowId;
    if (flowId === undefined) return { kind: "not_stored" };
    const other = underWay.get(flowId);
    if (other !== undefined) return { kind: "under_way", by: other };
    underWay.set(flowId, request.by);
    return test(flowId, request).finally(() => underWay.delete(flowId));
  };
}
