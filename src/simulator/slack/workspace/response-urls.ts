import { randomBytes } from "node:crypto";
import { SLACK_LIMITS } from "../../../slack/limits.ts";
import type { ReplyPlace } from "../api/reply.ts";

export type ResponseUrlState =
  | { readonly kind: "good"; readonly place: ReplyPlace }
  | { readonly kind: "expired_url" | "used_url" };

export interface ResponseUrls {
  /** The id in `/response/<id>`. */
  create(place: ReplyPlace): string;
  /** Counts a use where it is good. */
  use(id: string): ResponseUrlState;
  /** From now on `replace_original` means this message. */
  setOriginal(id: string, ts: string): void;
}

interface Entry {
  place: ReplyPlace;
  readonly createdAt: number;
  uses: number;
}

/** A response_url works five times within thirty minutes. */
export function createResponseUrls(now: () => number): ResponseUrls {
  const entries = new Map<string, Entry>();
  const { uses, lifetimeMs } = SLACK_LIMITS.responseUrl;
  return {
    create: (place) => {
      const id = randomBytes(16).toString("hex");
      entries.set(id, { place, createdAt: now(), uses: 0 });
      return id;
    },
    use: (id) => {
      const entry = entries.get(id);
      if (entry === undefined || now() - entry.createdAt > lifetimeMs) {
        return { kind: "expired_url" };
      }
      if (entry.uses >= uses) return { kind: "used_url" };
      entry.uses += 1;
      return { kind: "good", place: entry.place };
    },
    setOriginal: (id, ts) => {
      const entry = entries.get(id);
      if (entry !== undefined) entry.place = { ...entry.place, originalTs: ts };
    },
  };
}
