import type { Store } from "../store/store.ts";
import type { ReadinessCheck } from "./router.ts";

/** What must work before Flowrun can do its job. */
export function createReadinessChecks({
  store,
  outbox,
  login,
  socketProblem,
}: {
  readonly store: Pick<Store, "write">;
  readonly outbox: {
    isHealthy(): boolean;
    refusingChannels(): ReadonlyMap<string, string>;
  };
  readonly login: { problem(): string | undefined };
  /** Only where Slack sends over a connection that we hold. */
  readonly socketProblem?: (() => string | undefined) | undefined;
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
    { name: "channels", problem: async () => refusals(outbox.refusingChannels()) },
    ...(socketProblem === undefined
      ? []
      : [{ name: "slack socket", problem: async () => socketProblem() }]),
  ];
}

const REMEDIES: Readonly<Record<string, string>> = {
  not_in_channel: "Type /invite @Flowrun in the channel.",
  channel_not_found:
    "Check SLACK_CHANNEL; in a private channel the bot must be a member: /invite @Flowrun.",
  is_archived: "Unarchive the channel, or set SLACK_CHANNEL to another one.",
  restricted_action: "Let the app post in the channel (its posting permissions in Slack).",
  missing_scope: "Install the app again, so that it gets the scopes of its manifest.",
};

function refusals(channels: ReadonlyMap<string, string>): string | undefined {
  const told = [...channels].map(
    ([channel, error]) => `Slack refuses posts in ${channel} (${error}). ${REMEDIES[error] ?? ""}`,
  );
  return told.length === 0 ? undefined : `${told.join(" ")} Alerts wait and are posted then.`;
}
