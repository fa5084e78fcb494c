import type { Store } from "../store/store.ts";
import type { ReadinessCheck } from "./router.ts";

/** What must work before Flowrun can do its job. */
export function createReadinessChecks({
  store,
  outbox,
  login,
}: {
  readonly store: Pick<Store, "write">;
  readonly outbox: { isHealthy(): boolean };
  readonly login: { problem(): string | undefined };
}): readonly ReadinessCheck[] {
  return [
    {
      name: "store",
      async problem() {
        try {
          await store.write(async ({ deliveries }) => deliveries.countWaiting());
          return undefined;
        } catch {
          return "The store does not work; see the log. Check the space and the rights of DATA_DIR.";
        }
      },
    },
    {
      name: "outbox",
      problem: async () =>
        outbox.isHealthy() ? undefined : "The outbox cannot use the store; see the log.",
    },
    { name: "slack", problem: async () => login.problem() },
  ];
}
