import { randomBytes } from "node:crypto";
import { SLACK_LIMITS } from "../../../slack/limits.ts";

export type TriggerState =
  | { readonly kind: "good"; readonly userId: string }
  | { readonly kind: "unknown" | "expired" | "exchanged" };

export interface Triggers {
  create(userId: string): string;
  /** Does not use it up. */
  look(id: string): TriggerState;
  exchange(id: string): void;
}

interface Trigger {
  readonly userId: string;
  readonly createdAt: number;
  exchanged: boolean;
}

/** A trigger_id opens one modal, within three seconds. */
export function createTriggers(now: () => number): Triggers {
  const triggers = new Map<string, Trigger>();
  return {
    create: (userId) => {
      const id = `${now()}.${triggers.size}.${randomBytes(16).toString("hex")}`;
      triggers.set(id, { userId, createdAt: now(), exchanged: false });
      return id;
    },
    look: (id) => {
      const trigger = triggers.get(id);
      if (trigger === undefined) return { kind: "unknown" };
      if (trigger.exchanged) return { kind: "exchanged" };
      return now() - trigger.createdAt > SLACK_LIMITS.triggerId.lifetimeMs
        ? { kind: "expired" }
        : { kind: "good", userId: trigger.userId };
    },
    exchange: (id) => {
      const trigger = triggers.get(id);
      if (trigger !== undefined) trigger.exchanged = true;
    },
  };
}
